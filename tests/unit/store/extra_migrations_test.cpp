// Migrations of an administrator: what they may do, and that nobody else minds them.

#include "store_fixture.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

using namespace syncctl;
using namespace syncctl::test;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

class ExtraWorld {
public:
    ExtraWorld() { fs::create_directory(folder()); }

    [[nodiscard]] fs::path folder() const { return ready.folder / "migrations"; }

    void has(const std::string& name, const std::string& text) const
    {
        write_text(folder() / name, text);
        fs::permissions(folder() / name, fs::perms{0600});
    }

    store::Migrator migrator()
    {
        return {*ready.database, ready.clock, store::read_extra_migrations(folder())};
    }

    [[nodiscard]] std::string refusal()
    {
        return message_of([&] { migrator().up(); });
    }

    ReadyDatabase ready;
};

constexpr const char* k_notes =
    "CREATE TABLE x_notes (id INTEGER PRIMARY KEY, text TEXT UNIQUE);\n";

} // namespace

TEST_CASE("extra tables, indexes and views are applied, and no other command minds them",
          "[store][migrator]")
{
    ExtraWorld world;
    world.has("10001_notes.sql", k_notes);
    world.has("10002_report.sql",
              "-- per pair\nCREATE INDEX x_notes_text ON x_notes (text);\n"
              "CREATE VIEW x_report AS SELECT name FROM sync_configs;\n"
              "INSERT INTO x_notes (text) SELECT name FROM connectors;\n"
              "ALTER TABLE x_notes ADD COLUMN more TEXT;\n"
              "ALTER TABLE x_notes RENAME COLUMN more TO other;\n"
              "ALTER TABLE x_notes DROP COLUMN other;\n"
              "UPDATE x_notes SET text = upper(text); DELETE FROM x_notes; DROP VIEW x_report;");
    auto migrator = world.migrator();

    CHECK(migrator.up().size() == 2);

    CHECK(migrator.up().empty());
    CHECK(migrator.verify().empty());
    CHECK_NOTHROW(world.ready.open());
    CHECK_NOTHROW(store::Migrator{*world.ready.database, world.ready.clock}.up());
    CHECK(store::Migrator{*world.ready.database, world.ready.clock}.verify().empty());
    const auto line = store::Migrator{*world.ready.database, world.ready.clock}.status().back();
    CHECK(line.version == 10002);
    CHECK(line.state == store::MigrationState::unchecked);
}

TEST_CASE("an extra migration that does anything else is refused with its line, and nothing stays",
          "[store][migrator]")
{
    const std::vector<std::pair<std::string, std::string>> refused{
        {"DELETE FROM connectors", "changes rows of 'connectors'"},
        {"UPDATE system_settings SET value = '1'", "changes rows of 'system_settings'"},
        {"INSERT INTO schema_migrations VALUES (10009, 'x', '', '', 0)", "'schema_migrations'"},
        {"DROP TABLE connectors", "'connectors'"},
        {"ALTER TABLE connectors ADD COLUMN x_more TEXT", "alters 'connectors'"},
        {"ALTER TABLE connectors RENAME TO x_connectors", "alters 'connectors'"},
        {"ALTER TABLE x_notes RENAME TO notes", "x_"},
        {"CREATE TABLE notes (id)", "makes or drops 'notes'"},
        {"CREATE TABLE X_notes2 (id)", "makes or drops 'X_notes2'"},
        {"CREATE TABLE x_counted (id INTEGER PRIMARY KEY AUTOINCREMENT)", "sqlite_sequence"},
        {"CREATE VIEW notes AS SELECT 1", "makes or drops 'notes'"},
        {"CREATE INDEX x_1 ON connectors (base_url)", "index 'x_1' of 'connectors'"},
        {"CREATE UNIQUE INDEX other ON x_notes (text)", "index 'other' of 'x_notes'"},
        {"CREATE TRIGGER x_t AFTER INSERT ON x_notes BEGIN SELECT 1; END", "a trigger"},
        {"CREATE TEMP TABLE x_t (id)", "something else"},
        {"CREATE VIRTUAL TABLE x_v USING fts5 (text)", "virtual table"},
        {"CREATE TABLE x_r (pair INTEGER REFERENCES sync_configs (id))", "refers to"},
        {"PRAGMA writable_schema = 1", "PRAGMA"},
        {"PRAGMA user_version = 3", "PRAGMA"},
        {"ATTACH '/tmp/x.db' AS other", "attaches"},
        {"COMMIT", "transaction"},
        {"ROLLBACK", "transaction"},
        {"SAVEPOINT a", "transaction"},
        {"ANALYZE", "x_"},
        {"VACUUM", "VACUUM"},
        {"DELETE FROM sqlite_schema", "sqlite_"},
        {"CREATE TABLE x_k AS SELECT encrypted_credentials FROM connectors", "sealed values"},
        {"CREATE TABLE x_k AS SELECT value FROM system_settings", "sealed values"},
        {"SELECT load_extension('/tmp/x.so')", "load_extension"},
        {"CREATE TABEL x_t (id)", "syntax error"},
        {"INSERT INTO x_notes (text) VALUES ('a'), ('a')", "UNIQUE"}};
    ExtraWorld world;
    const auto before = rows_of(world.ready.file, "SELECT count(*) FROM sqlite_schema");
    for (const auto& [statement, reason] : refused) {
        INFO(statement);
        world.has("10001_bad.sql", std::string{k_notes} + "\n" + statement + ";\n");
        CHECK_THAT(world.refusal(), Contains(reason));
        CHECK(error_of([&] { world.migrator().up(); }) == ErrorCode::document);
        CHECK_NOTHROW(world.ready.open());
        CHECK(rows_of(world.ready.file, "SELECT count(*) FROM sqlite_schema") == before);
    }
    world.has("10001_bad.sql", std::string{k_notes} + "\nDROP TABLE connectors;\n");
    CHECK_THAT(world.refusal(), Contains("10001_bad.sql:3: error: "));
}

TEST_CASE("the ways back of extra migrations are gone in their order, and leave nothing behind",
          "[store][migrator]")
{
    ExtraWorld world;
    world.has("10001_notes.sql", k_notes);
    world.has("10001_notes.down.sql", "DROP TABLE x_notes;");
    world.has("10002_more.sql", "CREATE TABLE x_more (id); INSERT INTO x_more VALUES (1), (2);");
    world.has("10002_more.down.sql", "DROP TABLE x_more;");
    world.migrator().up();
    auto migrator = world.migrator();

    const auto way = migrator.plan_down(10'001);
    REQUIRE(way.losses.size() == 1);
    CHECK(way.losses.front().what == "table x_more");
    CHECK(way.losses.front().rows == 2);
    SECTION("one")
    {
        CHECK(migrator.down(10'001).size() == 1);
        CHECK(migrator.verify().empty());
        CHECK(migrator.status().back().state == store::MigrationState::pending);
    }
    SECTION("all of them")
    {
        CHECK(migrator.down(10'000).size() == 2);
        CHECK_NOTHROW(store::Migrator{*world.ready.database, world.ready.clock}.require_current());
    }
    SECTION("further down they go first")
    {
        CHECK(error_of([&] {
                  store::Migrator{*world.ready.database, world.ready.clock}.down(8);
              }) == ErrorCode::usage);
        CHECK(migrator.down(8).front().version == 10'002);
        CHECK(migrator.verify().empty());
    }
    SECTION("one that leaves something behind")
    {
        world.has("10002_more.down.sql", "DELETE FROM x_more;");
        CHECK_THAT(message_of([&] { world.migrator().down(10'001); }), Contains("x_more"));
        CHECK(rows_of(world.ready.file, "SELECT count(*) FROM x_more").front() == "2");
    }
    SECTION("one that says nothing")
    {
        world.has("10002_more.down.sql", "-- DROP TABLE x_more;\n");
        CHECK_THAT(message_of([&] { world.migrator().down(10'001); }), Contains("no way back"));
    }
}

TEST_CASE("an extra migration that was edited, went away or was never applied is told by name",
          "[store][migrator]")
{
    ExtraWorld world;
    world.has("10001_notes.sql", k_notes);
    world.has("10002_more.sql", "CREATE TABLE x_more (id);");
    world.migrator().up();
    std::string expected;
    SECTION("edited")
    {
        world.has("10001_notes.sql", std::string{k_notes} + "-- more\n");
        expected = "migration 10001 (notes) was applied with another text";
    }
    SECTION("gone")
    {
        fs::remove(world.folder() / "10002_more.sql");
        expected = "migration 10002 (more) was applied, but";
    }
    SECTION("left out")
    {
        world.ready.close();
        edit(world.ready.file, "DELETE FROM schema_migrations WHERE version = 10001");
        world.ready.open();
        expected = "migration 10001 (notes) was never applied";
    }
    CHECK_THAT(world.refusal(), Contains(expected));
    CHECK_THAT(world.migrator().verify().front(), Contains(expected));
}

TEST_CASE("a planted trigger, virtual table or object without an extra migration is found",
          "[store][migrator]")
{
    ExtraWorld world;
    SECTION("no extra migration was ever applied")
    {
        world.ready.close();
        edit(world.ready.file, "CREATE TABLE x_planted (id)");
    }
    SECTION("a trigger")
    {
        world.has("10001_notes.sql", k_notes);
        world.migrator().up();
        world.ready.close();
        edit(world.ready.file,
             "CREATE TRIGGER x_t AFTER INSERT ON x_notes BEGIN DELETE FROM connectors; END");
    }
    SECTION("an index of a table of ours")
    {
        world.has("10001_notes.sql", k_notes);
        world.migrator().up();
        world.ready.close();
        edit(world.ready.file, "CREATE UNIQUE INDEX x_i ON connectors (base_url)");
    }
    CHECK(error_of([&] { world.ready.open(); }) == ErrorCode::foreign_database);
}

TEST_CASE("an object of the prefix that no file makes is found when the folder is named",
          "[store][migrator]")
{
    ExtraWorld world;
    world.has("10001_notes.sql", k_notes);
    world.migrator().up();
    world.ready.close();
    edit(world.ready.file, "CREATE TABLE x_other (id)");
    world.ready.open();

    CHECK_THAT(world.migrator().verify().front(), Contains("x_other"));
}

TEST_CASE("a folder of extra migrations is read whole or not at all", "[store][migrator]")
{
    ExtraWorld world;
    world.has("10001_notes.sql", k_notes);
    world.has("README", "other files are left alone");
    std::string expected;
    SECTION("gap")
    {
        world.has("10003_more.sql", k_notes);
        expected = "there is a migration 10003, but no 10002";
    }
    SECTION("twice")
    {
        world.has("10001_other.sql", k_notes);
        expected = "two migrations with the number 10001";
    }
    SECTION("number of the program's own")
    {
        world.has("0010_more.sql", k_notes);
        expected = "is not named as an extra migration";
    }
    SECTION("a way back from nothing")
    {
        world.has("10002_more.down.sql", "DROP TABLE x_more;");
        expected = "leads back from a migration that is not there";
    }
    SECTION("others may change it")
    {
        fs::permissions(world.folder() / "10001_notes.sql", fs::perms{0666});
        expected = "other users may change";
    }
    SECTION("others may put files into the folder")
    {
        fs::permissions(world.folder(), fs::perms{0777});
        expected = "other users may change";
    }
    SECTION("a link")
    {
        fs::rename(world.folder() / "10001_notes.sql", world.ready.folder / "elsewhere.sql");
        fs::create_symlink(world.ready.folder / "elsewhere.sql",
                           world.folder() / "10001_notes.sql");
        expected = "is not a regular file";
    }
    SECTION("not text")
    {
        world.has("10001_notes.sql", "\xff\xfe");
        expected = "is not UTF-8 text";
    }
    SECTION("too large")
    {
        world.has("10001_notes.sql", std::string(std::size_t{1 << 20} + 1, ' '));
        expected = "1048576";
    }
    SECTION("no folder")
    {
        fs::remove_all(world.folder());
        expected = "there is no folder";
    }
    CHECK_THAT(message_of([&] { static_cast<void>(store::read_extra_migrations(world.folder())); }),
               Contains(expected));
}

TEST_CASE("an unedited template is refused, not applied as nothing", "[store][migrator]")
{
    ExtraWorld world;
    world.has("10001_notes.sql", "-- CREATE TABLE x_notes (id);\n/* nothing */ ;\n");
    CHECK_THAT(world.refusal(), Contains("has no statement"));
}

TEST_CASE("the next pair of files is numbered after the last", "[store][migrator]")
{
    ExtraWorld world;
    CHECK(store::next_extra_migration(world.ready.folder / "new", "a").version == 10'001);
    world.has("10001_notes.sql", k_notes);
    const auto next = store::next_extra_migration(world.folder(), "team_report");
    CHECK(next.up.filename() == "10002_team_report.sql");
    CHECK(next.down.filename() == "10002_team_report.down.sql");
    for (const auto* name : {"", "../x", "Upper", "a b", "a;b"}) {
        INFO(name);
        CHECK(error_of([&] {
                  static_cast<void>(store::next_extra_migration(world.folder(), name));
              }) == ErrorCode::usage);
    }
}
