#include "syncctl/app/restore.hpp"

#include "database_key.hpp"
#include "locks.hpp"

#include "syncctl/base/copy_name.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/store/migrator.hpp"
#include "syncctl/store/sole_use.hpp"
#include "syncctl/vault/file_digest.hpp"

#include <fmt/format.h>

#include <system_error>

namespace syncctl::app {

namespace fs = std::filesystem;

namespace {

/// "there is no database FILE" comes with advice for the database, not for a backup.
Error about_backup(const Error& error)
{
    return Error{error.code(),
                 "the backup cannot be used: " + error.message(),
                 "nothing was changed; try another backup"};
}

void require_same_digest(const fs::path& file, const BackupManifest& manifest)
{
    const auto digest = vault::digest_of_file(file);
    if (digest.sha256 != manifest.sha256) {
        throw Error{ErrorCode::damaged_database,
                    fmt::format("'{}' is not as it was made: its SHA-256 is not the one in '{}'",
                                file.string(),
                                manifest_of(file).string()),
                    "nothing was changed; try another backup"};
    }
}

void require_known_schema(store::Database& backup, const base::Clock& clock)
{
    store::Migrator migrator{backup, clock};
    for (const auto& line : migrator.status()) {
        if (line.state == store::MigrationState::unknown &&
            line.version > store::Migrator::newest_version()) {
            throw Error{ErrorCode::wrong_schema,
                        fmt::format("the backup has schema version {}, this syncctl knows versions "
                                    "up to {}",
                                    line.version,
                                    store::Migrator::newest_version()),
                        "nothing was changed; install a newer syncctl"};
        }
    }
    if (const auto problems = migrator.verify(); !problems.empty()) {
        throw Error{ErrorCode::foreign_database,
                    fmt::format("the backup is not as syncctl made it: {}", problems.front()),
                    "nothing was changed; try another backup"};
    }
}

void require_sound(store::Database& backup)
{
    if (const auto problems = backup.integrity_problems(); !problems.empty()) {
        throw Error{
            ErrorCode::damaged_database,
            fmt::format("the backup is damaged: {}", problems.substr(0, problems.find('\n'))),
            "nothing was changed; try another backup"};
    }
}

void require_its_key(store::Database& backup, const vault::KeySources& sources)
{
    store::Store store{backup};
    try {
        static_cast<void>(find_database_key(store, sources));
    } catch (const Error& error) {
        if (error.code() != ErrorCode::wrong_key) {
            throw;
        }
        throw Error{ErrorCode::wrong_key,
                    "the backup cannot be used: " + error.message(),
                    "give the key of the time when it was made, with --key-file for instance"};
    }
}

void look_at_present(Workspace& workspace, RestorePlan& plan)
{
    const auto& file = workspace.database_path();
    std::error_code unreadable;
    if (!fs::exists(fs::symlink_status(file, unreadable))) {
        plan.present = PresentDatabase::none;
        return;
    }
    try {
        auto& store = workspace.unchecked(store::OpenMode::read_only);
        plan.replaced = store::overview_of(store.database, workspace.services().clock);
        plan.present = PresentDatabase::sound;
    } catch (const Error& error) {
        const bool is_emptied = error.code() == ErrorCode::no_database &&
                                fs::is_regular_file(fs::symlink_status(file, unreadable));
        if (error.code() != ErrorCode::damaged_database && !is_emptied) {
            throw;
        }
        plan.present = PresentDatabase::damaged;
    }
    workspace.close();
}

void require_same_database(const RestorePlan& plan, const RestoreRequest& request)
{
    if (request.allows_other_database || plan.replaced.uuid.empty() ||
        plan.replaced.uuid == plan.backup.uuid) {
        return;
    }
    throw Error{ErrorCode::declined,
                fmt::format("'{}' is a backup of another database ({}), not of this one ({})",
                            request.file.string(),
                            plan.backup.uuid.empty() ? "without UUID" : plan.backup.uuid,
                            plan.replaced.uuid),
                "nothing was changed; add --other-database when that is what you want"};
}

/// Removes the prepared file unless it was put in its place.
class PreparedFile {
public:
    explicit PreparedFile(fs::path file) : m_file{std::move(file)} {}

    ~PreparedFile()
    {
        std::error_code gone;
        for (const auto* suffix : {"", "-wal", "-shm"}) {
            auto part = m_file;
            part += suffix;
            fs::remove(part, gone);
        }
    }

    PreparedFile(const PreparedFile&) = delete;
    PreparedFile& operator=(const PreparedFile&) = delete;

    [[nodiscard]] const fs::path& path() const { return m_file; }

private:
    fs::path m_file;
};

} // namespace

RestorePlan plan_restore(Workspace& workspace, const RestoreRequest& request)
{
    const auto& clock = workspace.services().clock;
    RestorePlan plan;
    std::error_code different;
    if (fs::equivalent(request.file, workspace.database_path(), different)) {
        throw Error{ErrorCode::usage, "the backup and the database are the same file"};
    }
    plan.manifest = read_manifest(request.file);
    std::optional<store::Database> backup;
    try {
        if (plan.manifest) {
            require_same_digest(request.file, *plan.manifest);
        }
        backup.emplace(request.file, store::OpenMode::read_only);
        require_sound(*backup);
        require_known_schema(*backup, clock);
        plan.backup = store::overview_of(*backup, clock);
    } catch (const Error& error) {
        if (error.hint().starts_with("nothing was changed")) {
            throw;
        }
        throw about_backup(error);
    }
    if (!plan.backup.key_id.empty()) {
        require_its_key(*backup, workspace.key_sources());
    }
    look_at_present(workspace, plan);
    require_same_database(plan, request);
    return plan;
}

RestoreReport restore_backup(Workspace& workspace, const RestoreRequest& request)
{
    RestoreReport report;
    const auto& database = workspace.database_path();
    if (database.has_parent_path()) {
        base::make_private_directory(database.parent_path());
    }
    const auto locks = lock_all_pairs(database);
    report.plan = plan_restore(workspace, request);
    workspace.close();
    const PreparedFile prepared{base::temporary_name_for(database)};
    {
        store::Database backup{request.file, store::OpenMode::read_only};
        store::prepare_replacement(backup, prepared.path());
    }
    store::SoleUse present{database};
    if (present.found() != store::SoleUse::Found::nothing) {
        report.safety_copy = base::copy_name(database, "before-restore", workspace.now());
        present.copy_to(report.safety_copy);
    }
    present.replace_with(prepared.path());
    report.needs_migration = report.plan.backup.schema_version < store::Migrator::newest_version();
    return report;
}

} // namespace syncctl::app
