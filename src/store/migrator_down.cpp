#include "database_impl.hpp"
#include "extra_script.hpp"
#include "migrator_parts.hpp"
#include "schema_objects.hpp"
#include "sqlite_error.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"
#include "syncctl/store/migrator.hpp"
#include "syncctl/store/statement.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <sql/migrator.hpp>
#include <utility>

namespace syncctl::store {

namespace {

constexpr std::string_view k_unless = "-- unless: ";

/// A question that a way back asks first: where its query has a row, it cannot be gone.
struct Obstacle {
    std::string_view reason;
    std::string_view query;
};

/// Each is a line `-- unless: REASON` with a query below it.
std::vector<Obstacle> obstacles_of(std::string_view down)
{
    std::vector<Obstacle> obstacles;
    for (auto at = down.find(k_unless); at != std::string_view::npos;
         at = down.find(k_unless, at + 1)) {
        const auto begin = at + k_unless.size();
        const auto line_end = std::min(down.find('\n', begin), down.size());
        const auto query_end = std::min(down.find(';', line_end), down.size());
        obstacles.push_back(
            {down.substr(begin, line_end - begin), down.substr(line_end, query_end - line_end)});
    }
    return obstacles;
}

std::string
first_obstacle(sqlite3* handle, const std::filesystem::path& database, const Migration& migration)
{
    for (const auto& obstacle : obstacles_of(migration.down)) {
        sqlite3_stmt* raw = nullptr;
        int code = sqlite3_prepare_v2(
            handle, obstacle.query.data(), static_cast<int>(obstacle.query.size()), &raw, nullptr);
        const StatementHandle statement{raw};
        if (code == SQLITE_OK && (raw == nullptr || sqlite3_stmt_readonly(raw) == 0)) {
            return "its way back has no query below 'unless'";
        }
        if (code == SQLITE_OK) {
            code = sqlite3_step(raw);
        }
        if (code == SQLITE_ROW) {
            return std::string{obstacle.reason};
        }
        if (code != SQLITE_DONE) {
            throw_sqlite(handle, code, database, "reading");
        }
    }
    return {};
}

/// Table and column -> default, as text of SQL.
using Columns = std::map<std::pair<std::string, std::string>, std::string>;

template <typename Add>
void read_rows(sqlite3* handle, std::string_view query, Add add)
{
    sqlite3_stmt* raw = nullptr;
    int code =
        sqlite3_prepare_v2(handle, query.data(), static_cast<int>(query.size()), &raw, nullptr);
    const StatementHandle statement{raw};
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(raw);
        if (code == SQLITE_ROW) {
            add([raw](int column) {
                const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, column));
                return std::string{text == nullptr ? "" : text};
            });
        }
    }
    if (code != SQLITE_DONE) {
        throw_sqlite(handle, code, "(memory)", "reading");
    }
}

Columns columns_of(sqlite3* handle)
{
    Columns columns;
    read_rows(handle, sql::migrator::list_columns, [&](const auto& text) {
        columns.emplace(std::pair{text(0), text(1)}, text(2));
    });
    return columns;
}

std::map<std::string, std::string> settings_of(sqlite3* handle)
{
    std::map<std::string, std::string> settings;
    read_rows(handle, sql::migrator::list_settings, [&](const auto& text) {
        settings.emplace(text(0), text(1));
    });
    return settings;
}

struct SqliteFree {
    void operator()(char* text) const noexcept { sqlite3_free(text); }
};

/// The names come from migrations, never from the file.
std::int64_t count_rows(sqlite3* handle,
                        const std::filesystem::path& database,
                        const std::string& table,
                        const std::string& column,
                        const std::string& default_value)
{
    const std::unique_ptr<char, SqliteFree> query{
        column.empty() ? sqlite3_mprintf(R"(SELECT count(*) FROM "%w")", table.c_str())
                       : sqlite3_mprintf(R"(SELECT count(*) FROM "%w" WHERE "%w" IS NOT (%s))",
                                         table.c_str(),
                                         column.c_str(),
                                         default_value.c_str())};
    return query_integer(handle, database, query.get());
}

/// What the schema in `from` holds of the database and the one in `to` has no place for.
std::vector<SchemaLoss>
losses_between(sqlite3* handle, const std::filesystem::path& database, sqlite3* from, sqlite3* to)
{
    std::vector<SchemaLoss> losses;
    const auto before = columns_of(from);
    const auto after = columns_of(to);
    std::set<std::string> tables;
    for (const auto& [key, default_value] : after) {
        tables.insert(key.first);
    }
    std::set<std::string> dropped;
    for (const auto& [key, default_value] : before) {
        const auto& [table, column] = key;
        const bool is_table = tables.count(table) == 0;
        if (after.count(key) != 0 || (is_table && !dropped.insert(table).second)) {
            continue;
        }
        const auto rows =
            count_rows(handle, database, table, is_table ? "" : column, default_value);
        if (rows != 0) {
            losses.push_back({.what = is_table ? fmt::format("table {}", table)
                                               : fmt::format("column {}.{}", table, column),
                              .rows = rows});
        }
    }
    const auto settings = settings_of(handle);
    const auto kept = settings_of(to);
    for (const auto& [key, value] : settings_of(from)) {
        const auto now = settings.find(key);
        if (kept.count(key) == 0 && now != settings.end() && now->second != value) {
            losses.push_back({.what = fmt::format("setting {}", key), .rows = 1});
        }
    }
    return losses;
}

void require_way_back(const Database& database,
                      const Migration& migration,
                      const std::string& obstacle)
{
    const auto which = fmt::format(
        "{}: migration {} ({})", in_quotes(database.path()), migration.version, migration.name);
    if (!has_statement(migration.down)) {
        throw Error{ErrorCode::wrong_schema,
                    which + " has no way back",
                    is_extra_version(migration.version)
                        ? "write what takes it back into its .down.sql file"
                        : "put a backup of that version in its place"};
    }
    if (!obstacle.empty()) {
        throw Error{ErrorCode::wrong_schema,
                    fmt::format("{} cannot be taken back: {}", which, obstacle)};
    }
}

/// The versions that stay.
struct Remaining {
    int version = 0;
    int extra_version = 0;
};

Remaining remaining_of(int to, int current, int current_extra)
{
    if (is_extra_version(to) || to == k_first_extra_version - 1) {
        return {current, std::min(to, current_extra)};
    }
    return {to, 0};
}

void require_above(int to, int current, int current_extra)
{
    const int newest = current_extra != 0 ? current_extra : current;
    const bool is_gap = to > current && to < k_first_extra_version - 1;
    if (to < 1 || to >= newest || is_gap) {
        throw Error{
            ErrorCode::usage,
            fmt::format("the database has schema version {}; it cannot go down to {}", newest, to),
            "syncctl migrate status"};
    }
}

} // namespace

WayBack Migrator::plan_down(int to)
{
    const auto lines = status();
    refuse_bad_history(m_database, lines, m_extras);
    const int current = applied_version(lines);
    const int current_extra = applied_extra_version(lines);
    require_above(to, current, current_extra);
    const auto remaining = remaining_of(to, current, current_extra);
    if (current_extra > remaining.extra_version && !m_extras) {
        throw Error{ErrorCode::usage,
                    fmt::format("extra migrations up to {} were applied: they go first, so name "
                                "their folder with --dir",
                                current_extra)};
    }
    refuse_foreign_objects(current, current_extra);
    auto* handle = m_database.m_impl->handle.get();
    WayBack way;
    auto known = known_migrations(m_extras);
    std::reverse(known.begin(), known.end());
    for (const auto& migration : known) {
        const bool is_extra = is_extra_version(migration.version);
        if (migration.version > (is_extra ? current_extra : current) ||
            migration.version <= (is_extra ? remaining.extra_version : remaining.version)) {
            continue;
        }
        require_way_back(
            m_database, migration, first_obstacle(handle, m_database.path(), migration));
        way.migrations.push_back(
            {.version = migration.version, .name = std::string{migration.name}});
    }
    const auto extras = m_extras.value_or(ExtraMigrations{});
    way.losses = losses_between(
        handle,
        m_database.path(),
        scratch_of(current, m_extras ? current_extra : 0, extras).get(),
        scratch_of(remaining.version, m_extras ? remaining.extra_version : 0, extras).get());
    return way;
}

std::vector<AppliedMigration> Migrator::down(int to)
{
    static_cast<void>(plan_down(to));
    const auto lines = status();
    const auto remaining = remaining_of(to, applied_version(lines), applied_extra_version(lines));
    make_backup(applied_version(lines));
    Transaction transaction{m_database};
    // Anything may have been stored since it was looked at first.
    auto way = plan_down(to);
    auto* handle = m_database.m_impl->handle.get();
    const auto known = known_migrations(m_extras);
    for (auto& reverted : way.migrations) {
        const auto migration =
            std::find_if(known.begin(), known.end(), [&reverted](const Migration& each) {
                return each.version == reverted.version;
            });
        const auto started = m_clock.monotonic();
        run_migration(handle, m_database.path(), *migration, migration->down, m_extras);
        auto remove = m_database.prepare(sql::migrator::delete_applied);
        remove.bind(":version", std::int64_t{reverted.version});
        remove.run();
        reverted.duration_ms = (m_clock.monotonic() - started).count();
    }
    m_database.run_script(fmt::format("PRAGMA user_version = {}", remaining.version));
    const auto problems = foreign_objects(remaining.version, remaining.extra_version);
    if (!problems.empty()) {
        throw Error{
            ErrorCode::document,
            fmt::format("the way back does not lead to the schema before: {}", problems.front()),
            "complete the .down.sql files; nothing was changed"};
    }
    transaction.commit();
    return way.migrations;
}

} // namespace syncctl::store
