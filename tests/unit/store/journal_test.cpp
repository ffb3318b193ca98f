#include "store_fixture.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using namespace syncctl::test;

namespace {

model::Intent a_create(base::PairId pair, const std::string& origin)
{
    model::Intent intent;
    intent.pair = pair;
    intent.kind = model::IntentKind::create;
    intent.side = model::Side::target;
    intent.origin_item = origin;
    intent.item_type = "Incident";
    intent.marker = "syncctl:u:source:" + origin;
    intent.fields = {{"subject", std::string{"Printer on fire"}}, {"urgent", true}};
    intent.first_sent_at = *base::parse_utc("2026-01-02T03:04:05.006Z");
    return intent;
}

} // namespace

TEST_CASE("intents survive until their outcome is recorded", "[store][journal]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    std::vector<model::Intent> intents{a_create(pair, "1"), a_create(pair, "2")};
    model::Intent update;
    update.pair = pair;
    update.kind = model::IntentKind::update;
    update.side = model::Side::source;
    update.item = "1";
    intents.push_back(update);
    ready.store->journal.record(intents);
    CHECK(intents[0].id.value != 0);
    CHECK(intents[0].id != intents[1].id);
    ready.open();
    auto& journal = ready.store->journal;

    const auto open = journal.open_intents(pair);
    REQUIRE(open.size() == 3);
    CHECK(open[0].id == intents[0].id);
    CHECK(open[0].kind == model::IntentKind::create);
    CHECK(open[0].side == model::Side::target);
    CHECK(open[0].origin_item == "1");
    CHECK(open[0].marker == "syncctl:u:source:1");
    CHECK(open[0].item_type == "Incident");
    CHECK(open[0].fields == intents[0].fields);
    CHECK(open[0].first_sent_at == intents[0].first_sent_at);
    CHECK(open[2].item == "1");
    CHECK(journal.has_open_create(pair, model::Side::source, "2"));
    CHECK_FALSE(journal.has_open_create(pair, model::Side::target, "2"));
    CHECK_FALSE(journal.has_open_create(pair, model::Side::source, "3"));

    journal.finish(intents[1].id);
    CHECK_FALSE(journal.has_open_create(pair, model::Side::source, "2"));
    CHECK(journal.open_intents(pair).size() == 2);
}

TEST_CASE("a second create for the same item is refused while the first is open",
          "[store][journal]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    std::vector<model::Intent> first{a_create(pair, "1")};
    ready.store->journal.record(first);
    std::vector<model::Intent> again{a_create(pair, "2"), a_create(pair, "1")};

    CHECK(error_of([&] { ready.store->journal.record(again); }) == ErrorCode::failed);
    CHECK(ready.store->journal.open_intents(pair).size() == 1);
}

TEST_CASE("negative probes are counted with their time", "[store][journal]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    std::vector<model::Intent> intents{a_create(pair, "1")};
    auto& journal = ready.store->journal;
    journal.record(intents);

    journal.note_negative_probe(intents[0].id, ready.now());
    journal.note_negative_probe(intents[0].id, ready.now());

    CHECK(journal.open_intents(pair)[0].negative_probes == 2);
    CHECK(journal.open_intents(pair)[0].last_probe_at == ready.now());
}

TEST_CASE("a failing item waits in the retry queue with the time of its first failure",
          "[store][journal]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    auto& journal = ready.store->journal;
    const auto first = ready.now();
    journal.queue(pair, model::Side::source, "7", "too long", first);
    ready.clock.time.ms += 60'000;
    journal.queue(pair, model::Side::source, "7", "still too long", ready.now());
    journal.queue(pair, model::Side::target, "7", "other side", ready.now());

    const auto queued = journal.queued(pair);
    REQUIRE(queued.size() == 2);
    CHECK(queued[0].side == model::Side::source);
    CHECK(queued[0].item_id == "7");
    CHECK(queued[0].attempts == 2);
    CHECK(queued[0].reason == "still too long");
    CHECK(queued[0].since == first);

    journal.unqueue(pair, model::Side::source, "7");
    CHECK(journal.queued(pair).size() == 1);
    CHECK(journal.queued(pair)[0].side == model::Side::target);
}
