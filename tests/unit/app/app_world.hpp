#pragma once

#include "support/fixed_clock.hpp"
#include "support/temp_dir.hpp"

#include "syncctl/app/workspace.hpp"
#include "syncctl/base/error.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::test {

/// Remembers what -v would show.
class DetailLog final : public base::Log {
public:
    void warning(std::string_view /*text*/) override {}

    void detail(std::string_view text) override { details.emplace_back(text); }

    std::vector<std::string> details;
};

/// A workspace with two connector types of its own: `vault` takes a secret and settings, of which
/// `accounts` adds an origin to that of the URL; `plain` takes nothing. Both count how often a
/// connector is constructed.
class AppWorld {
public:
    AppWorld();
    ~AppWorld();
    AppWorld(const AppWorld&) = delete;
    AppWorld& operator=(const AppWorld&) = delete;

    /// setup() was run.
    void is_set_up();
    /// A connector of type `vault` with this token.
    void has_connector(const std::string& name, const std::string& url, const std::string& token);
    [[nodiscard]] model::ConnectorConfig stored(const std::string& name);
    /// Changes a row as somebody with the file and without the key would.
    void tamper(const model::ConnectorConfig& connector);
    /// A fresh look at the same files: nothing opened yet.
    [[nodiscard]] app::Workspace& reopened();

    [[nodiscard]] app::Workspace& workspace() { return *m_workspace; }

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder.path(); }

    [[nodiscard]] app::WorkspaceOptions options() const;
    [[nodiscard]] app::Services services();

    int constructions = 0;
    std::string last_token; ///< what the last constructed connector was given
    bool is_reachable = true;
    std::optional<base::Timestamp> last_not_before; ///< of the last constructed connector
    std::optional<base::Timestamp> told;            ///< until when the tracker wants no request
    connectors::TokenCache* last_tokens = nullptr;  ///< of the last constructed connector
    /// What a connector does with its cache when it is constructed.
    std::function<void(connectors::TokenCache& cache)> on_construction;
    FixedClock clock;
    base::SystemRandom random;
    DetailLog log;
    base::StopFlag stop;
    connectors::Registry registry;

private:
    TempDir m_folder;
    std::unique_ptr<app::Workspace> m_workspace;
};

/// The code of the Error that the call throws. \throws std::runtime_error when it throws none
template <class Call>
[[nodiscard]] ErrorCode code_of(const Call& call)
{
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    throw std::runtime_error{"no error was thrown"};
}

/// Its whole text, message and hint.
template <class Call>
[[nodiscard]] std::string text_of(const Call& call)
{
    try {
        call();
    } catch (const Error& error) {
        return error.message() + "\n" + error.hint();
    }
    throw std::runtime_error{"no error was thrown"};
}

} // namespace syncctl::test
