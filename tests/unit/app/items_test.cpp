#include "app_world.hpp"

#include "syncctl/app/items.hpp"
#include "syncctl/app/pairs.hpp"

#include <catch2/catch.hpp>

namespace syncctl::test {

namespace {

/// A pair `p` of `one` and `two` that maps Bug to Bug.
struct PairOfTwo {
    AppWorld world;

    PairOfTwo()
    {
        world.is_set_up();
        world.has_connector("one", "https://one.example", "a");
        world.has_connector("two", "https://two.example", "b");
        app::PairAddition addition;
        addition.name = "p";
        addition.source = "one";
        addition.target = "two";
        app::add_pair(world.workspace(), addition);
    }

    void has_mapping()
    {
        model::MappingRows rows;
        rows.types = {
            {.source_type = "Bug", .target_type = "Bug", .arrow = model::Arrow::both, .line = 1}};
        auto& store = world.workspace().writing();
        store.pairs.save_mapping(
            store.pairs.find("p")->id, "version: 1\n", rows, world.clock.now());
    }

    [[nodiscard]] ErrorCode link(const std::string& one, const std::string& other)
    {
        return code_of([&] {
            static_cast<void>(app::link_items(world.workspace(), {one, other, {}, false}));
        });
    }
};

} // namespace

TEST_CASE("two items become partners by hand and are queued for the next run", "[app]")
{
    PairOfTwo two;
    CHECK(two.link("one:1", "two:2") == ErrorCode::document);
    two.has_mapping();
    const auto item = app::link_items(two.world.workspace(), {"two:2", "one:1", {}, false});
    CHECK(item.source_item == "one:1");
    CHECK(item.target_item == "two:2");
    auto& store = two.world.workspace().reading();
    const auto pair = store.pairs.find("p")->id;
    const auto link = store.links.find(pair, model::Side::source, "1");
    REQUIRE(link);
    CHECK(link->sides.source.base.empty());
    CHECK(store.journal.queued(pair).size() == 2);
    CHECK(two.link("one:1", "two:1") == ErrorCode::failed);
    CHECK(two.link("one:2", "two:2") == ErrorCode::failed);
}

TEST_CASE("items that cannot be read are not linked", "[app]")
{
    PairOfTwo two;
    two.has_mapping();
    CHECK(two.link("one:1", "two:99") == ErrorCode::not_found);
    CHECK(two.link("one:1", "two:secret") == ErrorCode::forbidden);
    CHECK(two.link("one:1", "two:broken") == ErrorCode::unavailable);
    CHECK(two.link("one:1", "one:2") == ErrorCode::not_found);
    CHECK(two.link("one", "two:2") == ErrorCode::usage);
    CHECK(two.world.workspace()
              .reading()
              .journal.queued(two.world.workspace().reading().pairs.find("p")->id)
              .empty());
}

TEST_CASE("an unlinked item leaves links and queue, and only then", "[app]")
{
    PairOfTwo two;
    two.has_mapping();
    static_cast<void>(app::link_items(two.world.workspace(), {"one:1", "two:2", {}, false}));
    CHECK(app::unlink_item(two.world.workspace(), {"two:2", {}, true}).source_item == "one:1");
    CHECK(app::list_items(two.world.workspace(), {}).size() == 1);
    CHECK(app::unlink_item(two.world.workspace(), {"two:2", {}, false}).source_item == "one:1");
    CHECK(app::list_items(two.world.workspace(), {}).empty());
    CHECK(code_of([&] {
              static_cast<void>(app::unlink_item(two.world.workspace(), {"two:2", {}, false}));
          }) == ErrorCode::not_found);
}

TEST_CASE("an item that failed without a partner is listed, shown and retried", "[app]")
{
    PairOfTwo two;
    {
        auto& store = two.world.workspace().writing();
        store.journal.queue(store.pairs.find("p")->id,
                            model::Side::source,
                            "7:x",
                            "no such status",
                            two.world.clock.now());
    }
    const auto lines = app::list_items(two.world.workspace(), {.pair = {}, .state = "error"});
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].source_item == "one:7:x");
    CHECK(lines[0].error == "no such status");
    CHECK(app::show_item(two.world.workspace(), "one:7:x").size() == 1);
    CHECK(app::retry_items(two.world.workspace(), {.keys = {}, .is_all_failed = true, .pair = {}})
              .size() == 1);
    CHECK(app::retry_items(two.world.workspace(), {.keys = {"one:7:x"}, .pair = {}}).size() == 1);
    CHECK(app::list_items(two.world.workspace(), {.pair = {}, .state = "active"}).empty());
    CHECK(code_of([&] {
              static_cast<void>(
                  app::list_items(two.world.workspace(), {.pair = {}, .state = "eror"}));
          }) == ErrorCode::usage);
}

} // namespace syncctl::test
