// The file of the older Node.js tool is read and nothing else: not written, not believed.

#include "store_fixture.hpp"

#include "syncctl/store/older_database.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>

using namespace syncctl;
using namespace syncctl::test;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

class OlderFile {
public:
    OlderFile()
    {
        write_text(file, "");
        edit(file, read_text(fs::path{SYNCCTL_TEST_DATA} / "older_tool/database.sql"));
    }

    [[nodiscard]] store::OlderContent read() const { return store::read_older_database(file); }

    [[nodiscard]] std::optional<ErrorCode> refusal() const
    {
        return error_of([&] { static_cast<void>(read()); });
    }

    [[nodiscard]] std::string reason() const
    {
        return message_of([&] { static_cast<void>(read()); });
    }

    /// Name and content of every file in the folder.
    [[nodiscard]] std::map<std::string, std::string> everything() const
    {
        std::map<std::string, std::string> files;
        for (const auto& entry : fs::directory_iterator{folder.path()}) {
            files.emplace(entry.path().filename().string(),
                          entry.is_regular_file() ? read_text(entry.path()) : "");
        }
        return files;
    }

    TemporaryFolder folder;
    fs::path file = folder / "sync.db";
};

} // namespace

TEST_CASE("connectors, pairs, rules and links of the older tool are read", "[store][import]")
{
    const OlderFile older;

    const auto content = older.read();

    REQUIRE(content.connectors.size() == 3);
    CHECK(content.connectors[0].name == "Contoso DevOps");
    CHECK(content.connectors[0].endpoint == "Web Shop");
    CHECK(content.connectors[2].endpoint.empty());
    REQUIRE(content.pairs.size() == 2);
    CHECK(content.pairs[0].schedule == "*/15 * * * *");
    REQUIRE(content.types.size() == 3);
    CHECK(content.types[0].source == "Bug");
    CHECK(content.types[2].source.empty());
    CHECK(content.statuses[1].target == "In Progress");
    CHECK(content.fields[2].function == "azureToServiceDeskPriority");
    REQUIRE(content.links.size() == 7);
    CHECK(content.links[2].source_item == "103");
}

TEST_CASE("neither the file nor its folder changes, even where both may be written",
          "[store][import]")
{
    const OlderFile older;
    edit(older.file, "PRAGMA journal_mode = WAL");
    const auto before = older.everything();

    CHECK(older.read().links.size() == 7);

    CHECK(older.everything() == before);
}

TEST_CASE("changes that wait in a log are not overlooked", "[store][import]")
{
    const OlderFile older;
    const auto* const suffix = GENERATE("-wal", "-journal");
    write_text(older.folder / (std::string{"sync.db"} + suffix), "something");
    const auto before = older.everything();

    CHECK(older.refusal() == ErrorCode::locked);
    CHECK_THAT(older.reason(), Contains("the older tool is running"));

    CHECK(older.everything() == before);
}

TEST_CASE("what is no database of the older tool is refused with the reason", "[store][import]")
{
    const OlderFile older;
    std::string reason;
    auto code = ErrorCode::foreign_database;
    SECTION("text")
    {
        write_text(older.file, std::string(5000, 'a'));
        reason = "it is no SQLite file";
    }
    SECTION("empty")
    {
        write_text(older.file, "");
        reason = "it has no table 'connectors'";
    }
    SECTION("another schema")
    {
        edit(older.file, "ALTER TABLE sync_configs DROP COLUMN sync_filter");
        reason = "no such column: sync_filter";
    }
    SECTION("a table less")
    {
        edit(older.file, "DROP TABLE synced_items");
        reason = "it has no table 'synced_items'";
    }
    SECTION("a view in place of a table")
    {
        edit(older.file,
             "ALTER TABLE connectors RENAME TO other;"
             "CREATE VIEW connectors AS SELECT * FROM other");
        reason = "it has no table 'connectors'";
    }
    SECTION("a virtual table in place of a table")
    {
        edit(older.file,
             "DROP TABLE synced_items; CREATE VIRTUAL TABLE synced_items USING fts5 (a)");
        reason = "it has no table 'synced_items'";
    }
    SECTION("one of ours")
    {
        edit(older.file, "PRAGMA application_id = 0x7363746C");
        reason = "it is one of syncctl itself";
    }
    SECTION("a value without end")
    {
        edit(older.file, "UPDATE connectors SET name = printf('%.*c', 20000000, 'x') WHERE id = 1");
        reason = "larger than 16 MiB";
    }
    SECTION("a link")
    {
        fs::rename(older.file, older.folder / "elsewhere.db");
        fs::create_symlink(older.folder / "elsewhere.db", older.file);
        reason = "it is no regular file";
    }
    SECTION("nothing")
    {
        fs::remove(older.file);
        reason = "there is no file";
        code = ErrorCode::no_database;
    }
    SECTION("cut short")
    {
        auto text = read_text(older.file);
        write_text(older.file, text.substr(0, text.size() / 2));
        reason = "damaged";
        code = ErrorCode::damaged_database;
    }
    CHECK_THAT(older.reason(), Contains(reason));
    CHECK(older.refusal() == code);
}

TEST_CASE("a planted trigger does not run, and values of any type do no harm", "[store][import]")
{
    const OlderFile older;
    edit(older.file,
         "CREATE TRIGGER t AFTER INSERT ON connectors BEGIN DELETE FROM synced_items; END;"
         "UPDATE synced_items SET source_item_id = x'ff00', sync_config_id = 'one' WHERE id = 1;"
         "UPDATE synced_items SET target_item_id = CAST(x'ff' AS TEXT) WHERE id = 2;"
         "UPDATE sync_configs SET description = 7, is_active = 'yes', schedule_cron = 1.5;"
         "UPDATE sync_field_mappings SET transformation_function = zeroblob(1000)");

    const auto content = older.read();

    CHECK(content.links.size() == 7);
    CHECK(content.links[0].source_item.empty());
    CHECK(content.links[1].target_item.empty());
    CHECK(content.pairs[0].description == "7");
    CHECK(content.fields[0].function.empty());
}
