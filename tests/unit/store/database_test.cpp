#include "store_fixture.hpp"

#include "syncctl/store/statement.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using namespace syncctl::test;
using store::Database;
using store::OpenMode;

namespace {

std::int64_t pragma(Database& database, const std::string& name)
{
    auto rows = database.prepare("PRAGMA " + name);
    REQUIRE(rows.step());
    return rows.integer(0);
}

} // namespace

TEST_CASE("a connection is durable and hardened as the design asks", "[store][database]")
{
    ReadyDatabase ready;
    ready.database.reset(); // it made the schema, for which other rules hold
    Database database{ready.file, OpenMode::read_write};

    CHECK(rows_of(ready.file, "PRAGMA journal_mode") == std::vector<std::string>{"wal"});
    CHECK(pragma(database, "synchronous") == 2);
    CHECK(pragma(database, "foreign_keys") == 1);
    CHECK(pragma(database, "secure_delete") == 1);
    CHECK(pragma(database, "cell_size_check") == 1);
    CHECK(pragma(database, "wal_autocheckpoint") == 0);
    CHECK(pragma(database, "application_id") == 0x7363746C);
    CHECK(pragma(database, "user_version") == store::Migrator::newest_version());
    CHECK(error_of([&] { database.run_script("ATTACH ':memory:' AS other"); }).has_value());
    CHECK(error_of([&] { database.run_script("SELECT load_extension('x')"); }).has_value());
    CHECK(pragma(database, "trusted_schema") == 0);
}

TEST_CASE("the schema cannot be edited through a connection", "[store][database]")
{
    ReadyDatabase ready;
    auto& database = *ready.database;
    const store::Transaction transaction{database};
    database.run_script("PRAGMA writable_schema = ON");
    CHECK(error_of([&] { database.run_script("DELETE FROM sqlite_schema"); }).has_value());
}

TEST_CASE("a reader sees committed changes and cannot write", "[store][database]")
{
    ReadyDatabase ready;
    ready.add_pair();
    Database reader{ready.file, OpenMode::read_only};

    CHECK(store::Store{reader}.pairs.list().size() == 1);
    CHECK(reader.is_read_only());
    CHECK(error_of([&] { store::Transaction{reader}; }) == ErrorCode::io);
    ready.add_pair("stories");
    CHECK(store::Store{reader}.pairs.list().size() == 2);
}

TEST_CASE("a reader of a database at rest can be closed without harm", "[store][database]")
{
    ReadyDatabase ready;
    ready.add_pair();
    ready.close();
    {
        Database reader{ready.file, OpenMode::read_only};
        CHECK(store::Store{reader}.pairs.list().size() == 1);
    }
    ready.open();
    CHECK(ready.store->pairs.list().size() == 1);
    CHECK(ready.database->integrity_problems().empty());
}

TEST_CASE("a copy holds what is still in the log, and never replaces a file", "[store][database]")
{
    ReadyDatabase ready;
    ready.add_pair();
    const auto copy = ready.folder / "copy.db";

    ready.database->copy_to(copy);

    Database opened{copy, OpenMode::read_only};
    CHECK(store::Store{opened}.pairs.list().size() == 1);
    CHECK(error_of([&] { ready.database->copy_to(copy); }) == ErrorCode::io);
    CHECK(error_of([&] { ready.database->copy_to(ready.folder / "none/copy.db"); }).has_value());
}

TEST_CASE("a copy can be made by a reader", "[store][database]")
{
    ReadyDatabase ready;
    ready.add_pair();
    ready.open(OpenMode::read_only);

    ready.database->copy_to(ready.folder / "copy.db");

    CHECK(rows_of(ready.folder / "copy.db", "SELECT count(*) FROM sync_configs") ==
          std::vector<std::string>{"1"});
}

TEST_CASE("checkpoint empties the log and vacuum gives space back", "[store][database]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    {
        store::Transaction transaction{*ready.database};
        for (int item = 0; item < 2000; ++item) {
            ready.add_link(pair, "s" + std::to_string(item), "t" + std::to_string(item));
        }
        transaction.commit();
    }
    ready.database->checkpoint();
    CHECK(std::filesystem::file_size(ready.file.string() + "-wal") == 0);
    const auto full_size = std::filesystem::file_size(ready.file);
    ready.store->pairs.remove(pair);

    ready.database->vacuum();

    CHECK(std::filesystem::file_size(ready.file) < full_size * 3 / 4);
    CHECK(ready.database->integrity_problems().empty());
    CHECK(ready.database->quick_problems().empty());
    CHECK_NOTHROW(store::Migrator{*ready.database, ready.clock}.require_current());
}

TEST_CASE("removed rows leave no octet in the file after a checkpoint", "[store][database]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    ready.store->pairs.set_completed_basis(pair, "sensitive-octets-0123456789");
    ready.database->checkpoint();
    REQUIRE(read_text(ready.file).find("sensitive-octets") != std::string::npos);

    ready.store->pairs.set_completed_basis(pair, "");
    ready.database->checkpoint();

    CHECK(read_text(ready.file).find("sensitive-octets") == std::string::npos);
}

TEST_CASE("integrity problems name rows that refer to nothing", "[store][database]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    ready.add_link(pair, "1", "2");
    ready.close();
    edit(ready.file, "PRAGMA foreign_keys = OFF; DELETE FROM sync_configs");
    ready.open();

    CHECK_THAT(ready.database->integrity_problems(), Catch::Contains("synced_items"));
}
