#include "store_fixture.hpp"

#include "syncctl/store/sole_use.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

using namespace syncctl;
using namespace syncctl::test;
using store::OpenMode;
using store::SoleUse;

namespace {

constexpr std::chrono::milliseconds k_short{30};

bool is_there(const std::filesystem::path& file)
{
    return std::filesystem::exists(file);
}

std::int64_t pairs_in(const std::filesystem::path& file)
{
    store::Database database{file, OpenMode::read_only};
    return static_cast<std::int64_t>(store::Store{database}.pairs.list().size());
}

} // namespace

TEST_CASE("a database in sole use is one file with all that was in its log", "[store][sole-use]")
{
    ReadyDatabase ready;
    ready.add_pair();
    const store::Database reader{ready.file, OpenMode::read_only};
    ready.close(); // somebody still reads, so the log stays
    REQUIRE(std::filesystem::file_size(ready.file.string() + "-wal") > 0);
    CHECK(error_of([&] { SoleUse{ready.file, k_short}; }) == ErrorCode::locked);
}

TEST_CASE("nobody gets at a database in sole use", "[store][sole-use]")
{
    ReadyDatabase ready;
    ready.add_pair();
    ready.close();

    SoleUse alone{ready.file, k_short};

    CHECK(alone.found() == SoleUse::Found::database);
    CHECK_FALSE(is_there(ready.file.string() + "-wal"));
    CHECK(error_of([&] {
              store::Database{ready.file, OpenMode::read_only, k_short};
          }) == ErrorCode::locked);
    CHECK(error_of([&] { SoleUse{ready.file, k_short}; }) == ErrorCode::locked);
}

TEST_CASE("a database that was in sole use is used again as before", "[store][sole-use]")
{
    ReadyDatabase ready;
    ready.add_pair();
    ready.close();
    {
        const SoleUse alone{ready.file, k_short};
    }
    CHECK(pairs_in(ready.file) == 1);
    ready.open();
    ready.add_pair("stories");
    ready.close();
    CHECK(rows_of(ready.file, "PRAGMA journal_mode") == std::vector<std::string>{"wal"});
    CHECK(pairs_in(ready.file) == 2);
}

TEST_CASE("a database is replaced as a whole, after a copy of it", "[store][sole-use]")
{
    ReadyDatabase ready;
    ready.add_pair();
    const auto backup = ready.folder / "backup.db";
    ready.database->copy_to(backup);
    ready.add_pair("stories");
    ready.close();
    const auto prepared = ready.folder / "prepared";
    {
        store::Database from{backup, OpenMode::read_only};
        store::prepare_replacement(from, prepared);
    }
    CHECK_FALSE(is_there(prepared.string() + "-wal"));
    CHECK(rows_of(prepared, "PRAGMA journal_mode") == std::vector<std::string>{"wal"});

    {
        SoleUse alone{ready.file, k_short};
        alone.copy_to(ready.folder / "kept.db");
        alone.replace_with(prepared);
    }

    CHECK(pairs_in(ready.file) == 1);
    CHECK(pairs_in(ready.folder / "kept.db") == 2);
    CHECK_FALSE(is_there(prepared));
    ready.open();
    CHECK(ready.database->integrity_problems().empty());
}

TEST_CASE("who had the database open when it was replaced writes nothing any more",
          "[store][sole-use]")
{
    ReadyDatabase ready;
    ready.add_pair();
    const auto copy = ready.folder / "copy.db";
    ready.database->copy_to(copy);
    std::filesystem::rename(copy, ready.file); // as somebody with mv would

    CHECK(error_of([&] { store::Transaction{*ready.database}; }) == ErrorCode::locked);
    CHECK_THAT(message_of([&] { store::Transaction{*ready.database}; }),
               Catch::Contains("was replaced or removed"));
}

TEST_CASE("a file that cannot be read is kept octet by octet, with its log", "[store][sole-use]")
{
    ReadyDatabase ready;
    ready.close();
    const auto whole = read_text(ready.file);
    const auto damaged = whole.substr(0, whole.size() - 100);
    write_text(ready.file, damaged);
    const auto kept = ready.folder / "kept.db";

    SoleUse alone{ready.file, k_short};
    REQUIRE(alone.found() == SoleUse::Found::damaged);
    alone.copy_to(kept);
    alone.remove();

    CHECK(read_text(kept) == damaged);
    CHECK_FALSE(is_there(ready.file));
}

TEST_CASE("an emptied file, and a database with a log that is none", "[store][sole-use]")
{
    ReadyDatabase ready;
    ready.close();
    write_text(ready.file, "");
    write_text(ready.file.string() + "-wal", "the log of before");
    const auto kept = ready.folder / "kept.db";

    SoleUse alone{ready.file, k_short};
    CHECK(alone.found() == SoleUse::Found::damaged);
    alone.copy_to(kept);
    alone.remove();

    CHECK(read_text(kept.string() + "-wal") == "the log of before");
    CHECK_FALSE(is_there(ready.file.string() + "-wal"));
}

TEST_CASE("no file, a foreign file and a link", "[store][sole-use]")
{
    const TemporaryFolder folder;
    CHECK(SoleUse(folder / "none.db", k_short).found() == SoleUse::Found::nothing);
    write_text(folder / "notes.txt", std::string(5000, 'a'));
    CHECK(error_of([&] { SoleUse{folder / "notes.txt", k_short}; }) == ErrorCode::foreign_database);
    ReadyDatabase ready;
    ready.close();
    std::filesystem::create_symlink(ready.file, folder / "link.db");
    CHECK(error_of([&] { SoleUse{folder / "link.db", k_short}; }) == ErrorCode::foreign_database);
}

TEST_CASE("a reader finds its way in after a change of the file was interrupted",
          "[store][sole-use]")
{
    ReadyDatabase ready;
    ready.add_pair();
    ready.close();
    // As after a kill in the middle of leaving WAL mode: a page was written, its journal is there.
    const auto journal = ready.file.string() + "-journal";
    {
        sqlite3* raw = nullptr;
        REQUIRE(sqlite3_open(ready.file.c_str(), &raw) == SQLITE_OK);
        for (const auto* sql :
             {"PRAGMA journal_mode = DELETE",
              "PRAGMA cache_size = 1; PRAGMA cache_spill = 1",
              "BEGIN",
              "UPDATE sync_configs SET name = 'half'",
              "CREATE TABLE big AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
              "SELECT i + 1 FROM n WHERE i < 200) SELECT randomblob(9000) FROM n"}) {
            REQUIRE(sqlite3_exec(raw, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
        }
        const auto half_written = read_text(ready.file);
        const auto its_journal = read_text(journal);
        sqlite3_close(raw);
        write_text(ready.file, half_written);
        write_text(journal, its_journal);
    }
    REQUIRE(std::filesystem::file_size(journal) > 0);

    store::Database reader{ready.file, OpenMode::read_only};

    CHECK(store::Store{reader}.pairs.list().front().name == "bugs");
    CHECK(reader.integrity_problems().empty());
}
