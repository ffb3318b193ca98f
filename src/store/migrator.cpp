#include "syncctl/store/migrator.hpp"

#include "connection.hpp"
#include "database_impl.hpp"
#include "file_checks.hpp"
#include "schema_objects.hpp"
#include "sqlite_error.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/store/statement.hpp"
#include "syncctl/vault/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sql/migrations.hpp>
#include <sql/migrator.hpp>
#include <utility>

namespace syncctl::store {

namespace {

using sql::EmbeddedMigration;
using sql::k_migrations;

struct AppliedRow {
    std::string name;
    std::string checksum;
    base::Timestamp applied_at;
};

std::map<int, AppliedRow> read_history(Database& database)
{
    std::map<int, AppliedRow> history;
    auto table = database.prepare(sql::migrator::has_history);
    if (!table.step() || table.integer(0) == 0) {
        return history;
    }
    auto rows = database.prepare(sql::migrator::list_applied);
    while (rows.step()) {
        history.emplace(
            static_cast<int>(rows.integer(0)),
            AppliedRow{.name = rows.text(1), .checksum = rows.text(2), .applied_at = rows.time(3)});
    }
    return history;
}

MigrationState state_of(const EmbeddedMigration& migration,
                        const std::map<int, AppliedRow>& history)
{
    const auto applied = history.find(migration.version);
    if (applied == history.end()) {
        const bool has_later = !history.empty() && history.rbegin()->first > migration.version;
        return has_later ? MigrationState::missing : MigrationState::pending;
    }
    const bool is_same = applied->second.name == migration.name &&
                         applied->second.checksum == vault::sha256_hex(migration.text);
    return is_same ? MigrationState::applied : MigrationState::edited;
}

struct Problem {
    std::string message;
    std::string hint;
};

/// What is wrong with one line of the status; nullopt for applied and pending.
std::optional<Problem> problem_of(const MigrationStatus& line)
{
    switch (line.state) {
    case MigrationState::edited:
        return Problem{
            fmt::format("migration {} ({}) was applied with another text than this syncctl has",
                        line.version,
                        line.name),
            "use the syncctl that made the database, or put a backup in its place"};
    case MigrationState::missing:
        return Problem{fmt::format("migration {} ({}) was never applied, although later ones were",
                                   line.version,
                                   line.name),
                       "put a backup in its place"};
    case MigrationState::unknown:
        if (line.version > Migrator::newest_version()) {
            return Problem{
                fmt::format(
                    "the database has schema version {}, this syncctl knows versions up to {}",
                    line.version,
                    Migrator::newest_version()),
                "install a newer syncctl"};
        }
        return Problem{
            fmt::format("migration {} ({}) is not known to this syncctl", line.version, line.name),
            "use the syncctl that made the database, or put a backup in its place"};
    case MigrationState::applied:
    case MigrationState::pending:
        break;
    }
    return std::nullopt;
}

void refuse_bad_history(const Database& database, const std::vector<MigrationStatus>& status)
{
    // The last one counts: "too new" explains more than what follows from it.
    std::optional<Problem> newest;
    for (const auto& line : status) {
        if (auto problem = problem_of(line)) {
            newest = std::move(problem);
        }
    }
    if (newest) {
        throw Error{ErrorCode::wrong_schema,
                    fmt::format("{}: {}", in_quotes(database.path()), newest->message),
                    newest->hint};
    }
}

int applied_version(const std::vector<MigrationStatus>& status)
{
    int version = 0;
    for (const auto& line : status) {
        if (line.state == MigrationState::applied) {
            version = std::max(version, line.version);
        }
    }
    return version;
}

[[noreturn]] void throw_foreign_objects(const Database& database,
                                        const std::vector<std::string>& problems)
{
    throw Error{
        ErrorCode::foreign_database,
        fmt::format("{}: {}{}",
                    in_quotes(database.path()),
                    problems.front(),
                    problems.size() > 1 ? fmt::format(" (and {} more)", problems.size() - 1) : ""),
        "somebody edited the database: syncctl migrate verify lists it; put a backup in its place"};
}

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

/// `NAME.backup-YYYYMMDDTHHMMSSZ-vN` beside the file.
std::filesystem::path
backup_name(const std::filesystem::path& file, base::Timestamp now, int version)
{
    std::string stamp;
    for (const char letter : base::format_utc(now).substr(0, 19)) {
        if (letter != '-' && letter != ':') {
            stamp += letter;
        }
    }
    const auto name = with_suffix(file, fmt::format(".backup-{}Z-v{}", stamp, version).c_str());
    auto free_name = name;
    for (int number = 2; std::filesystem::exists(std::filesystem::symlink_status(free_name));
         ++number) {
        free_name = with_suffix(name, fmt::format("-{}", number).c_str());
    }
    return free_name;
}

void insert_applied(Database& database,
                    const EmbeddedMigration& migration,
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

void require_possible(int to, int current)
{
    if (to > Migrator::newest_version()) {
        throw Error{ErrorCode::usage,
                    fmt::format("there is no schema version {}; the newest is {}",
                                to,
                                Migrator::newest_version())};
    }
    if (to < current) {
        throw Error{
            ErrorCode::usage,
            fmt::format("the database has schema version {} already; `up` does not go back to {}",
                        current,
                        to),
            "syncctl migrate status"};
    }
}

} // namespace

std::string_view to_string(MigrationState state)
{
    switch (state) {
    case MigrationState::applied:
        return "applied";
    case MigrationState::pending:
        return "pending";
    case MigrationState::edited:
        return "edited";
    case MigrationState::unknown:
        return "unknown";
    case MigrationState::missing:
        break;
    }
    return "missing";
}

Migrator::Migrator(Database& database, const base::Clock& clock)
    : m_database{database}, m_clock{clock}
{
}

int Migrator::newest_version()
{
    return k_migrations.back().version;
}

std::vector<MigrationStatus> Migrator::status()
{
    auto history = read_history(m_database);
    std::vector<MigrationStatus> lines;
    for (const auto& migration : k_migrations) {
        const auto state = state_of(migration, history);
        const auto applied = history.find(migration.version);
        lines.push_back({.version = migration.version,
                         .name = std::string{migration.name},
                         .state = state,
                         .applied_at = applied == history.end() ? base::Timestamp{}
                                                                : applied->second.applied_at});
    }
    for (const auto& migration : k_migrations) {
        history.erase(migration.version);
    }
    for (const auto& [version, row] : history) {
        lines.push_back({.version = version,
                         .name = row.name,
                         .state = MigrationState::unknown,
                         .applied_at = row.applied_at});
    }
    std::sort(lines.begin(), lines.end(), [](const auto& one, const auto& other) {
        return one.version < other.version;
    });
    return lines;
}

std::vector<AppliedMigration> Migrator::up(int to)
{
    const auto lines = status();
    refuse_bad_history(m_database, lines);
    const int current = applied_version(lines);
    const int wanted = to == 0 ? newest_version() : to;
    require_possible(wanted, current);
    auto* handle = m_database.m_impl->handle.get();
    const auto problems =
        differences(read_objects(handle, m_database.path()),
                    current == 0 ? std::vector<SchemaObject>{} : expected_objects(current));
    if (!problems.empty()) {
        throw_foreign_objects(m_database, problems);
    }
    m_backup.clear();
    if (current < wanted && current > 0 && holds_data(m_database)) {
        const auto name = backup_name(m_database.m_impl->file, m_clock.now(), current);
        m_database.copy_to(name);
        m_backup = name;
    }
    std::vector<AppliedMigration> applied;
    const FreshFileWithoutSync without_sync{m_database, current == 0};
    for (const auto& migration : k_migrations) {
        if (migration.version <= current || migration.version > wanted) {
            continue;
        }
        const auto started = m_clock.monotonic();
        Transaction transaction{m_database};
        m_database.run_script(migration.text);
        m_database.run_script(fmt::format("PRAGMA user_version = {}", migration.version));
        const auto duration_ms = (m_clock.monotonic() - started).count();
        insert_applied(m_database, migration, m_clock.now(), duration_ms);
        transaction.commit();
        applied.push_back({.version = migration.version,
                           .name = std::string{migration.name},
                           .duration_ms = duration_ms});
    }
    return applied;
}

std::vector<std::string> Migrator::verify()
{
    std::vector<std::string> problems;
    const auto lines = status();
    for (const auto& line : lines) {
        if (const auto problem = problem_of(line)) {
            problems.push_back(problem->message);
        }
    }
    if (!problems.empty()) {
        return problems;
    }
    const int version = applied_version(lines);
    auto* handle = m_database.m_impl->handle.get();
    const auto user_version = query_integer(handle, m_database.path(), "PRAGMA user_version");
    if (user_version != version) {
        problems.push_back(fmt::format(
            "the file says schema version {}, its history says {}", user_version, version));
    }
    const auto expected = version == 0 ? std::vector<SchemaObject>{} : expected_objects(version);
    for (auto& difference : differences(read_objects(handle, m_database.path()), expected)) {
        problems.push_back(std::move(difference));
    }
    return problems;
}

void Migrator::require_current()
{
    const auto lines = status();
    refuse_bad_history(m_database, lines);
    const int version = applied_version(lines);
    auto* handle = m_database.m_impl->handle.get();
    const auto present = read_objects(handle, m_database.path());
    if (version == 0 && present.empty()) {
        throw Error{ErrorCode::wrong_schema,
                    fmt::format("{} has no schema yet", in_quotes(m_database.path())),
                    "syncctl setup"};
    }
    if (version != 0 && version < newest_version()) {
        throw Error{ErrorCode::wrong_schema,
                    fmt::format("{} has schema version {}, this syncctl needs {}",
                                in_quotes(m_database.path()),
                                version,
                                newest_version()),
                    "syncctl migrate up"};
    }
    const auto user_version = query_integer(handle, m_database.path(), "PRAGMA user_version");
    if (user_version != version) {
        throw Error{ErrorCode::wrong_schema,
                    fmt::format("{} says schema version {}, but its history says {}",
                                in_quotes(m_database.path()),
                                user_version,
                                version),
                    "somebody edited the database: put a backup in its place"};
    }
    if (fingerprint(present) == newest_fingerprint()) {
        return;
    }
    const auto foreign = differences(present, expected_objects(version));
    if (!foreign.empty()) {
        throw_foreign_objects(m_database, foreign);
    }
}

} // namespace syncctl::store
