// The way back: exactly the schema before, or a clear word why not.

#include "store/schema_objects.hpp"
#include "store_fixture.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <sql/migrations.hpp>
#include <string>
#include <vector>

using namespace syncctl;
using namespace syncctl::test;
using Catch::Contains;

namespace {

/// The oldest version that a database can go back to.
constexpr int k_oldest = 2;

std::vector<std::string> objects_of(const std::filesystem::path& file)
{
    return rows_of(file, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2");
}

/// Queries for every row of the columns that the file has, but for what a way back takes away.
std::vector<std::string> queries_for_everything(const std::filesystem::path& file)
{
    return rows_of(file,
                   R"(SELECT 'SELECT ''' || t.name || ''', ' || group_concat(c.name)
                          || ' FROM ' || t.name
                          || iif(t.name = 'system_settings',
                                 ' WHERE key <> ''guard.max_daily_writes''', '')
                          || ' ORDER BY 1, 2, 3'
                      FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
                      WHERE t.type = 'table' AND t.name <> 'schema_migrations' GROUP BY t.name)");
}

std::vector<std::string> all_rows(const std::filesystem::path& file,
                                  const std::vector<std::string>& queries)
{
    std::vector<std::string> rows;
    for (const auto& query : queries) {
        for (auto& row : rows_of(file, query)) {
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

/// A pair with a link, a conflict, a mapping and what later versions have places for.
void fill(ReadyDatabase& ready)
{
    const auto pair = ready.add_pair();
    ready.add_link(pair, "1", "2");
    ready.close();
    edit(
        ready.file,
        "UPDATE connectors SET quiet_until = '2026-01-01T00:00:00.000Z', access_token = 'sc1:t', "
        "webhook_secret = 'sc1:w', encrypted_credentials = 'sc1:c';"
        "INSERT INTO due_items VALUES (1, 'source', '7', '2026-01-01T00:00:00.000Z');"
        "INSERT INTO sync_type_mappings (sync_config_id, sort_order, source_type, target_type, "
        "direction) VALUES (1, 0, 'Bug', 'Incident', 'both');"
        "INSERT INTO mapping_revisions VALUES (1, 1, 'version: 1', '2026-01-01T00:00:00.000Z', "
        "'ann');"
        "INSERT INTO sync_conflicts (synced_item_id, conflict_type, field_name, detected_at) "
        "VALUES (1, 'both_modified', 'Title', '2026-01-01T00:00:00.000Z');"
        "UPDATE synced_items SET source_identity = 5;"
        "UPDATE system_settings SET value = '7' WHERE key = 'guard.max_daily_writes';"
        "INSERT INTO connector_work_item_types (id, connector_id, type_name, type_id) "
        "VALUES (1, 1, 'Bug', 'Bug');"
        "INSERT INTO connector_statuses (work_item_type_id, status_name, status_value, "
        "status_category) VALUES (1, 'New', 'New', 'proposed');"
        "INSERT INTO connector_fields (work_item_type_id, field_name, field_reference, field_type) "
        "VALUES (1, 'Title', 'System.Title', 'text');"
        "INSERT INTO sync_status_mappings (sync_config_id, sort_order, source_status, direction, "
        "target_status) VALUES (1, 0, 'New', 'both', 'Open');"
        "INSERT INTO sync_field_mappings (sync_config_id, sort_order, source_field, target_field, "
        "direction) VALUES (1, 0, 'System.Title', 'subject', 'both');"
        "INSERT INTO sync_executions (id, sync_config_id, trigger_type, started_at, completed_at, "
        "status) VALUES (1, 1, 'manual', 'a', 'b', 'completed');"
        "INSERT INTO sync_errors (execution_id, error_type, message, created_at) "
        "VALUES (1, 'api', 'no', 'a');"
        "INSERT INTO meta VALUES ('database_uuid', 'u');"
        "INSERT INTO keyring (kid, state, created_at) VALUES ('0123456789abcdef', 'active', 'a');"
        "INSERT INTO sync_intents (sync_config_id, kind, side, origin_item_id, fields) "
        "VALUES (1, 'create', 'target', '9', '{}');"
        "INSERT INTO retry_queue (sync_config_id, side, item_id, reason, since) "
        "VALUES (1, 'source', '1', 'no', 'a');"
        "INSERT INTO watermarks VALUES (1, 'source', x'0102', 'a')");
    std::filesystem::copy_file(ready.file, ready.folder / "before.db");
    ready.open();
}

} // namespace

TEST_CASE("going back to any version gives exactly the schema of that version, and up again works",
          "[store][migrator]")
{
    for (int version = store::Migrator::newest_version() - 1; version >= k_oldest; --version) {
        INFO(version);
        ReadyDatabase ready;
        fill(ready);
        store::Migrator migrator{*ready.database, ready.clock};

        const auto reverted = migrator.down(version);

        CHECK(reverted.size() ==
              static_cast<std::size_t>(store::Migrator::newest_version() - version));
        CHECK(reverted.front().version == store::Migrator::newest_version());
        CHECK(migrator.verify().empty());
        CHECK(ready.database->integrity_problems().empty());
        CHECK_THAT(message_of([&] { migrator.require_current(); }), Contains("syncctl migrate up"));
        CHECK(rows_of(migrator.backup(), "PRAGMA user_version").front() ==
              std::to_string(store::Migrator::newest_version()));
        const auto queries = queries_for_everything(ready.file);
        const auto before = all_rows(ready.folder / "before.db", queries);
        CHECK(before.size() > 25);
        CHECK(all_rows(ready.file, queries) == before);
        migrator.up();
        CHECK_NOTHROW(migrator.require_current());
        CHECK(all_rows(ready.file, queries) == before);
    }
}

TEST_CASE("what going back loses is counted before: rows of tables, columns and settings",
          "[store][migrator]")
{
    ReadyDatabase ready;
    fill(ready);
    store::Migrator migrator{*ready.database, ready.clock};
    const auto before = rows_of(ready.file, "SELECT count(*) FROM sqlite_schema");

    std::vector<std::string> losses;
    for (const auto& loss : migrator.plan_down(k_oldest).losses) {
        losses.push_back(loss.what + ": " + std::to_string(loss.rows));
    }

    CHECK(losses == std::vector<std::string>{"column connectors.access_token: 2",
                                             "column connectors.quiet_until: 2",
                                             "column connectors.webhook_secret: 2",
                                             "table due_items: 1",
                                             "column mapping_revisions.created_by: 1",
                                             "column synced_items.source_identity: 1",
                                             "setting guard.max_daily_writes: 1"});
    CHECK(rows_of(ready.file, "SELECT count(*) FROM sqlite_schema") == before);
}

TEST_CASE("what would make the older program do something else keeps the database where it is",
          "[store][migrator]")
{
    ReadyDatabase ready;
    fill(ready);
    ready.close();
    int to = 0;
    std::string change;
    std::string reason;
    SECTION("a rule with a condition")
    {
        to = 6;
        change = "UPDATE sync_type_mappings SET conditions = '[1]'";
        reason = "a mapping uses conditions";
    }
    SECTION("a schedule in another zone")
    {
        to = 8;
        change = "UPDATE sync_configs SET schedule_cron = '0 3 * * *', time_zone = 'Europe/Berlin'";
        reason = "another zone than UTC";
    }
    SECTION("a write without a known outcome")
    {
        to = 3;
        change = "INSERT INTO sync_intents (sync_config_id, kind, side, fields, expected_revision) "
                 "VALUES (1, 'update', 'target', '{}', '7')";
        reason = "a write has no known outcome yet";
    }
    SECTION("a create that its tracker may not show yet")
    {
        to = 2;
        change = "INSERT INTO link_doubts VALUES (1, 'target', 'unseen_create', 'now')";
        reason = "may not be visible";
    }
    SECTION("the first schema has no place for keys")
    {
        to = 1;
        change = "SELECT 1";
        reason = "migration 2 (engine) has no way back";
    }
    edit(ready.file, change);
    const auto before = objects_of(ready.file);
    ready.open();
    store::Migrator migrator{*ready.database, ready.clock};

    CHECK_THAT(message_of([&] { migrator.down(to); }), Contains(reason));
    CHECK(error_of([&] { migrator.down(to); }) == ErrorCode::wrong_schema);

    CHECK(migrator.backup().empty());
    ready.close();
    CHECK(objects_of(ready.file) == before);
}

TEST_CASE("down takes a version below the present one only", "[store][migrator]")
{
    ReadyDatabase ready;
    store::Migrator migrator{*ready.database, ready.clock};
    for (const int to : {0, -1, store::Migrator::newest_version(), 99, 10'000, 10'001}) {
        INFO(to);
        CHECK(error_of([&] { migrator.down(to); }) == ErrorCode::usage);
    }
}

TEST_CASE("a planted object keeps a database from going back", "[store][migrator]")
{
    ReadyDatabase ready;
    ready.close();
    edit(ready.file, "CREATE VIEW other AS SELECT 1");
    ready.open_unchecked();
    store::Migrator migrator{*ready.database, ready.clock};

    CHECK(error_of([&] { migrator.down(8); }) == ErrorCode::foreign_database);
}

TEST_CASE("every migration but the first two has its way back, embedded octet for octet",
          "[store][migrator]")
{
    for (const auto& migration : sql::k_migrations) {
        INFO(migration.version);
        CHECK(migration.down.empty() == (migration.version <= k_oldest));
    }
}
