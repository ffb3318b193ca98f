#pragma once

#include "syncctl/connectors/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <vector>

namespace syncctl::tests {

/// Keeps what was said.
class RecordingLog final : public base::Log {
public:
    void warning(std::string_view text) override { warnings.emplace_back(text); }

    void detail(std::string_view text) override { details.emplace_back(text); }

    std::vector<std::string> warnings;
    std::vector<std::string> details;
};

inline constexpr std::string_view k_bug_tracker = R"({
  "types": [
    {"name": "Bug",
     "statuses": [{"name": "New", "category": "proposed"},
                  {"name": "Active", "category": "in_progress"},
                  {"name": "Closed", "category": "completed"}],
     "fields": [
       {"name": "Title", "type": "text", "required": true, "max_length": 250},
       {"name": "State", "type": "status"},
       {"name": "Steps", "reference": "Repro.Steps", "type": "html"},
       {"name": "Priority", "type": "number"},
       {"name": "Blocking", "type": "boolean"},
       {"name": "Due date", "reference": "DueDate", "type": "date"},
       {"name": "Severity", "type": "choice", "allowed": ["Low", "High"]},
       {"name": "Owner", "type": "user"},
       {"name": "Tags", "type": "list"},
       {"name": "Serial", "type": "text", "readonly": true}]},
    {"name": "Story",
     "statuses": [{"name": "Open", "category": "proposed"}, {"name": "Done", "category": "completed"}],
     "fields": [{"name": "Title", "type": "text"}, {"name": "State", "type": "status"}]}]
})";

/// A tracker folder of its own, removed at the end.
class FolderFixture {
public:
    FolderFixture()
    {
        std::string name =
            (std::filesystem::temp_directory_path() / "syncctl-files-XXXXXX").string();
        m_path = ::mkdtemp(name.data());
        std::filesystem::create_directory(items());
        write("tracker.json", k_bug_tracker);
    }

    ~FolderFixture()
    {
        std::error_code ignored;
        std::filesystem::permissions(items(), std::filesystem::perms::owner_all, ignored);
        std::filesystem::remove_all(m_path, ignored);
    }

    FolderFixture(const FolderFixture&) = delete;
    FolderFixture& operator=(const FolderFixture&) = delete;

    [[nodiscard]] std::filesystem::path path() const { return m_path; }

    [[nodiscard]] std::filesystem::path items() const { return m_path / "items"; }

    [[nodiscard]] std::filesystem::path item(std::string_view id) const
    {
        return items() / (std::string{id} + ".json");
    }

    void write(const std::filesystem::path& name, std::string_view text) const
    {
        std::ofstream out{m_path / name, std::ios::binary | std::ios::trunc};
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
    }

    void write_item(std::string_view id, std::string_view text) const
    {
        write(std::filesystem::path{"items"} / (std::string{id} + ".json"), text);
    }

    void has_bug(std::string_view id, std::string_view title) const
    {
        write_item(
            id,
            fmt::format(
                R"({{"id": "{}", "type": "Bug", "fields": {{"Title": "{}", "State": "New"}}}})",
                id,
                title));
    }

    [[nodiscard]] std::string read(std::string_view id) const
    {
        std::ifstream in{item(id), std::ios::binary};
        std::ostringstream text;
        text << in.rdbuf();
        return text.str();
    }

    /// Names in the items folder, sorted.
    [[nodiscard]] std::vector<std::string> names() const
    {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator{items()}) {
            found.push_back(entry.path().filename().string());
        }
        std::sort(found.begin(), found.end());
        return found;
    }

    /// Dates a file `age_ms` before now, so that no test has to wait for a clock.
    void age(const std::filesystem::path& file, std::int64_t age_ms) const
    {
        struct timespec now {};

        ::clock_gettime(CLOCK_REALTIME, &now);
        const std::int64_t ms = static_cast<std::int64_t>(now.tv_sec) * 1000 - age_ms;

        const struct timespec then {
            ms / 1000, (ms % 1000) * 1'000'000
        };
        const std::array<struct timespec, 2> times{then, then};
        ::utimensat(AT_FDCWD, file.c_str(), times.data(), AT_SYMLINK_NOFOLLOW);
    }

    [[nodiscard]] std::unique_ptr<connectors::Connector> connect(base::Log* log = nullptr) const
    {
        connectors::ConnectorSetup setup;
        setup.name = "dev";
        setup.url = m_path.string();
        setup.log = log;
        return connectors::files_type().make(std::move(setup));
    }

private:
    std::filesystem::path m_path;
};

/// All changes since a watermark.
inline std::vector<model::Change> all_changes(connectors::ChangeReader& reader)
{
    std::vector<model::Change> all;
    while (auto page = reader.next()) {
        all.insert(all.end(), page->changes.begin(), page->changes.end());
    }
    return all;
}

inline connectors::GetResult get_one(connectors::Connector& connector, const std::string& id)
{
    const std::vector<std::string> ids{id};
    return connector.get(ids).at(0);
}

inline connectors::WriteResult write_one(connectors::Connector& connector,
                                         const connectors::Operation& operation)
{
    const std::vector<connectors::Operation> operations{operation};
    return connector.write(operations).at(0);
}

} // namespace syncctl::tests
