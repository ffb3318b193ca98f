#include "store_fixture.hpp"

#include "syncctl/store/webhook_store.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using namespace syncctl::test;
using model::Side;
using store::WebhookStore;

namespace {

constexpr std::int64_t k_minute = 60'000;

const std::string k_digest(64, 'a');

struct WebhookWorld : ReadyDatabase {
    base::PairId pair = add_pair();
    base::ConnectorId source = store->pairs.find(pair)->source;
    WebhookStore webhooks{*database};

    std::size_t mark(const std::vector<std::string>& ids, Side side = Side::source)
    {
        return webhooks.mark_due(pair, side, ids, now());
    }

    void has_schedule()
    {
        auto scheduled = *store->pairs.find(pair);
        scheduled.schedule_cron = "@hourly";
        store->pairs.update(scheduled, now());
    }

    [[nodiscard]] std::vector<std::string> due()
    {
        std::vector<std::string> keys;
        for (const auto& item : webhooks.due_items(pair)) {
            keys.push_back(std::string{to_string(item.side)} + ":" + item.item_id);
        }
        return keys;
    }
};

} // namespace

TEST_CASE("an item is due once, by its pair and side, however often it is named", "[store]")
{
    WebhookWorld world;
    CHECK_FALSE(world.webhooks.has_due_items(world.pair));
    CHECK(world.mark({"7", "7", "8"}) == 3);
    world.mark({"7"});
    world.mark({"7"}, Side::target);
    CHECK(world.webhooks.has_due_items(world.pair));
    CHECK(world.due() == std::vector<std::string>{"source:7", "source:8", "target:7"});
}

TEST_CASE("an item that is named while a run looks at it stays due", "[store]")
{
    WebhookWorld world;
    world.mark({"7", "8"});
    const auto taken = world.webhooks.take_due_items(world.pair);
    REQUIRE(taken.size() == 2);
    SECTION("a moment later")
    {
        world.clock.time.ms += 1;
    }
    SECTION("with a clock that was set back")
    {
        world.clock.time.ms -= k_minute;
    }
    world.mark({"8"});
    world.webhooks.remove_due(world.pair, taken);
    CHECK(world.due() == std::vector<std::string>{"source:8"});
}

TEST_CASE("items that nobody finished with are due again", "[store]")
{
    WebhookWorld world;
    world.mark({"7"});
    static_cast<void>(world.webhooks.take_due_items(world.pair));
    CHECK(world.due() == std::vector<std::string>{"source:7"});
}

TEST_CASE("beyond so many items the pair is due as a whole", "[store]")
{
    WebhookWorld world;
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < WebhookStore::k_most_due; ++i) {
        ids.push_back(std::to_string(i + 1));
    }
    world.has_schedule();
    const auto next = [&] {
        return rows_of(world.file, "SELECT ifnull(next_sync_at, 'never') FROM sync_configs")
            .front();
    };
    CHECK(world.mark(ids) == WebhookStore::k_most_due);
    CHECK(next() == "never");
    CHECK(world.mark({"7", "0x"}) == 1); // what is due already takes no room
    CHECK(next() == base::format_utc(world.now()));
    CHECK(world.due().size() == WebhookStore::k_most_due);
    const auto before = next();
    world.clock.time.ms += k_minute;
    world.mark({"0y"});
    CHECK(next() == before); // it has been due since then
}

TEST_CASE("a pair without a schedule is never due as a whole", "[store]")
{
    WebhookWorld world;
    std::vector<std::string> ids;
    for (std::size_t i = 0; i <= WebhookStore::k_most_due; ++i) {
        ids.push_back(std::to_string(i + 1));
    }
    CHECK(world.mark(ids) == WebhookStore::k_most_due);
    CHECK(rows_of(world.file, "SELECT count(next_sync_at) FROM sync_configs").front() == "0");
}

TEST_CASE("a delivery counts once within ten minutes", "[store]")
{
    WebhookWorld world;
    CHECK(world.webhooks.note_delivery(world.source, k_digest, world.now()));
    world.clock.time.ms += 10 * k_minute - 1;
    CHECK_FALSE(world.webhooks.note_delivery(world.source, k_digest, world.now()));
    CHECK(world.webhooks.note_delivery(world.source, std::string(64, 'b'), world.now()));
    world.clock.time.ms += 1;
    CHECK(world.webhooks.note_delivery(world.source, k_digest, world.now()));
    world.clock.time.ms += 20 * k_minute;
    CHECK(world.webhooks.note_delivery(world.source, std::string(64, 'c'), world.now()));
    CHECK(rows_of(world.file, "SELECT count(*) FROM webhook_deliveries").front() == "1");
}

TEST_CASE("a clock that was set back does not keep a delivery from counting for ever", "[store]")
{
    WebhookWorld world;
    CHECK(world.webhooks.note_delivery(world.source, k_digest, world.now()));
    world.clock.time.ms -= 60 * k_minute;
    CHECK(world.webhooks.note_delivery(world.source, k_digest, world.now()));
}

TEST_CASE("once a run takes what is due, the same octets may speak of a later change", "[store]")
{
    WebhookWorld world;
    CHECK(world.webhooks.note_delivery(world.source, k_digest, world.now()));
    static_cast<void>(
        world.webhooks.take_due_items(world.pair)); // nothing was due: nothing looked at
    CHECK_FALSE(world.webhooks.note_delivery(world.source, k_digest, world.now()));
    world.mark({"7"});
    static_cast<void>(world.webhooks.take_due_items(world.pair));
    CHECK(world.webhooks.note_delivery(world.source, k_digest, world.now()));
}
