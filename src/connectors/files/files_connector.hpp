#pragma once

#include "folder.hpp"
#include "writer.hpp"

#include "syncctl/connectors/connector.hpp"
#include "syncctl/connectors/registry.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syncctl::connectors::files {

/// A folder of JSON documents as a tracker.
class FilesConnector final : public Connector {
public:
    explicit FilesConnector(const ConnectorSetup& setup);

    [[nodiscard]] Capabilities capabilities() const override;
    [[nodiscard]] std::vector<Check> test() override;
    [[nodiscard]] model::Metadata describe() override;
    [[nodiscard]] std::optional<std::string>
    filter_problem(const std::string& filter) const override;
    [[nodiscard]] bool matches_filter(const model::WorkItem& item,
                                      const std::string& filter) const override;
    [[nodiscard]] std::unique_ptr<ChangeReader> changes(const ChangeQuery& query) override;
    [[nodiscard]] std::vector<GetResult> get(std::span<const std::string> ids) override;
    [[nodiscard]] std::vector<WriteResult> write(std::span<const Operation> operations) override;
    [[nodiscard]] std::vector<SettleResult> settle(std::span<const model::Intent> intents) override;

    [[nodiscard]] int api_calls() const override { return m_api_calls; }

private:
    struct Tracker {
        FileStamp stamp;
        model::Metadata metadata;
    };

    /// The items folder of a healthy tracker, with m_tracker up to date.
    /// \throws Error{unavailable} when anything is missing or tracker.json is no tracker
    /// description
    [[nodiscard]] base::UniqueFd open_healthy() const;
    void load_tracker(const base::UniqueFd& root) const;
    [[nodiscard]] const model::Metadata& known_metadata() const;

    [[nodiscard]] GetResult get_one(int items_folder, const std::string& id) const;
    void note_listing(const Listing& listing);

    Folder m_folder;
    base::NullLog m_silence;
    base::Log& m_log;
    mutable std::optional<Tracker> m_tracker; ///< read again when its file changed
    FolderMemory m_memory;
    int m_api_calls = 0;
};

} // namespace syncctl::connectors::files
