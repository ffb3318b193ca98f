#include "schema_objects.hpp"

#include "extra_script.hpp"
#include "sqlite_error.hpp"

#include "syncctl/vault/digest.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <map>
#include <sql/migrations.hpp>
#include <sql/migrator.hpp>
#include <utility>

namespace syncctl::store {

namespace {

std::string column(sqlite3_stmt* statement, int index)
{
    const void* octets = sqlite3_column_blob(statement, index);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, index));
    return octets == nullptr ? std::string{} : std::string{static_cast<const char*>(octets), size};
}

/// Litestream keeps two small tables in each database that it replicates. Nothing of ours reads
/// them, and as long as they are exactly these they can do no harm.
bool is_of_replicator(const SchemaObject& object)
{
    return object.type == "table" && object.table == object.name &&
           (object.sql == "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)" ||
            object.sql == "CREATE TABLE _litestream_lock (id INTEGER)");
}

using ObjectKey = std::pair<std::string, std::string>;

std::map<ObjectKey, const SchemaObject*> by_name(const std::vector<SchemaObject>& objects)
{
    std::map<ObjectKey, const SchemaObject*> index;
    for (const auto& object : objects) {
        index.emplace(ObjectKey{object.type, object.name}, &object);
    }
    return index;
}

} // namespace

std::vector<SchemaObject> read_objects(sqlite3* handle, const std::filesystem::path& file)
{
    sqlite3_stmt* raw = nullptr;
    constexpr auto k_query = sql::migrator::list_objects;
    int code =
        sqlite3_prepare_v2(handle, k_query.data(), static_cast<int>(k_query.size()), &raw, nullptr);
    const StatementHandle statement{raw};
    std::vector<SchemaObject> objects;
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(raw);
        if (code == SQLITE_ROW) {
            SchemaObject object{.type = column(raw, 0),
                                .name = column(raw, 1),
                                .table = column(raw, 2),
                                .sql = column(raw, 3)};
            if (!is_of_replicator(object)) {
                objects.push_back(std::move(object));
            }
        }
    }
    if (code != SQLITE_DONE) {
        throw_sqlite(handle, code, file, "reading");
    }
    return objects;
}

Handle scratch_of(int version)
{
    auto scratch = open_scratch();
    std::string script{"BEGIN;"};
    for (const auto& migration : sql::k_migrations) {
        if (migration.version <= version) {
            script += migration.text;
        }
    }
    execute(scratch.get(), "(memory)", script + "COMMIT");
    return scratch;
}

std::vector<SchemaObject> expected_objects(int version)
{
    return read_objects(scratch_of(version).get(), "(memory)");
}

bool is_extra_object(const SchemaObject& object)
{
    if (!object.table.starts_with(k_extra_prefix)) {
        return false;
    }
    // SQLite writes these words itself, whatever was typed.
    if (object.type == "table") {
        return object.sql.starts_with("CREATE TABLE ");
    }
    if (object.type == "view") {
        return object.sql.starts_with("CREATE VIEW ");
    }
    return object.type == "index" && (object.name.starts_with(k_extra_prefix)
                                          ? object.sql.starts_with("CREATE INDEX ") ||
                                                object.sql.starts_with("CREATE UNIQUE INDEX ")
                                          : object.name.starts_with("sqlite_autoindex_"));
}

std::vector<SchemaObject> without_extra_objects(std::vector<SchemaObject> objects)
{
    std::erase_if(objects, is_extra_object);
    return objects;
}

std::string fingerprint(const std::vector<SchemaObject>& objects)
{
    std::string all;
    for (const auto& object : objects) {
        for (const auto& part : {object.type, object.name, object.table, object.sql}) {
            all += part;
            all += '\0';
        }
    }
    return vault::sha256_hex(all);
}

std::string_view newest_fingerprint()
{
    return "b612dba291ab55e870ac6246afe1bd99fdc108bed0b3f63f009b426abafb5368";
}

std::vector<std::string> differences(const std::vector<SchemaObject>& present,
                                     const std::vector<SchemaObject>& expected)
{
    std::vector<std::string> problems;
    const auto ours = by_name(expected);
    const auto theirs = by_name(present);
    for (const auto& [key, object] : theirs) {
        const auto found = ours.find(key);
        if (found == ours.end()) {
            problems.push_back(
                fmt::format("{} '{}' does not belong to syncctl", key.first, key.second));
        } else if (!(*object == *found->second)) {
            problems.push_back(
                fmt::format("{} '{}' is not as syncctl made it", key.first, key.second));
        }
    }
    for (const auto& [key, object] : ours) {
        if (theirs.count(key) == 0) {
            problems.push_back(fmt::format("{} '{}' is missing", key.first, key.second));
        }
    }
    return problems;
}

} // namespace syncctl::store
