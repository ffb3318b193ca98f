#include "connectors/files/change_listing.hpp"
#include "folder_fixture.hpp"

#include "syncctl/base/file.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <map>

namespace syncctl::tests {

namespace {

struct Listed {
    std::map<std::string, bool> is_deleted; ///< by id
    std::size_t changes = 0;
    std::size_t pages = 0;
    connectors::Watermark watermark;
    std::optional<std::size_t> items_seen;
};

Listed list(connectors::Connector& connector, const connectors::Watermark& since = {})
{
    const auto reader = connector.changes({.since = since, .filter = {}});
    Listed listed;
    while (auto page = reader->next()) {
        ++listed.pages;
        for (const auto& change : page->changes) {
            ++listed.changes;
            listed.is_deleted[change.id] = change.is_deleted;
            CHECK(change.revision.text.empty() == change.is_deleted);
        }
    }
    listed.watermark = reader->watermark();
    listed.items_seen = reader->items_seen();
    return listed;
}

} // namespace

TEST_CASE("the first listing has every item, the next one only what changed", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("1", "one");
    folder.has_bug("2", "two");
    folder.has_bug("30", "thirty");

    const Listed first = list(*connector);
    CHECK(first.is_deleted ==
          std::map<std::string, bool>{{"1", false}, {"2", false}, {"30", false}});
    CHECK(first.items_seen == 3U);

    const Listed unchanged = list(*connector, first.watermark);
    CHECK(unchanged.changes == 0);
    CHECK(unchanged.pages == 0);
    CHECK(unchanged.watermark == first.watermark);

    folder.has_bug("2", "two, edited");
    folder.has_bug("4", "four");
    CHECK(list(*connector, first.watermark).is_deleted ==
          std::map<std::string, bool>{{"2", false}, {"4", false}});
}

TEST_CASE("a change of size, time or file is noticed", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("1", "one");
    folder.has_bug("2", "two");
    folder.has_bug("3", "six");
    folder.age(folder.item("1"), 60'000);
    folder.age(folder.item("2"), 60'000);
    folder.age(folder.item("3"), 60'000);
    const Listed first = list(*connector);

    folder.has_bug("1", "one more");
    folder.age(folder.item("1"), 60'000);
    folder.has_bug("2", "owt");
    std::filesystem::copy_file(folder.item("3"), folder.items() / "copy");
    std::filesystem::last_write_time(folder.items() / "copy",
                                     std::filesystem::last_write_time(folder.item("3")));
    std::filesystem::rename(folder.items() / "copy", folder.item("3"));

    CHECK(list(*connector, first.watermark).changes == 3);
}

TEST_CASE("an item that is gone from the folder is reported as deleted", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("1", "one");
    folder.has_bug("2", "two");
    folder.has_bug("3", "three");
    const Listed first = list(*connector);

    std::filesystem::remove(folder.item("2"));
    std::filesystem::remove(folder.item("3"));

    const Listed second = list(*connector, first.watermark);
    CHECK(second.is_deleted == std::map<std::string, bool>{{"2", true}, {"3", true}});
    CHECK(second.items_seen == 1U);
    CHECK(list(*connector, second.watermark).changes == 0);
}

TEST_CASE("an emptied folder is no evidence for deletions and keeps its watermark", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("1", "one");
    folder.has_bug("2", "two");
    const Listed first = list(*connector);

    std::filesystem::remove(folder.item("1"));
    std::filesystem::remove(folder.item("2"));

    const Listed emptied = list(*connector, first.watermark);
    CHECK(emptied.changes == 0);
    CHECK(emptied.items_seen == 0U);
    CHECK(emptied.watermark == first.watermark);
}

TEST_CASE("a name missed while the folder was read is not a deletion", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("1", "one");
    folder.has_bug("2", "two");
    folder.has_bug("3", "three");
    const Listed first = list(*connector);
    const base::UniqueFd items{::open(folder.items().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    connectors::files::Listing incomplete =
        connectors::files::list_items(items.get(), folder.items());
    incomplete.entries.erase(incomplete.entries.begin() + 1);

    connectors::files::ChangeListing reader{
        items.get(), folder.items(), incomplete, first.watermark};

    CHECK_FALSE(reader.next().has_value());
    CHECK(reader.items_seen() == 3U);
    CHECK(reader.watermark() == first.watermark);
}

TEST_CASE("a damaged watermark lists everything and reports no deletion", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("1", "one");
    folder.has_bug("2", "two");
    const Listed first = list(*connector);
    std::filesystem::remove(folder.item("2"));

    for (const std::string& bytes : std::vector<std::string>{"x",
                                                             std::string(3, '\0'),
                                                             first.watermark.bytes.substr(1),
                                                             first.watermark.bytes + "y"}) {
        const Listed listed = list(*connector, {bytes});
        CHECK(listed.is_deleted == std::map<std::string, bool>{{"1", false}});
        CHECK(list(*connector, listed.watermark).changes == 0);
    }
}

TEST_CASE("a long listing comes in pages", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    for (int id = 1; id <= 2500; ++id) {
        folder.write_item(std::to_string(id), "{}");
    }

    const Listed first = list(*connector);
    CHECK(first.pages == 3);
    CHECK(first.is_deleted.size() == 2500);
    CHECK(list(*connector, first.watermark).changes == 0);
}

TEST_CASE("no item is opened for a listing", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("1", "one");
    ::mkfifo(folder.item("7").c_str(), 0600); // opening it would wait for ever

    CHECK(list(*connector).is_deleted == std::map<std::string, bool>{{"1", false}, {"7", false}});
}

TEST_CASE("names that are no item are mentioned once per listing", "[files]")
{
    const tests::FolderFixture folder;
    tests::RecordingLog log;
    const auto connector = folder.connect(&log);
    folder.write("items/notes.txt", "");
    folder.write_item("01", "{}");

    CHECK(list(*connector).changes == 0);

    REQUIRE(log.warnings.size() == 1);
    CHECK_THAT(log.warnings[0], Catch::Matchers::Contains("ignored 2 names"));
}

TEST_CASE("the id of a removed item is not given again, even after a restart", "[files]")
{
    const tests::FolderFixture folder;
    folder.has_bug("1", "one");
    folder.has_bug("9", "nine");
    const Listed first = list(*folder.connect());
    std::filesystem::remove(folder.item("9"));
    const Listed second = list(*folder.connect(), first.watermark);

    const auto restarted = folder.connect();
    CHECK(list(*restarted, second.watermark).changes == 0);
    const auto result = tests::write_one(
        *restarted, connectors::CreateItem{.type = "Story", .fields = {}, .marker = "m"});

    REQUIRE(std::holds_alternative<connectors::Done>(result));
    CHECK(std::get<connectors::Done>(result).item.id == "10");
}

} // namespace syncctl::tests
