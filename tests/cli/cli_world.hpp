#pragma once

#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::test {

/// The real program in a home of its own.
class CliWorld {
public:
    CliWorld();

    [[nodiscard]] ProcessResult run(std::vector<std::string> arguments,
                                    ProcessOptions options = {}) const;
    /// run() that must succeed.
    ProcessResult must(std::vector<std::string> arguments, ProcessOptions options = {}) const;

    /// Two connectors `dev` and `desk`, a pair `dev-desk`.
    void has_a_pair() const;
    /// A folder with a tracker.json and no items.
    [[nodiscard]] std::string tracker_folder(std::string_view name) const;
    void write(const std::filesystem::path& file, std::string_view text) const;

    [[nodiscard]] const std::filesystem::path& home() const { return m_home.path(); }

    [[nodiscard]] std::filesystem::path database() const
    {
        return home() / ".local/state/syncctl/sync.db";
    }

    [[nodiscard]] std::filesystem::path key_file() const
    {
        return home() / ".config/syncctl/encryption.key";
    }

    /// The texts of all drafts of an editor.
    [[nodiscard]] std::vector<std::string> drafts() const;

    std::map<std::string, std::string> environment; ///< of every run

private:
    TempDir m_home;
};

[[nodiscard]] nlohmann::json envelope_of(const ProcessResult& result);
[[nodiscard]] bool contains(std::string_view text, std::string_view part);
[[nodiscard]] std::string read_text(const std::filesystem::path& file);
[[nodiscard]] unsigned mode_of(const std::filesystem::path& file);

} // namespace syncctl::test
