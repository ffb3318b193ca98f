#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/model/link.hpp"
#include "syncctl/store/migrator.hpp"
#include "syncctl/store/store.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace syncctl::test {

/// A private folder that is removed with everything in it.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const
    {
        return m_path / name;
    }

private:
    std::filesystem::path m_path;
};

/// Stands still at 2026-03-04T05:06:07.890Z until it is moved.
class StillClock final : public base::Clock {
public:
    base::Timestamp time = *base::parse_utc("2026-03-04T05:06:07.890Z");

    [[nodiscard]] base::Timestamp now() const override { return time; }

    [[nodiscard]] std::chrono::milliseconds monotonic() const override
    {
        return std::chrono::milliseconds{0};
    }
};

/// A database with the newest schema.
class ReadyDatabase {
public:
    ReadyDatabase();
    TemporaryFolder folder;
    std::filesystem::path file;
    StillClock clock;
    std::optional<store::Database> database;
    std::optional<store::Store> store;

    void close();
    /// As a command does: opened, and the schema checked.
    void open(store::OpenMode mode = store::OpenMode::read_write);
    void open_unchecked(store::OpenMode mode = store::OpenMode::read_write);

    [[nodiscard]] base::Timestamp now() const { return clock.time; }

    /// Two connectors and a pair between them.
    base::PairId add_pair(const std::string& name = "bugs");
    base::LinkId
    add_link(base::PairId pair, const std::string& source_item, const std::string& target_item);
};

[[nodiscard]] model::Link
a_link(base::PairId pair, const std::string& source_item, const std::string& target_item);

/// Edits a file as somebody with the sqlite3 shell would.
void edit(const std::filesystem::path& file, const std::string& sql);
/// Rows of a query, each as its columns joined with `|`.
[[nodiscard]] std::vector<std::string> rows_of(const std::filesystem::path& file,
                                               const std::string& sql);

/// The class of the Error that the action ends with; nullopt when it succeeds.
[[nodiscard]] std::optional<ErrorCode> error_of(const std::function<void()>& action);
[[nodiscard]] std::string message_of(const std::function<void()>& action);

/// Runs the action in a child process, as an unprivileged user when this one is root (to whom modes
/// mean nothing). The action's result is the exit status.
[[nodiscard]] int as_plain_user(const std::function<int()>& action);
/// Gives a folder and what is in it to the user of as_plain_user.
void give_to_plain_user(const std::filesystem::path& folder);

/// An action in a child process that goes on until this object is destroyed.
class OtherProcess {
public:
    /// \param action called in the child; whatever it holds is held until the end
    explicit OtherProcess(const std::function<void(const std::function<void()>& wait)>& action);
    ~OtherProcess();
    OtherProcess(const OtherProcess&) = delete;
    OtherProcess& operator=(const OtherProcess&) = delete;

private:
    int m_pid = -1;
    int m_end_pipe = -1;
};

void write_text(const std::filesystem::path& file, const std::string& text);
[[nodiscard]] std::string read_text(const std::filesystem::path& file);

} // namespace syncctl::test
