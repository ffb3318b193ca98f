#pragma once

#include "process.hpp"
#include "temp_dir.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::test {

/// Two `files` trackers on disk, `dev` (type Bug) and `desk` (type Incident), kept in step by the
/// real binary.
class FilesWorld {
public:
    /// Empty trackers with connectors, the pair `p` and a mapping of title, state, priority and
    /// notes.
    explicit FilesWorld(std::string_view strategy = "last-write-wins");

    /// Makes the database with connectors, pair and mapping; once more after it was lost.
    void set_up();
    /// Runs the binary of this build with this world's database and key.
    ProcessResult syncctl(const std::vector<std::string>& arguments);
    /// How it would be started; for tests that need more than syncctl().
    [[nodiscard]] ProcessOptions plan(const std::vector<std::string>& arguments) const;

    // ---- what users do in the trackers (side: "dev" or "desk")
    void add(const std::string& side, int id, const std::string& title);
    void edit(const std::string& side,
              const std::string& id,
              const std::string& field,
              const std::string& value);
    void erase(const std::string& side, const std::string& id);
    void write_raw(const std::string& side, const std::string& name, std::string_view content);

    // ---- what the trackers hold
    /// Every item as "title|state|priority|notes" in terms of dev, sorted.
    [[nodiscard]] std::vector<std::string> contents(const std::string& side) const;
    [[nodiscard]] std::string
    field(const std::string& side, const std::string& id, const std::string& field) const;
    [[nodiscard]] std::vector<std::string> ids(const std::string& side) const;
    /// The id on the other side, "" when there is none.
    [[nodiscard]] std::string partner(const std::string& side, const std::string& id);

    /// Empty when SQLite finds nothing wrong with the database.
    [[nodiscard]] std::string database_problems();
    /// One column of one query, run by the sqlite3 shell.
    std::string sql(const std::string& query);
    /// Keeps trackers and database as they are now; restore() goes back to that, as often as
    /// wanted.
    void save();
    void restore();

    [[nodiscard]] std::string path(std::string_view name) const { return (m_dir / name).string(); }

    std::map<std::string, std::string> env; ///< on top of what every run gets

private:
    TempDir m_dir;
};

} // namespace syncctl::test
