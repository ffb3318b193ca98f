#pragma once

#include "connection.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::store {

/// A row of sqlite_schema.
struct SchemaObject {
    std::string type;
    std::string name;
    std::string table;
    std::string sql;
    bool operator==(const SchemaObject&) const = default;
};

/// In order of type and name.
[[nodiscard]] std::vector<SchemaObject> read_objects(sqlite3* handle,
                                                     const std::filesystem::path& file);
/// An empty database in memory after the migrations of the program up to that version.
[[nodiscard]] Handle scratch_of(int version);
/// What the migrations up to that version make of an empty file.
[[nodiscard]] std::vector<SchemaObject> expected_objects(int version);
/// Whether an extra migration may have made it: a table, an index or a view, by its own name and
/// its table's; never a trigger or a virtual table.
[[nodiscard]] bool is_extra_object(const SchemaObject& object);
[[nodiscard]] std::vector<SchemaObject> without_extra_objects(std::vector<SchemaObject> objects);
/// SHA-256 over all of it.
[[nodiscard]] std::string fingerprint(const std::vector<SchemaObject>& objects);
/// The fingerprint of the newest version, so that opening a database need not try the migrations
/// first. Only a short cut: a file that does not have it is compared with expected_objects().
[[nodiscard]] std::string_view newest_fingerprint();
/// One text per object that is there and should not be, is missing, or differs.
[[nodiscard]] std::vector<std::string> differences(const std::vector<SchemaObject>& present,
                                                   const std::vector<SchemaObject>& expected);

} // namespace syncctl::store
