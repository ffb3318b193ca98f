#include "store/schema_objects.hpp"
#include "store_fixture.hpp"

#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/store/statement.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <set>
#include <sql/all_queries.hpp>
#include <sql/migrations.hpp>
#include <string>

using namespace syncctl;
using namespace syncctl::test;

namespace {

/// A file with the first migration only.
struct FirstSchema {
    TemporaryFolder folder;
    std::filesystem::path file = folder / "sync.db";
    StillClock clock;

    FirstSchema()
    {
        store::Database database{file, store::OpenMode::create};
        store::Migrator{database, clock}.up(1);
    }
};

} // namespace

TEST_CASE("the first migration makes the 14 tables, 3 views and at least 20 indexes of the design",
          "[store][schema]")
{
    const FirstSchema first;

    CHECK(
        rows_of(first.file, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") ==
        std::vector<std::string>{"connector_fields",
                                 "connector_statuses",
                                 "connector_work_item_types",
                                 "connectors",
                                 "schema_migrations",
                                 "sync_configs",
                                 "sync_conflicts",
                                 "sync_errors",
                                 "sync_executions",
                                 "sync_field_mappings",
                                 "sync_status_mappings",
                                 "sync_type_mappings",
                                 "synced_items",
                                 "system_settings"});
    CHECK(rows_of(first.file, "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name") ==
          std::vector<std::string>{
              "v_active_sync_configs", "v_pending_conflicts", "v_sync_statistics"});
    const auto indexes = rows_of(
        first.file, "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL");
    CHECK(std::stoi(indexes.front()) >= 20);
}

TEST_CASE("the first migration stores the six default settings", "[store][schema]")
{
    const FirstSchema first;

    CHECK(rows_of(first.file, "SELECT key, value FROM system_settings ORDER BY key") ==
          std::vector<std::string>{"conflict_resolution_default|last-write-wins",
                                   "encryption_key_version|1",
                                   "log_retention_days|90",
                                   "max_concurrent_syncs|5",
                                   "sync_batch_size|200",
                                   "webhook_secret|"});
}

TEST_CASE("every table is STRICT and nothing else than tables, indexes and views exists",
          "[store][schema]")
{
    ReadyDatabase ready;
    ready.close();

    CHECK(rows_of(ready.file,
                  "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' "
                  "AND name NOT LIKE 'sqlite_%' AND strict = 0")
              .empty());
    CHECK(rows_of(ready.file,
                  "SELECT name FROM sqlite_schema WHERE type NOT IN ('table', 'index', 'view')")
              .empty());
}

TEST_CASE("every column that holds JSON refuses text that is none", "[store][schema]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    ready.add_link(pair, "1", "2");
    ready.close();

    for (const std::string change : {"UPDATE connectors SET metadata = '{'",
                                     "UPDATE connectors SET endpoint = 'x'",
                                     "UPDATE sync_configs SET sync_filter = ''",
                                     "UPDATE sync_configs SET options = '{]'",
                                     "UPDATE synced_items SET source_base = 'Title'",
                                     "UPDATE synced_items SET target_base = ''"}) {
        INFO(change);
        ready.open();
        const store::Transaction transaction{*ready.database};
        CHECK(error_of([&] { ready.database->run_script(change); }) == ErrorCode::failed);
    }
}

TEST_CASE("every query compiles against the newest schema", "[store][schema]")
{
    ReadyDatabase ready;
    store::Transaction transaction{*ready.database};
    for (const auto& query : sql::k_all_queries) {
        if (query.name.find(".create_") != std::string_view::npos) {
            ready.database->prepare(query.text).run();
        }
    }
    std::set<std::string_view> names;
    for (const auto& query : sql::k_all_queries) {
        INFO(query.name);
        // Those of the older tool's schema are tried on a file of that schema.
        if (!query.name.starts_with("older_database.")) {
            CHECK_NOTHROW(ready.database->prepare(query.text));
        }
        CHECK(query.text.back() == ';');
        CHECK(query.text.find(';') == query.text.size() - 1);
        CHECK(names.insert(query.name).second);
    }
    CHECK(names.size() > 80);
}

TEST_CASE("the fingerprint of the newest schema is up to date", "[store][schema]")
{
    CHECK(store::fingerprint(store::expected_objects(store::Migrator::newest_version())) ==
          store::newest_fingerprint());
}

TEST_CASE("sql/schema.sql is the schema that the migrations make", "[store][schema]")
{
    // `scripts/schema` sets the variable and so writes the file anew.
    const std::filesystem::path file{SYNCCTL_SOURCE_DIR "/sql/schema.sql"};
    ReadyDatabase ready;
    ready.close();
    std::string schema =
        "-- The newest schema, as the migrations make it. Written by scripts/schema; to change the "
        "schema, add a\n-- migration. A test of the store compares it.\n";
    for (const auto& object : rows_of(
             ready.file, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")) {
        schema += "\n" + object + ";\n";
    }
    if (std::getenv("SYNCCTL_WRITE_SCHEMA") != nullptr) {
        write_text(file, schema);
    }
    CHECK(read_text(file) == schema);
}

TEST_CASE("embedded SQL arrives octet for octet, brackets and semicolons included",
          "[store][schema]")
{
    for (const auto& migration : sql::k_migrations) {
        const auto number = std::to_string(migration.version);
        const auto name = std::string(4 - number.size(), '0') + number + "_" +
                          std::string{migration.name} + ".sql";
        INFO(name);
        const auto folder = std::filesystem::path{SYNCCTL_SOURCE_DIR} / "sql/migrations";
        CHECK(read_text(folder / name) == migration.text);
        if (!migration.down.empty()) {
            CHECK(read_text(folder / (name.substr(0, name.size() - 4) + ".down.sql")) ==
                  migration.down);
        }
    }
    REQUIRE(sql::k_migrations.front().version == 1);
}

TEST_CASE("the words of the program are the words that the tables allow", "[store][schema]")
{
    ReadyDatabase ready;
    auto& stores = *ready.store;
    const auto pair_id = ready.add_pair();
    auto pair = *stores.pairs.find(pair_id);
    const auto link_id = ready.add_link(pair_id, "1", "2");
    auto link = *stores.links.find(link_id);

    for (const auto direction : {model::Direction::both,
                                 model::Direction::source_to_target,
                                 model::Direction::target_to_source}) {
        pair.direction = direction;
        stores.pairs.update(pair, ready.now());
        CHECK(stores.pairs.find(pair_id)->direction == direction);
    }
    for (const auto state : {model::LinkState::conflict,
                             model::LinkState::error,
                             model::LinkState::source_deleted,
                             model::LinkState::target_deleted,
                             model::LinkState::paused,
                             model::LinkState::active}) {
        link.state = state;
        stores.links.update(link);
        CHECK(stores.links.find(link_id)->state == state);
    }
    for (const auto* const direction : {"to_source", "to_target", "both", ""}) {
        link.last_direction = direction;
        stores.links.update(link);
        CHECK(stores.links.find(link_id)->last_direction == direction);
    }
    const auto run = stores.executions.begin(pair_id, "manual", ready.now());
    for (const auto status : {model::ExecutionStatus::completed,
                              model::ExecutionStatus::completed_with_errors,
                              model::ExecutionStatus::failed,
                              model::ExecutionStatus::cancelled}) {
        model::Execution execution;
        execution.id = run;
        execution.pair = pair_id;
        execution.status = status;
        stores.executions.finish(execution, ready.now());
        CHECK(stores.executions.find(run)->status == status);
    }
    for (const auto* const trigger : {"manual", "scheduled", "webhook"}) {
        CHECK(stores.executions.find(stores.executions.begin(pair_id, trigger, ready.now()))
                  ->trigger == trigger);
    }
    for (const auto type : {model::SyncErrorType::connection,
                            model::SyncErrorType::authentication,
                            model::SyncErrorType::rate_limit,
                            model::SyncErrorType::validation,
                            model::SyncErrorType::mapping,
                            model::SyncErrorType::api,
                            model::SyncErrorType::internal}) {
        model::SyncError error;
        error.execution = run;
        error.type = type;
        error.created_at = ready.now();
        CHECK_NOTHROW(stores.executions.add_error(error));
    }
    for (const auto type : {model::ConflictType::both_modified,
                            model::ConflictType::deleted_source,
                            model::ConflictType::deleted_target,
                            model::ConflictType::type_mismatch}) {
        model::Conflict conflict;
        conflict.link = link_id;
        conflict.type = type;
        conflict.detected_at = ready.now();
        const auto id = stores.conflicts.insert(conflict);
        for (const auto take :
             {model::Take::source, model::Take::target, model::Take::newest, model::Take::set}) {
            stores.conflicts.decide(id, take, std::nullopt, "ann", ready.now());
            CHECK(stores.conflicts.find(id)->conflict.decision == take);
        }
    }
    for (const auto* const resolution : {"source",
                                         "target",
                                         "newest",
                                         "set",
                                         "agreed",
                                         "last-write-wins",
                                         "source-priority",
                                         "target-priority",
                                         "last-write-wins-tie",
                                         "one-way",
                                         "rule-removed"}) {
        model::Conflict conflict;
        conflict.link = link_id;
        conflict.field = resolution;
        conflict.detected_at = ready.now();
        const auto id = stores.conflicts.insert(conflict);
        stores.conflicts.close(id, resolution, "syncctl", ready.now());
        CHECK(stores.conflicts.find(id)->conflict.resolution == resolution);
    }
    for (const auto kind :
         {model::IntentKind::create, model::IntentKind::update, model::IntentKind::remove}) {
        for (const auto side : model::k_sides) {
            std::vector<model::Intent> intents(1);
            intents[0].pair = pair_id;
            intents[0].kind = kind;
            intents[0].side = side;
            CHECK_NOTHROW(stores.journal.record(intents));
        }
    }
    CHECK(stores.journal.open_intents(pair_id).size() == 6);
}
