#include "syncctl/app/setup.hpp"

#include "database_key.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"
#include "syncctl/store/migrator.hpp"

#include <fmt/format.h>

#include <optional>
#include <system_error>
#include <utility>

namespace syncctl::app {

namespace {

constexpr std::string_view k_webhook_setting = "webhook_secret";

/// The key of a database that has none yet.
struct NewKey {
    vault::FoundKey found;
    std::optional<std::string> parameters; ///< of the passphrase it is made from
};

/// A passphrase that was asked for, else what the sources give, else a new key file.
NewKey key_for_new_database(Workspace& workspace, SetupReport& report)
{
    const auto& sources = workspace.key_sources();
    if (sources.passphrase) {
        auto made = new_passphrase_key(*sources.passphrase, workspace.services().random);
        return {.found = std::move(made.found), .parameters = std::move(made.parameters)};
    }
    try {
        return {.found = vault::find_key(sources), .parameters = std::nullopt};
    } catch (const Error& error) {
        if (error.code() != ErrorCode::no_key || sources.default_file.empty()) {
            throw;
        }
    }
    auto text = vault::generate_key(workspace.services().random);
    base::make_private_directory(sources.default_file.parent_path());
    std::string content{text.reveal()};
    content += '\n';
    base::create_private_file(sources.default_file, content);
    base::wipe(content);
    report.made_key_file = sources.default_file;
    return {.found = vault::find_key(sources), .parameters = std::nullopt};
}

void seal_new_database(Workspace& workspace, store::Store& store, NewKey key)
{
    auto& random = workspace.services().random;
    const auto uuid = base::random_uuid(random);
    const auto key_id = key.found.key.id();
    const vault::Vault vault{std::move(key.found.key), uuid};
    auto webhook_secret = vault::generate_key(random);
    const auto sealed =
        vault.seal(webhook_secret.reveal(),
                   {.table = "system_settings", .column = "value", .row_uuid = k_webhook_setting},
                   random);
    store::Transaction transaction{store.database};
    store.settings.set_database_uuid(uuid);
    store.settings.set(k_webhook_setting, sealed);
    store.settings.set_passphrase_parameters(key.parameters);
    store.settings.add_active_key(key_id, workspace.now());
    count_seals(store.settings, vault, workspace.services().log);
    transaction.commit();
}

SetupStep migration_step(const std::vector<store::AppliedMigration>& applied)
{
    if (applied.empty()) {
        return {"migrations",
                "present",
                fmt::format("schema version {}", store::Migrator::newest_version())};
    }
    std::int64_t duration_ms = 0;
    for (const auto& migration : applied) {
        duration_ms += migration.duration_ms;
    }
    return {"migrations",
            "applied",
            fmt::format("{} up to version {} in {} ms",
                        base::counted(applied.size(), "migration"),
                        applied.back().version,
                        duration_ms)};
}

SetupStep schema_step(store::Migrator& migrator)
{
    const auto problems = migrator.verify();
    if (!problems.empty()) {
        throw Error{ErrorCode::foreign_database,
                    fmt::format("the schema is not the one of this version: {}", problems.front()),
                    "syncctl migrate verify"};
    }
    return {"schema", "verified", "tables, indexes and views are exactly the known ones"};
}

SetupStep statistics_step(store::Store& store)
{
    std::int64_t links = 0;
    const auto pairs = store.pairs.list();
    for (const auto& pair : pairs) {
        links += store.links.count(pair.id);
    }
    return {"statistics",
            "counted",
            fmt::format("{}, {}, {}",
                        base::counted(store.connectors.list().size(), "connector"),
                        base::counted(pairs.size(), "pair"),
                        base::counted(static_cast<std::size_t>(links), "link"))};
}

std::string next_command(store::Store& store)
{
    const auto pairs = store.pairs.list();
    if (!pairs.empty()) {
        return "syncctl status";
    }
    if (store.connectors.list().size() < 2) {
        return "syncctl connector add NAME --type files --url FOLDER";
    }
    return "syncctl pair add NAME --source CONNECTOR --target CONNECTOR";
}

SetupReport plan_setup(Workspace& workspace, bool is_new)
{
    SetupReport report;
    report.is_new_database = is_new;
    report.next_command = "syncctl setup";
    const auto path = workspace.database_path().string();
    if (is_new) {
        report.steps.push_back({"database", "would create", path});
        report.steps.push_back(
            {"migrations",
             "would apply",
             base::counted(static_cast<std::size_t>(store::Migrator::newest_version()),
                           "migration")});
        return report;
    }
    auto& store = workspace.unchecked(store::OpenMode::read_only);
    std::size_t pending = 0;
    for (const auto& migration :
         store::Migrator{store.database, workspace.services().clock}.status()) {
        pending += migration.state == store::MigrationState::pending ? 1U : 0U;
    }
    report.steps.push_back({"database", "present", path});
    report.steps.push_back({"migrations",
                            pending == 0 ? "present" : "would apply",
                            base::counted(pending, "pending migration")});
    return report;
}

} // namespace

SetupReport setup(Workspace& workspace, bool is_dry_run)
{
    const auto& path = workspace.database_path();
    std::error_code no_file;
    const bool is_new = std::filesystem::symlink_status(path, no_file).type() ==
                        std::filesystem::file_type::not_found;
    if (is_dry_run) {
        return plan_setup(workspace, is_new);
    }
    SetupReport report;
    report.is_new_database = is_new;
    vault::self_test(workspace.services().random);
    // The key comes before the file: a refused key leaves nothing behind.
    std::optional<NewKey> key;
    if (is_new) {
        key = key_for_new_database(workspace, report);
        if (path.has_parent_path()) {
            base::make_private_directory(path.parent_path());
        }
    }
    auto& store =
        workspace.unchecked(is_new ? store::OpenMode::create : store::OpenMode::read_write);
    report.steps.push_back({"database", is_new ? "created" : "present", path.string()});
    report.steps.push_back({"encryption self-test", "passed", "AES-256-GCM, HKDF-SHA-256"});

    store::Migrator migrator{store.database, workspace.services().clock};
    const auto applied = migrator.up();
    report.steps.push_back(schema_step(migrator));
    auto migrations = migration_step(applied);
    if (!migrator.backup().empty()) {
        migrations.detail += fmt::format(", backup {}", migrator.backup().string());
    }
    report.steps.push_back(std::move(migrations));

    if (!store.settings.active_key()) {
        // Nothing is sealed in it yet: a new file, or a setup that was interrupted before this
        // point.
        if (!key) {
            key = key_for_new_database(workspace, report);
        }
        seal_new_database(workspace, store, *std::exchange(key, std::nullopt));
        store.database.checkpoint();
    }
    workspace.require_key();
    report.steps.push_back({"key",
                            report.made_key_file.empty() ? "present" : "created",
                            report.made_key_file.empty()
                                ? fmt::format("key id {}", workspace.vault().key_id())
                                : fmt::format("key id {} in {}; keep a copy away from the database",
                                              workspace.vault().key_id(),
                                              report.made_key_file.string())});
    report.steps.push_back(statistics_step(store));
    report.next_command = next_command(store);
    return report;
}

} // namespace syncctl::app
