#include "store_fixture.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using namespace syncctl::test;

TEST_CASE("a link comes back as it was stored, by id and by either item", "[store][links]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    auto& links = ready.store->links;
    auto link = a_link(pair, "4711", "12");
    link.sides.source.base = {{"Title", std::string{"naïve [x]; 'y'"}},
                              {"Effort", model::Number{"9007199254740993"}},
                              {"Done", true},
                              {"Tags", model::List{"a", "b"}},
                              {"Owner", std::monostate{}}};
    link.sides.source.identity = -1;
    link.sides.target.identity = 4711;
    link.write_day = "2026-11-24";
    link.day_writes = 3;
    const auto id = links.insert(link);

    for (const auto& found : {links.find(id),
                              links.find(pair, model::Side::source, "4711"),
                              links.find(pair, model::Side::target, "12")}) {
        REQUIRE(found.has_value());
        CHECK(found->id == id);
        CHECK(found->pair == pair);
        CHECK(found->sides.source.item_id == "4711");
        CHECK(found->sides.target.item_id == "12");
        CHECK(found->sides.source.item_type == "Bug");
        CHECK(found->sides.target.item_type == "Incident");
        CHECK(found->sides.source.revision.text == "source-1");
        CHECK(found->sides.target.modified_at == link.sides.target.modified_at);
        CHECK(found->sides.source.base == link.sides.source.base);
        CHECK(found->sides.target.base == link.sides.target.base);
        CHECK(found->last_direction == "to_target");
        CHECK(found->first_synced_at == link.first_synced_at);
        CHECK(found->sync_count == 1);
        CHECK(found->sides.source.identity == -1);
        CHECK(found->sides.target.identity == 4711);
        CHECK(found->write_day == "2026-11-24");
        CHECK(found->day_writes == 3);
    }
    CHECK_FALSE(links.find(pair, model::Side::source, "12").has_value());
    CHECK_FALSE(links.find(base::PairId{pair.value + 1}, model::Side::source, "4711").has_value());
}

TEST_CASE("an item is linked at most once per pair, on either side", "[store][links]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    const auto other_pair = ready.add_pair("other");
    ready.add_link(pair, "1", "10");

    CHECK(error_of([&] { ready.add_link(pair, "1", "11"); }) == ErrorCode::failed);
    CHECK(error_of([&] { ready.add_link(pair, "2", "10"); }) == ErrorCode::failed);
    CHECK(ready.store->links.count(pair) == 1);
    CHECK_NOTHROW(ready.add_link(other_pair, "1", "10"));
    // Ids are exact text: these are other items.
    CHECK_NOTHROW(ready.add_link(pair, "01", "10 "));
    CHECK_NOTHROW(ready.add_link(pair, "9007199254740992", "1.0"));
    CHECK_NOTHROW(ready.add_link(pair, "9007199254740993", "1"));
}

TEST_CASE("an update writes everything but the identity", "[store][links]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    auto link = a_link(pair, "1", "2");
    link.id = ready.store->links.insert(link);
    link.sides.source.item_id = "changed";
    link.sides.source.revision = {"source-2"};
    link.sides.target.base = {};
    link.state = model::LinkState::conflict;
    link.sync_count = 7;

    ready.store->links.update(link);

    const auto found = *ready.store->links.find(link.id);
    CHECK(found.sides.source.item_id == "1");
    CHECK(found.sides.source.revision.text == "source-2");
    CHECK(found.sides.target.base.empty());
    CHECK(found.state == model::LinkState::conflict);
    CHECK(found.sync_count == 7);
}

TEST_CASE("a link whose identity was changed in the file is never used", "[store][links]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    const auto other_pair = ready.add_pair("other");
    const auto id = ready.add_link(pair, "1", "2");
    ready.close();
    SECTION("other source item")
    {
        edit(ready.file, "UPDATE synced_items SET source_item_id = '3'");
    }
    SECTION("other target item")
    {
        edit(ready.file, "UPDATE synced_items SET target_item_id = '3'");
    }
    SECTION("items exchanged")
    {
        edit(ready.file,
             "UPDATE synced_items SET source_item_id = target_item_id, target_item_id = "
             "source_item_id");
    }
    SECTION("other pair")
    {
        edit(ready.file,
             "UPDATE synced_items SET sync_config_id = " + std::to_string(other_pair.value));
    }
    SECTION("checksum")
    {
        edit(ready.file, "UPDATE synced_items SET row_checksum = row_checksum + 1");
    }
    ready.open();
    CHECK(error_of([&] { (void)ready.store->links.find(id); }) == ErrorCode::damaged_database);
}

TEST_CASE("pages walk over the links of one pair in order", "[store][links]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    const auto other = ready.add_pair("other");
    for (int item = 0; item < 25; ++item) {
        ready.add_link(pair, "s" + std::to_string(item), "t" + std::to_string(item));
        ready.add_link(other, "s" + std::to_string(item), "t" + std::to_string(item));
    }
    std::vector<std::string> seen;
    base::LinkId after;
    for (auto page = ready.store->links.page(pair, after, 10); !page.empty();
         page = ready.store->links.page(pair, after, 10)) {
        CHECK(page.size() <= 10);
        for (const auto& link : page) {
            CHECK(link.pair == pair);
            CHECK_FALSE(link.sides.source.base.empty());
            seen.push_back(link.sides.source.item_id);
        }
        after = page.back().id;
    }
    CHECK(seen.size() == 25);
    CHECK(seen.front() == "s0");
    CHECK(seen.back() == "s24");
    CHECK(ready.store->links.page(pair, {}, 1, false).front().sides.source.base.empty());
}

TEST_CASE("links are counted per pair and state", "[store][links]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    auto& links = ready.store->links;
    for (int item = 0; item < 5; ++item) {
        ready.add_link(pair, std::to_string(item), std::to_string(item));
    }
    auto link = *links.find(pair, model::Side::source, "3");
    link.state = model::LinkState::paused;
    links.update(link);

    CHECK(links.count(pair) == 5);
    const auto by_types = links.count_by_types(pair);
    REQUIRE(by_types.size() == 1);
    CHECK(by_types.front().links == 5);
    CHECK(links.count_in_state(pair, model::LinkState::active) == 4);
    CHECK(links.count_in_state(pair, model::LinkState::paused) == 1);
    CHECK(links.count_in_state(pair, model::LinkState::error) == 0);
    links.remove(link.id);
    CHECK(links.count(pair) == 4);
    CHECK_FALSE(links.find(link.id).has_value());
}

TEST_CASE("a doubt about a side of a link stands until it is cleared, and goes with the link",
          "[store][links]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    const auto id = ready.add_link(pair, "1", "10");
    auto& links = ready.store->links;
    constexpr auto k_coarse = model::Doubt::coarse_revision;
    links.doubt(id, model::Side::source, k_coarse, base::Timestamp{1000});
    links.doubt(id, model::Side::source, k_coarse, base::Timestamp{2000});
    links.doubt(id, model::Side::target, model::Doubt::unseen_create, base::Timestamp{3000});

    CHECK(links.doubted_since(id, model::Side::source, k_coarse) == base::Timestamp{2000});
    CHECK_FALSE(links.doubted_since(id, model::Side::target, k_coarse));
    CHECK(links.doubt_count(pair) == 2);
    links.clear_doubt(id, model::Side::source, k_coarse);
    CHECK_FALSE(links.doubted_since(id, model::Side::source, k_coarse));
    links.remove(id);
    CHECK(links.doubt_count(pair) == 0);
}
