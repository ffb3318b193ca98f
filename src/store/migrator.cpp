#include "syncctl/store/migrator.hpp"

#include "connection.hpp"
#include "database_impl.hpp"
#include "extra_script.hpp"
#include "file_checks.hpp"
#include "migrator_parts.hpp"
#include "schema_objects.hpp"
#include "sqlite_error.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/store/statement.hpp"
#include "syncctl/vault/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <sql/migrator.hpp>
#include <utility>

namespace syncctl::store {

namespace {

struct AppliedRow {
    std::string name;
    std::string checksum;
    base::Timestamp applied_at;
};

using History = std::map<int, AppliedRow>;

History read_history(Database& database)
{
    History history;
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

MigrationState state_of(const Migration& migration, const History& history)
{
    const auto applied = history.find(migration.version);
    if (applied == history.end()) {
        const bool has_later = std::any_of(history.begin(), history.end(), [&](const auto& row) {
            return row.first > migration.version &&
                   is_extra_version(row.first) == is_extra_version(migration.version);
        });
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

Problem edited_problem(const MigrationStatus& line)
{
    if (is_extra_version(line.version)) {
        return {fmt::format("migration {} ({}) was applied with another text than its file has now",
                            line.version,
                            line.name),
                "put the file back as it was, and write another migration for the change"};
    }
    return {fmt::format("migration {} ({}) was applied with another text than this syncctl has",
                        line.version,
                        line.name),
            "use the syncctl that made the database, or put a backup in its place: syncctl restore "
            "FILE"};
}

Problem unknown_problem(const MigrationStatus& line, const std::optional<ExtraMigrations>& extras)
{
    if (is_extra_version(line.version) && extras) {
        return {fmt::format("migration {} ({}) was applied, but {} does not hold it",
                            line.version,
                            line.name,
                            in_quotes(extras->folder)),
                "name the folder that it came from with --dir"};
    }
    if (line.version > Migrator::newest_version()) {
        return {
            fmt::format("the database has schema version {}, this syncctl knows versions up to {}",
                        line.version,
                        Migrator::newest_version()),
            "install a newer syncctl"};
    }
    return {fmt::format("migration {} ({}) is not known to this syncctl", line.version, line.name),
            "use the syncctl that made the database, or put a backup in its place: syncctl restore "
            "FILE"};
}

/// What is wrong with one line of the status; nullopt for what is as it should be.
std::optional<Problem> problem_of(const MigrationStatus& line,
                                  const std::optional<ExtraMigrations>& extras)
{
    switch (line.state) {
    case MigrationState::edited:
        return edited_problem(line);
    case MigrationState::missing:
        return Problem{fmt::format("migration {} ({}) was never applied, although later ones were",
                                   line.version,
                                   line.name),
                       "put a backup in its place: syncctl restore FILE"};
    case MigrationState::unknown:
        return unknown_problem(line, extras);
    case MigrationState::applied:
    case MigrationState::pending:
    case MigrationState::unchecked:
        break;
    }
    return std::nullopt;
}

int newest_of(const std::vector<MigrationStatus>& status, bool is_extra)
{
    int version = 0;
    for (const auto& line : status) {
        if ((line.state == MigrationState::applied || line.state == MigrationState::unchecked) &&
            is_extra_version(line.version) == is_extra) {
            version = std::max(version, line.version);
        }
    }
    return version;
}

} // namespace

std::vector<Migration> known_migrations(const std::optional<ExtraMigrations>& extras)
{
    std::vector<Migration> known{sql::k_migrations.begin(), sql::k_migrations.end()};
    if (extras) {
        for (const auto& extra : extras->migrations) {
            known.push_back({.version = extra.version,
                             .name = extra.name,
                             .text = extra.text,
                             .down = extra.down});
        }
    }
    return known;
}

void run_migration(sqlite3* handle,
                   const std::filesystem::path& database,
                   const Migration& migration,
                   std::string_view text,
                   const std::optional<ExtraMigrations>& extras)
{
    if (!is_extra_version(migration.version) || !extras) {
        execute(handle, database, std::string{text});
        return;
    }
    const auto* const ending = text.data() == migration.down.data() ? ".down.sql" : ".sql";
    run_extra_script(
        handle,
        (extras->folder / fmt::format("{}_{}{}", migration.version, migration.name, ending))
            .string(),
        text);
}

int applied_version(const std::vector<MigrationStatus>& status)
{
    return newest_of(status, false);
}

int applied_extra_version(const std::vector<MigrationStatus>& status)
{
    return newest_of(status, true);
}

void refuse_bad_history(const Database& database,
                        const std::vector<MigrationStatus>& status,
                        const std::optional<ExtraMigrations>& extras)
{
    // The last one counts: "too new" explains more than what follows from it.
    std::optional<Problem> newest;
    for (const auto& line : status) {
        if (auto problem = problem_of(line, extras)) {
            newest = std::move(problem);
        }
    }
    if (newest) {
        throw Error{ErrorCode::wrong_schema,
                    fmt::format("{}: {}", in_quotes(database.path()), newest->message),
                    newest->hint};
    }
}

Handle scratch_of(int version, int extra_version, const ExtraMigrations& extras)
{
    auto scratch = scratch_of(version);
    const std::optional<ExtraMigrations> all{extras};
    for (const auto& migration : known_migrations(all)) {
        if (is_extra_version(migration.version) && migration.version <= extra_version) {
            run_migration(scratch.get(), "(memory)", migration, migration.text, all);
        }
    }
    return scratch;
}

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
    case MigrationState::unchecked:
        return "unchecked";
    case MigrationState::missing:
        break;
    }
    return "missing";
}

Migrator::Migrator(Database& database,
                   const base::Clock& clock,
                   std::optional<ExtraMigrations> extras)
    : m_database{database}, m_clock{clock}, m_extras{std::move(extras)}
{
}

int Migrator::newest_version()
{
    return sql::k_migrations.back().version;
}

std::vector<MigrationStatus> Migrator::status()
{
    auto history = read_history(m_database);
    std::vector<MigrationStatus> lines;
    const auto known = known_migrations(m_extras);
    for (const auto& migration : known) {
        const auto state = state_of(migration, history);
        const auto applied = history.find(migration.version);
        lines.push_back({.version = migration.version,
                         .name = std::string{migration.name},
                         .state = state,
                         .applied_at = applied == history.end() ? base::Timestamp{}
                                                                : applied->second.applied_at});
    }
    for (const auto& migration : known) {
        history.erase(migration.version);
    }
    for (const auto& [version, row] : history) {
        const bool is_unchecked = is_extra_version(version) && !m_extras;
        lines.push_back(
            {.version = version,
             .name = row.name,
             .state = is_unchecked ? MigrationState::unchecked : MigrationState::unknown,
             .applied_at = row.applied_at});
    }
    std::sort(lines.begin(), lines.end(), [](const auto& one, const auto& other) {
        return one.version < other.version;
    });
    return lines;
}

std::vector<std::string> Migrator::foreign_objects(int version, int extra_version)
{
    auto present = read_objects(m_database.m_impl->handle.get(), m_database.path());
    if (extra_version != 0 && m_extras) {
        return differences(
            present, read_objects(scratch_of(version, extra_version, *m_extras).get(), "(memory)"));
    }
    if (extra_version != 0) {
        present = without_extra_objects(std::move(present));
    }
    return differences(present,
                       version == 0 ? std::vector<SchemaObject>{} : expected_objects(version));
}

void Migrator::refuse_foreign_objects(int version, int extra_version)
{
    const auto problems = foreign_objects(version, extra_version);
    if (!problems.empty()) {
        throw Error{
            ErrorCode::foreign_database,
            fmt::format("{}: {}{}",
                        in_quotes(m_database.path()),
                        problems.front(),
                        problems.size() > 1 ? fmt::format(" (and {} more)", problems.size() - 1)
                                            : ""),
            "somebody edited the database: syncctl migrate verify lists it; put a backup in its "
            "place"};
    }
}

std::vector<std::string> Migrator::verify()
{
    std::vector<std::string> problems;
    const auto lines = status();
    for (const auto& line : lines) {
        if (const auto problem = problem_of(line, m_extras)) {
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
    for (auto& difference : foreign_objects(version, applied_extra_version(lines))) {
        problems.push_back(std::move(difference));
    }
    return problems;
}

void Migrator::require_current()
{
    const auto lines = status();
    refuse_bad_history(m_database, lines, m_extras);
    const int version = applied_version(lines);
    const int extra_version = applied_extra_version(lines);
    auto* handle = m_database.m_impl->handle.get();
    auto present = read_objects(handle, m_database.path());
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
        throw Error{
            ErrorCode::wrong_schema,
            fmt::format("{} says schema version {}, but its history says {}",
                        in_quotes(m_database.path()),
                        user_version,
                        version),
            "somebody edited the database; put a backup in its place: syncctl restore FILE"};
    }
    if (extra_version != 0) {
        present = without_extra_objects(std::move(present));
    }
    if (fingerprint(present) != newest_fingerprint()) {
        refuse_foreign_objects(version, extra_version);
    }
}

std::vector<PairIdentity> Migrator::pairs()
{
    std::vector<PairIdentity> pairs;
    auto rows = m_database.prepare(sql::migrator::list_pairs);
    while (rows.step()) {
        pairs.push_back({.uuid = rows.text(0), .name = rows.text(1)});
    }
    return pairs;
}

} // namespace syncctl::store
