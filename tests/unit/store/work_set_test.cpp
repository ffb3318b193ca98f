#include "store_fixture.hpp"

#include "syncctl/store/work_set.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using namespace syncctl::test;
using model::Side;
using store::WorkSet;

namespace {

model::Change a_change(const std::string& id, const std::string& revision, bool is_deleted = false)
{
    return {.id = id,
            .revision = {revision},
            .modified_at = *base::parse_utc("2026-02-03T04:05:06.007Z"),
            .is_deleted = is_deleted};
}

void add_one(WorkSet& set, Side side, const model::Change& change, bool keep_known = false)
{
    set.add(side, {&change, 1}, keep_known);
}

} // namespace

TEST_CASE("an item at the revision of our own last write is dropped", "[store][work_set]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    const auto link = ready.add_link(pair, "1", "2");
    WorkSet set{*ready.database, pair};

    add_one(set, Side::source, a_change("1", "source-1"));
    add_one(set, Side::target, a_change("2", "target-1"));
    CHECK(set.dropped() == 2);
    CHECK(set.link_count() == 0);

    add_one(set, Side::target, a_change("2", "target-2"));
    CHECK(set.dropped() == 2);
    REQUIRE(set.link_count() == 1);
    const auto touched = set.links({}, 10).front();
    CHECK(touched.link == link);
    CHECK(touched.is_touched == model::BothSides<bool>{false, true});
    CHECK(touched.is_deleted == model::BothSides<bool>{false, false});
}

TEST_CASE("a full run keeps known items", "[store][work_set]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    ready.add_link(pair, "1", "2");
    WorkSet set{*ready.database, pair};

    add_one(set, Side::source, a_change("1", "source-1"), true);

    CHECK(set.dropped() == 0);
    CHECK(set.links({}, 10).front().is_touched == model::BothSides<bool>{true, false});
}

TEST_CASE("changes of both sides meet in one link", "[store][work_set]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    ready.add_link(pair, "1", "2");
    WorkSet set{*ready.database, pair};

    add_one(set, Side::source, a_change("1", "source-2"));
    add_one(set, Side::target, a_change("2", "", true));
    // The same item listed twice, as an overlap does, and at the old revision: the change is not
    // forgotten.
    add_one(set, Side::source, a_change("1", "source-1"));

    REQUIRE(set.link_count() == 1);
    CHECK(set.deletion_count() == 1);
    const auto touched = set.links({}, 10).front();
    CHECK(touched.is_touched == model::BothSides<bool>{true, true});
    CHECK(touched.is_deleted == model::BothSides<bool>{false, true});
}

TEST_CASE("links of another pair are no business of this one", "[store][work_set]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    const auto other = ready.add_pair("other");
    ready.add_link(other, "1", "2");
    WorkSet set{*ready.database, pair};

    add_one(set, Side::source, a_change("1", "source-1"));
    set.add_all_links({true, true});

    CHECK(set.link_count() == 0);
    CHECK(set.unlinked_count(Side::source) == 1);
}

TEST_CASE(
    "an unlinked item is offered once, with its newest revision, until it is deleted or done with",
    "[store][work_set]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    WorkSet set{*ready.database, pair};
    add_one(set, Side::source, a_change("7", "r1"));
    add_one(set, Side::source, a_change("7", "r2"));
    add_one(set, Side::source, a_change("8", "r1"));
    add_one(set, Side::source, a_change("9", "r1"));
    add_one(set, Side::target, a_change("7", "t1"));
    add_one(set, Side::source, a_change("8", "", true));

    CHECK(set.unlinked_count(Side::source) == 2);
    CHECK(set.unlinked_count(Side::target) == 1);
    const auto items = set.unlinked(Side::source, 0, 10);
    REQUIRE(items.size() == 2);
    CHECK(items[0].item_id == "7");
    CHECK(items[0].revision.text == "r2");
    CHECK(items[0].modified_at == *base::parse_utc("2026-02-03T04:05:06.007Z"));
    CHECK(set.unlinked(Side::source, items[0].row, 10).front().item_id == "9");
    CHECK(set.unlinked(Side::source, 0, 1).size() == 1);

    set.forget_unlinked(Side::source, "7");
    CHECK(set.unlinked_count(Side::source) == 1);
    CHECK(set.unlinked_count(Side::target) == 1);
}

TEST_CASE("items and links can be added by hand", "[store][work_set]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    const auto first = ready.add_link(pair, "1", "2");
    const auto second = ready.add_link(pair, "3", "4");
    WorkSet set{*ready.database, pair};

    set.add_item(Side::target, "2");
    set.add_item(Side::source, "99");
    set.add_link(second, {false, false});
    set.add_link(first, {true, false});

    const auto links = set.links({}, 10);
    REQUIRE(links.size() == 2);
    CHECK(links[0].is_touched == model::BothSides<bool>{true, true});
    CHECK(links[1].is_touched == model::BothSides<bool>{false, false});
    CHECK(set.unlinked(Side::source, 0, 10).front().item_id == "99");

    set.add_all_links({false, true});
    CHECK(set.links(first, 10).front().is_touched == model::BothSides<bool>{false, true});
    CHECK(set.links({}, 1).size() == 1);
}

TEST_CASE("items whose key occurs once on each side match", "[store][work_set]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    WorkSet set{*ready.database, pair};
    const auto add = [&](Side side, const std::string& id, const std::string& key) {
        add_one(set, side, a_change(id, "r"));
        if (!key.empty()) {
            set.set_match_key(side, set.unlinked(side, 0, 100).back().row, key);
        }
    };
    add(Side::source, "s1", "unique");
    add(Side::source, "s2", "twice here");
    add(Side::source, "s3", "twice here");
    add(Side::source, "s4", "twice there");
    add(Side::source, "s5", "only here");
    add(Side::source, "s6", "");
    add(Side::target, "t1", "twice there");
    add(Side::target, "t2", "unique");
    add(Side::target, "t3", "twice there");
    add(Side::target, "t4", "twice here");
    add(Side::target, "t5", "");

    using Match = std::pair<std::string, std::string>;
    CHECK(set.unique_matches() == std::vector<Match>{{"s1", "t2"}});
    CHECK(set.common_key_count() == 3);
    std::vector<std::string> ambiguous;
    for (const auto side : model::k_sides) {
        for (const auto& item : set.ambiguous_matches(side)) {
            ambiguous.push_back(item.item_id);
        }
    }
    CHECK(ambiguous == std::vector<std::string>{"s2", "s3", "s4", "t1", "t3", "t4"});
}

TEST_CASE("every work set starts empty", "[store][work_set]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    const auto link = ready.add_link(pair, "1", "2");
    {
        WorkSet set{*ready.database, pair};
        set.add_link(link, {true, true});
        add_one(set, Side::source, a_change("7", "r1"));
    }
    WorkSet set{*ready.database, pair};
    CHECK(set.link_count() == 0);
    CHECK(set.unlinked_count(Side::source) == 0);
    CHECK(set.dropped() == 0);
}

TEST_CASE("a work set needs no right to write, for a dry run", "[store][work_set]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    ready.add_link(pair, "1", "2");
    ready.open(store::OpenMode::read_only);
    WorkSet set{*ready.database, pair};

    add_one(set, Side::source, a_change("1", "source-1"));
    add_one(set, Side::source, a_change("7", "r"));

    CHECK(set.dropped() == 1);
    CHECK(set.unlinked_count(Side::source) == 1);
}

TEST_CASE("the work set follows the transaction it is used in", "[store][work_set]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    WorkSet set{*ready.database, pair};
    add_one(set, Side::source, a_change("7", "r"));
    {
        const store::Transaction transaction{*ready.database};
        set.forget_unlinked(Side::source, "7");
    }
    CHECK(set.unlinked_count(Side::source) == 1);
}
