#pragma once

#include "process.hpp"
#include "temp_dir.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::test {

/// What a world starts with.
struct FilesWorldOptions {
    std::string_view strategy = "last-write-wins";
    std::string_view deletes = "never";
    std::string_view match{};   ///< inside the brackets of `match:`; empty: no such line
    bool maps_notes = true;     ///< false: the mapping has no line for notes
    bool has_connectors = true; ///< false: no connector, no pair, no mapping
    bool has_database = true;   ///< false: trackers only
    std::filesystem::path parent = std::filesystem::temp_directory_path();
};

/// Two `files` trackers on disk, `dev` (type Bug) and `desk` (type Incident), kept in step by the
/// real binary.
class FilesWorld {
public:
    /// Empty trackers with connectors, the pair `p` and a mapping of title, state, priority and
    /// notes.
    explicit FilesWorld(std::string_view strategy = "last-write-wins");
    explicit FilesWorld(const FilesWorldOptions& options);

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
    [[nodiscard]] std::string read_raw(const std::string& side, const std::string& name) const;

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
    /// What a query gives: a line for each row, `|` between columns. Several statements are
    /// separated by semicolons.
    std::string sql(const std::string& query);
    static std::string sql_of(const std::filesystem::path& database, const std::string& query);
    /// Keeps trackers and database as they are now; restore() goes back to that, as often as
    /// wanted.
    void save();
    void restore();

    /// Writes a mapping document to path("mapping.yaml").
    void write_mapping(const FilesWorldOptions& options) const;

    [[nodiscard]] std::string path(std::string_view name) const { return (m_dir / name).string(); }

    std::map<std::string, std::string> env; ///< on top of what every run gets

private:
    void add_pair();
    /// Every one must succeed.
    void run_all(const std::vector<std::vector<std::string>>& steps);
    TempDir m_dir;
};

} // namespace syncctl::test
