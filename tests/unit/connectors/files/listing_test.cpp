#include "connectors/files/listing.hpp"
#include "folder_fixture.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <catch2/catch.hpp>

namespace syncctl::connectors::files {

TEST_CASE("an id is a decimal number of at most 18 digits without leading zeros", "[files]")
{
    CHECK(parse_id("0") == 0U);
    CHECK(parse_id("7") == 7U);
    CHECK(parse_id("9007199254740992") == 9007199254740992U);
    CHECK(parse_id("9007199254740993") == 9007199254740993U);
    CHECK(parse_id("999999999999999999") == k_max_id);
    for (const char* text : {"",
                             "01",
                             "00",
                             "-1",
                             "+1",
                             "1 ",
                             " 1",
                             "1.0",
                             "1e3",
                             "0x1",
                             "abc",
                             "../1",
                             "9223372036854775808",
                             "18446744073709551616",
                             "1\n",
                             "null",
                             "true"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_id(text).has_value());
    }
    CHECK_FALSE(parse_id(std::string(10'000, '1')).has_value());
    CHECK_FALSE(parse_id(std::string_view{"1\0", 2}).has_value());
}

TEST_CASE("a listing takes items by their number and leaves other names alone", "[files]")
{
    const tests::FolderFixture folder;
    for (const char* id : {"10", "9", "0", "007", "1 ", "x"}) {
        folder.write_item(id, "{}");
    }
    folder.write("items/notes.txt", "");
    folder.write("items/.hidden.json", "");
    folder.write("items/.tmp-syncctl-1-1", "");
    folder.write("items/9.json~", "");
    const base::UniqueFd items{::open(folder.items().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};

    const Listing listing = list_items(items.get(), folder.items());

    REQUIRE(listing.entries.size() == 3);
    CHECK(listing.entries[0].id == 0);
    CHECK(listing.entries[1].id == 9);
    CHECK(listing.entries[2].id == 10);
    CHECK(listing.highest_id() == 10);
    CHECK(listing.ignored == 6);
    CHECK(listing.leftovers == std::vector<std::string>{".tmp-syncctl-1-1"});
    CHECK(holds_an_item(items.get(), folder.items()));
}

TEST_CASE("a listing of something that is no folder is an error, not an empty listing", "[files]")
{
    const tests::FolderFixture folder;
    const base::UniqueFd file{
        ::open((folder.path() / "tracker.json").c_str(), O_RDONLY | O_CLOEXEC)};

    CHECK_THROWS_AS(list_items(file.get(), "somewhere"), Error);
}

} // namespace syncctl::connectors::files
