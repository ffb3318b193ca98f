#include "database_impl.hpp"
#include "extra_script.hpp"
#include "migrator_parts.hpp"
#include "schema_objects.hpp"
#include "sqlite_error.hpp"

#include "syncctl/base/copy_name.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/store/migrator.hpp"
#include "syncctl/store/statement.hpp"
#include "syncctl/vault/digest.hpp"

#include <fmt/format.h>

#include <sql/migrator.hpp>

namespace syncctl::store {

namespace {

/// A file without a schema needs no sync per migration: its log is checksummed, so a power cut
/// leaves it with the migrations up to some point, and nothing is moved from the log into the file
/// before the log is synced.
class FreshFileWithoutSync {
public:
    FreshFileWithoutSync(Database& database, bool is_fresh)
        : m_database{database}, m_is_fresh{is_fresh}
    {
        if (m_is_fresh) {
            m_database.run_script("PRAGMA synchronous = OFF");
        }
    }

    ~FreshFileWithoutSync()
    {
        if (m_is_fresh) {
            try {
                m_database.run_script("PRAGMA synchronous = FULL");
            } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): then the file is not
                                              // used any more
            }
        }
    }

    FreshFileWithoutSync(const FreshFileWithoutSync&) = delete;
    FreshFileWithoutSync& operator=(const FreshFileWithoutSync&) = delete;

private:
    Database& m_database;
    bool m_is_fresh;
};

bool holds_data(Database& database)
{
    auto rows = database.prepare(sql::migrator::holds_data);
    return rows.step() && rows.integer(0) != 0;
}

void insert_applied(Database& database,
                    const Migration& migration,
                    base::Timestamp now,
                    std::int64_t duration_ms)
{
    auto insert = database.prepare(sql::migrator::insert_applied);
    insert.bind(":version", std::int64_t{migration.version});
    insert.bind(":name", migration.name);
    insert.bind(":checksum", vault::sha256_hex(migration.text));
    insert.bind(":applied_at", now);
    insert.bind(":duration_ms", duration_ms);
    insert.run();
}

/// Up to which versions to go.
struct Goal {
    int version = 0;
    int extra_version = 0;
};

Goal goal_of(int to, int current_extra, const std::optional<ExtraMigrations>& extras)
{
    const int last_extra =
        extras ? k_first_extra_version - 1 + static_cast<int>(extras->migrations.size()) : 0;
    if (to == 0) {
        return {Migrator::newest_version(), extras ? last_extra : current_extra};
    }
    if (!is_extra_version(to)) {
        return {to, current_extra};
    }
    if (!extras) {
        throw Error{ErrorCode::usage,
                    fmt::format("{} is the number of an extra migration: name their folder with "
                                "--dir",
                                to)};
    }
    if (to > last_extra) {
        throw Error{ErrorCode::usage,
                    fmt::format("{} has no migration {}", in_quotes(extras->folder), to),
                    "syncctl migrate status"};
    }
    return {Migrator::newest_version(), to};
}

void require_possible(const Goal& goal, int current, int current_extra)
{
    if (goal.version > Migrator::newest_version()) {
        throw Error{ErrorCode::usage,
                    fmt::format("there is no schema version {}; the newest is {}",
                                goal.version,
                                Migrator::newest_version())};
    }
    if (goal.version < current || goal.extra_version < current_extra) {
        throw Error{
            ErrorCode::usage,
            fmt::format("the database has schema version {} already; `up` does not go back to {}",
                        goal.version < current ? current : current_extra,
                        goal.version < current ? goal.version : goal.extra_version),
            "syncctl migrate down"};
    }
}

/// What the authorizer could not see while an extra migration ran.
void check_extra_result(Database& database,
                        const Migration& migration,
                        const std::vector<std::string>& foreign_objects)
{
    if (!foreign_objects.empty()) {
        throw Error{ErrorCode::document,
                    fmt::format("migration {} ({}) changes more than objects of its own: {}",
                                migration.version,
                                migration.name,
                                foreign_objects.front()),
                    "everything that it makes has a name that begins with x_"};
    }
    auto rows = database.prepare(sql::migrator::list_foreign_references);
    if (rows.step()) {
        throw Error{ErrorCode::document,
                    fmt::format("migration {} ({}): table '{}' refers to '{}': it would keep its "
                                "rows from being removed",
                                migration.version,
                                migration.name,
                                rows.text(0),
                                rows.text(1)),
                    "keep the value in a column without REFERENCES"};
    }
}

} // namespace

void Migrator::make_backup(int version)
{
    const auto name = base::copy_name(
        m_database.m_impl->file, "backup", m_clock.now(), fmt::format("-v{}", version));
    m_database.copy_to(name);
    m_backup = name;
}

std::vector<AppliedMigration> Migrator::up(int to)
{
    const auto lines = status();
    refuse_bad_history(m_database, lines, m_extras);
    const int current = applied_version(lines);
    const int current_extra = applied_extra_version(lines);
    const auto goal = goal_of(to, current_extra, m_extras);
    require_possible(goal, current, current_extra);
    refuse_foreign_objects(current, current_extra);
    m_backup.clear();
    const bool has_work = current < goal.version || current_extra < goal.extra_version;
    if (has_work && current > 0 && holds_data(m_database)) {
        make_backup(current);
    }
    std::vector<AppliedMigration> applied;
    const FreshFileWithoutSync without_sync{m_database, current == 0};
    auto* handle = m_database.m_impl->handle.get();
    for (const auto& migration : known_migrations(m_extras)) {
        const bool is_extra = is_extra_version(migration.version);
        if (migration.version <= (is_extra ? current_extra : current) ||
            migration.version > (is_extra ? goal.extra_version : goal.version)) {
            continue;
        }
        if (is_extra && !has_statement(migration.text)) {
            throw Error{ErrorCode::document,
                        fmt::format("migration {} ({}) has no statement",
                                    migration.version,
                                    migration.name),
                        "write one, or remove the file"};
        }
        const auto started = m_clock.monotonic();
        Transaction transaction{m_database};
        run_migration(handle, m_database.path(), migration, migration.text, m_extras);
        if (is_extra) {
            check_extra_result(
                m_database,
                migration,
                differences(without_extra_objects(read_objects(handle, m_database.path())),
                            expected_objects(goal.version)));
        } else {
            m_database.run_script(fmt::format("PRAGMA user_version = {}", migration.version));
        }
        const auto duration_ms = (m_clock.monotonic() - started).count();
        insert_applied(m_database, migration, m_clock.now(), duration_ms);
        transaction.commit();
        applied.push_back({.version = migration.version,
                           .name = std::string{migration.name},
                           .duration_ms = duration_ms});
    }
    return applied;
}

} // namespace syncctl::store
