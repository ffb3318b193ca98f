#include "store_fixture.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

using namespace syncctl;
using namespace syncctl::test;
using Catch::Contains;

namespace {

std::string refusal_of_current(ReadyDatabase& ready)
{
    ready.open_unchecked();
    return message_of([&] { store::Migrator{*ready.database, ready.clock}.require_current(); });
}

std::optional<ErrorCode> code_of_current(ReadyDatabase& ready)
{
    ready.open_unchecked();
    return error_of([&] { store::Migrator{*ready.database, ready.clock}.require_current(); });
}

} // namespace

TEST_CASE("up brings a new file to the newest schema, once, without a backup", "[store][migrator]")
{
    TemporaryFolder folder;
    const StillClock clock;
    store::Database database{folder / "sync.db", store::OpenMode::create};
    store::Migrator migrator{database, clock};
    CHECK(migrator.status().front().state == store::MigrationState::pending);

    const auto applied = migrator.up();

    CHECK(applied.size() == static_cast<std::size_t>(store::Migrator::newest_version()));
    CHECK(migrator.up().empty());
    CHECK(migrator.backup().empty());
    CHECK(migrator.verify().empty());
    CHECK_NOTHROW(migrator.require_current());
    for (const auto& line : migrator.status()) {
        CHECK(line.state == store::MigrationState::applied);
        CHECK(line.applied_at == clock.time);
    }
}

TEST_CASE("a database without a schema and one with an old schema are told what to type",
          "[store][migrator]")
{
    TemporaryFolder folder;
    const StillClock clock;
    store::Database database{folder / "sync.db", store::OpenMode::create};
    store::Migrator migrator{database, clock};

    CHECK_THAT(message_of([&] { migrator.require_current(); }), Contains("syncctl setup"));
    migrator.up(1);
    CHECK(error_of([&] { migrator.require_current(); }) == ErrorCode::wrong_schema);
    CHECK_THAT(message_of([&] { migrator.require_current(); }), Contains("syncctl migrate up"));
    CHECK(migrator.verify().empty());
}

TEST_CASE("up makes a verified private backup beside a database that holds data",
          "[store][migrator]")
{
    TemporaryFolder folder;
    const StillClock clock;
    const auto file = folder / "sync.db";
    {
        store::Database database{file, store::OpenMode::create};
        store::Migrator{database, clock}.up(1);
    }
    edit(file,
         "INSERT INTO connectors (uuid, name, connector_type, base_url, created_at, updated_at) "
         "VALUES ('u', 'ado', 'files', '/x', 't', 't')");
    store::Database database{file, store::OpenMode::read_write};
    store::Migrator migrator{database, clock};

    migrator.up();

    CHECK(migrator.backup().filename() == "sync.db.backup-20260304T050607Z-v1");

    struct stat info {};

    REQUIRE(::stat(migrator.backup().c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
    CHECK(rows_of(migrator.backup(), "SELECT name FROM connectors") ==
          std::vector<std::string>{"ado"});
    CHECK(rows_of(migrator.backup(), "PRAGMA user_version") == std::vector<std::string>{"1"});
    CHECK_NOTHROW(migrator.require_current());
    CHECK_NOTHROW(store::Database{migrator.backup(), store::OpenMode::read_only});
}

TEST_CASE("a database of any earlier version becomes one of the newest with what is in it",
          "[store][migrator]")
{
    for (int version = 1; version < store::Migrator::newest_version(); ++version) {
        INFO(version);
        TemporaryFolder folder;
        const StillClock clock;
        const auto file = folder / "sync.db";
        {
            store::Database database{file, store::OpenMode::create};
            store::Migrator{database, clock}.up(version);
        }
        edit(file,
             "INSERT INTO connectors (uuid, name, connector_type, base_url, auth_type, "
             "encrypted_credentials, created_at, updated_at) VALUES ('u', 'ado', 'files', '/x', "
             "'secret', 'sc1:sealed', '2026-03-04T05:06:07.890Z', '2026-03-04T05:06:07.890Z')");
        store::Database database{file, store::OpenMode::read_write};
        store::Migrator migrator{database, clock};

        CHECK(static_cast<int>(migrator.up().size()) ==
              store::Migrator::newest_version() - version);

        CHECK_NOTHROW(migrator.require_current());
        store::ConnectorStore connectors{database};
        const auto connector = connectors.find("ado");
        REQUIRE(connector);
        CHECK(connector->sealed_credentials == "sc1:sealed");
        CHECK_FALSE(connectors.quiet_until(connector->id));
        CHECK_FALSE(connectors.access_token(connector->id));
    }
}

TEST_CASE("an edited, missing, unknown or too new migration is refused by name and nothing changes",
          "[store][migrator]")
{
    ReadyDatabase ready;
    ready.close();
    std::string change;
    std::string expected;
    SECTION("edited")
    {
        change = "UPDATE schema_migrations SET checksum = replace(checksum, substr(checksum, 1, "
                 "1), 'z') "
                 "WHERE version = 1";
        expected = "migration 1 (schema) was applied with another text";
    }
    SECTION("renamed")
    {
        change = "UPDATE schema_migrations SET name = 'other' WHERE version = 2";
        expected = "migration 2 (engine) was applied with another text";
    }
    SECTION("missing")
    {
        change = "DELETE FROM schema_migrations WHERE version = 1";
        expected = "migration 1 (schema) was never applied";
    }
    SECTION("too new")
    {
        change = "INSERT INTO schema_migrations SELECT 99, 'future', checksum, applied_at, 0 "
                 "FROM schema_migrations WHERE version = 1";
        expected = "schema version 99";
    }
    edit(ready.file, change);
    const auto before = read_text(ready.file);

    CHECK_THAT(refusal_of_current(ready), Contains(expected));
    CHECK(code_of_current(ready) == ErrorCode::wrong_schema);
    store::Migrator migrator{*ready.database, ready.clock};
    CHECK(error_of([&] { migrator.up(); }) == ErrorCode::wrong_schema);
    CHECK_THAT(migrator.verify().front(), Contains(expected.substr(0, 20)));
    ready.close();
    CHECK(read_text(ready.file) == before);
}

TEST_CASE("a planted trigger, view, table or index is found, and so is a missing one",
          "[store][migrator]")
{
    ReadyDatabase ready;
    ready.close();
    std::string change;
    std::string expected;
    SECTION("trigger")
    {
        change = "CREATE TRIGGER t AFTER UPDATE ON connectors BEGIN UPDATE connectors SET base_url "
                 "= 'x'; END";
        expected = "trigger 't' does not belong";
    }
    SECTION("view with the name of a table of ours")
    {
        change = "ALTER TABLE system_settings RENAME TO other_settings;"
                 "CREATE VIEW system_settings AS SELECT * FROM other_settings";
        expected = "view 'system_settings' does not belong";
    }
    SECTION("extra index")
    {
        change = "CREATE INDEX extra ON connectors (base_url)";
        expected = "index 'extra' does not belong";
    }
    SECTION("extra table")
    {
        change = "CREATE TABLE extra (a)";
        expected = "table 'extra' does not belong";
    }
    SECTION("missing index")
    {
        change = "DROP INDEX keyring_one_active";
        expected = "index 'keyring_one_active' is missing";
    }
    SECTION("altered table")
    {
        change = "ALTER TABLE meta ADD COLUMN extra TEXT";
        expected = "table 'meta' is not as syncctl made it";
    }
    edit(ready.file, change);

    CHECK(code_of_current(ready) == ErrorCode::foreign_database);
    store::Migrator migrator{*ready.database, ready.clock};
    std::string all;
    for (const auto& problem : migrator.verify()) {
        all += problem + "\n";
    }
    CHECK_THAT(all, Contains(expected));
    CHECK(error_of([&] { migrator.up(); }) == ErrorCode::foreign_database);
}

TEST_CASE("a file whose version number was edited is refused", "[store][migrator]")
{
    ReadyDatabase ready;
    ready.close();
    edit(ready.file, "PRAGMA user_version = 99");

    CHECK(code_of_current(ready) == ErrorCode::wrong_schema);
    CHECK(store::Migrator{*ready.database, ready.clock}.verify().size() == 1);
}

TEST_CASE("up refuses to go back or beyond the newest version", "[store][migrator]")
{
    ReadyDatabase ready;
    store::Migrator migrator{*ready.database, ready.clock};

    CHECK(error_of([&] { migrator.up(1); }) == ErrorCode::usage);
    CHECK(error_of([&] { migrator.up(99); }) == ErrorCode::usage);
}

TEST_CASE("a planted trigger does not run even before the schema is checked", "[store][migrator]")
{
    ReadyDatabase ready;
    ready.close();
    edit(ready.file,
         "CREATE TRIGGER t AFTER UPDATE ON system_settings BEGIN UPDATE system_settings SET value "
         "= '0'; END");
    ready.open_unchecked();

    ready.store->settings.set("log_retention_days", "30");

    CHECK(ready.store->settings.find("log_retention_days")->value == "30");
    CHECK(ready.store->settings.find("sync_batch_size")->value == "200");
}
