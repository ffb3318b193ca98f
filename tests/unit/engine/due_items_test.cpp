// Items that webhooks named: looked at first, each asked for once a run, and nothing else of a
// delivery does anything.

#include "support/borrowed_connector.hpp"
#include "support/pair_world.hpp"
#include "support/values.hpp"

#include "syncctl/store/webhook_store.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace syncctl;
using model::Side;
using model::Value;
using test::FakeTracker;
using test::PairWorld;
using test::text;

namespace {

/// Counts how often each item is asked for.
class CountingTracker final : public test::BorrowedConnector {
public:
    using BorrowedConnector::BorrowedConnector;

    std::map<std::string, int> reads;
    int listings = 0;

    [[nodiscard]] std::unique_ptr<connectors::ChangeReader>
    changes(const connectors::ChangeQuery& query) override
    {
        listings += 1;
        return BorrowedConnector::changes(query);
    }

    [[nodiscard]] std::vector<connectors::GetResult> get(std::span<const std::string> ids) override
    {
        for (const auto& id : ids) {
            reads[id] += 1;
        }
        return BorrowedConnector::get(ids);
    }
};

class DueWorld : public PairWorld {
public:
    explicit DueWorld(std::string_view mapping = test::k_plain_mapping) : PairWorld{mapping} {}

    CountingTracker counted_source{source};
    CountingTracker counted_target{target};

    std::string add_linked(const std::string& title)
    {
        auto id = source.add("Bug", {{"Title", text(title)}, {"State", text("New")}});
        run();
        return id;
    }

    void name(Side side, const std::vector<std::string>& ids)
    {
        store::WebhookStore{store().database}.mark_due(pair().id, side, ids, clock.now());
    }

    [[nodiscard]] std::size_t due()
    {
        return store::WebhookStore{store().database}.due_items(pair().id).size();
    }

    engine::RunReport run_counted(const engine::RunOptions& options = {})
    {
        clock.advance(std::chrono::minutes{1});
        counted_source.reads.clear();
        counted_target.reads.clear();
        engine::RunReport report;
        const engine::RunContext context{.store = store(),
                                         .source = counted_source,
                                         .target = counted_target,
                                         .clock = clock,
                                         .log = m_log,
                                         .stop = stop,
                                         .progress = {}};
        engine::run_pair(context, pair(), options, report);
        return report;
    }

    engine::RunReport run_due()
    {
        engine::RunOptions options;
        options.is_only_due = true;
        options.trigger = "webhook";
        return run_counted(options);
    }

private:
    base::NullLog m_log;
};

const std::string k_closing = std::string{test::k_plain_mapping} + "deletes: close\n";

} // namespace

TEST_CASE("a run for what is due carries it over without a listing, and it is due no more",
          "[engine][webhook]")
{
    DueWorld world;
    const auto named = world.add_linked("named");
    const auto other = world.add_linked("not named");
    world.source.edit(named, "Title", text("edited"));
    world.source.edit(other, "Title", text("edited as well"));
    world.name(Side::source, {named});
    const auto mark = world.store().pairs.watermark(world.pair().id, Side::source);
    const auto report = world.run_due();
    CHECK(report.counters.updated == 1);
    CHECK(world.store().pairs.watermark(world.pair().id, Side::source) == mark);
    CHECK(world.counted_source.listings + world.counted_target.listings == 0);
    CHECK(world.target.text(world.partner_of(Side::source, named), "subject") == "edited");
    CHECK(world.target.text(world.partner_of(Side::source, other), "subject") == "not named");
    CHECK(world.due() == 0);
    SECTION("the next listing goes on where the last one ended")
    {
        world.run();
        CHECK(world.target.text(world.partner_of(Side::source, other), "subject") ==
              "edited as well");
    }
}

TEST_CASE("every run takes what is due first", "[engine][webhook]")
{
    DueWorld world;
    const auto older = world.add_linked("older");
    const auto newer = world.add_linked("newer");
    world.source.edit(older, "Title", text("edited"));
    world.source.edit(newer, "Title", text("edited"));
    world.name(Side::source, {newer});
    engine::RunOptions options;
    options.limit = 1;
    world.run_counted(options);
    CHECK(world.target.text(world.partner_of(Side::source, newer), "subject") == "edited");
    CHECK(world.target.text(world.partner_of(Side::source, older), "subject") == "older");
    CHECK(world.due() == 1); // the run was cut short: it may have passed over one
    world.run();
    CHECK(world.due() == 0);
    CHECK(world.target.text(world.partner_of(Side::source, older), "subject") == "edited");
}

TEST_CASE("an item without partner that is named gets one", "[engine][webhook]")
{
    DueWorld world;
    world.add_linked("bystander");
    const auto bug = world.source.add("Bug", {{"Title", text("new")}, {"State", text("New")}});
    world.name(Side::source, {bug});
    CHECK(world.run_due().counters.created == 1);
    CHECK(world.target.text(world.partner_of(Side::source, bug), "subject") == "new");
    world.name(Side::source, {bug});
    CHECK(world.run_due().counters.created == 0);
    CHECK(world.run().counters.created == 0);
}

TEST_CASE("naming an item that nobody changed writes nothing", "[engine][webhook]")
{
    DueWorld world;
    const auto bug = world.add_linked("as it is");
    const auto incident = world.partner_of(Side::source, bug);
    const int writes = world.writes();
    for (int i = 0; i < 3; ++i) {
        world.name(Side::source, {bug});
        world.name(Side::target, {incident});
        CHECK(world.run_due().counters.failed == 0);
        CHECK(world.counted_source.reads[bug] <= 1);
        CHECK(world.counted_target.reads[incident] <= 1);
    }
    CHECK(world.writes() == writes);
}

TEST_CASE("what is not there is asked for once, told to nobody as an error, and due no more",
          "[engine][webhook]")
{
    DueWorld world{k_closing};
    world.add_linked("bystander");
    // New items on both sides: the survey reads them as well.
    const auto bug = world.source.add("Bug", {{"Title", text("new")}, {"State", text("New")}});
    const auto incident =
        world.target.add("Incident", {{"subject", text("other")}, {"status", text("Open")}});
    const auto forbidden = world.source.add("Bug", {{"Title", text("secret")}});
    world.source.will_forbid(forbidden);
    world.name(Side::source, {"4711", bug, forbidden});
    world.name(Side::target, {"4712", incident});
    const auto report = world.run_due();
    CHECK(report.counters.failed == 0);
    CHECK(report.warnings.empty());
    CHECK(world.errors().empty());
    CHECK(world.due() == 0);
    for (const auto& id : {std::string{"4711"}, bug, forbidden}) {
        INFO(id);
        CHECK(world.counted_source.reads[id] == 1);
    }
    CHECK(world.counted_target.reads["4712"] == 1);
    world.run_due();
    CHECK(world.counted_source.reads.empty());
}

TEST_CASE("what a listing shows and nobody may read stays an error, named or not",
          "[engine][webhook]")
{
    DueWorld world;
    world.add_linked("bystander");
    const auto bug = world.source.add("Bug", {{"Title", text("secret")}, {"State", text("New")}});
    world.source.will_forbid(bug);
    world.name(Side::source, {bug});
    CHECK(world.run_counted().counters.failed == 1);
    CHECK(world.counted_source.reads[bug] == 1);
    world.source.will_allow_everything();
    CHECK(world.run().counters.created == 1);
}

TEST_CASE("an item of another type is left alone", "[engine][webhook]")
{
    DueWorld world;
    world.add_linked("bystander");
    const auto task = world.source.add("Task", {{"Title", text("a task")}});
    const int writes = world.writes();
    world.name(Side::source, {task});
    CHECK(world.run_due().counters.failed == 0);
    CHECK(world.writes() == writes);
    CHECK(world.due() == 0);
}

TEST_CASE("a named item that was deleted is asked for once, and its partner is dealt with",
          "[engine][webhook]")
{
    DueWorld world{k_closing};
    for (int i = 0; i < 20; ++i) {
        world.add_linked("bystander");
    }
    const auto bug = world.add_linked("subject");
    const auto incident = world.partner_of(Side::source, bug);
    world.source.erase(bug);
    world.name(Side::source, {bug});
    world.run_due();
    CHECK(world.target.text(incident, "status") == "Done");
    CHECK(world.counted_source.reads[bug] == 1);
}

TEST_CASE("what cannot be read proves nothing about a linked item that is named",
          "[engine][webhook]")
{
    DueWorld world{k_closing};
    const auto bug = world.add_linked("subject");
    const auto incident = world.partner_of(Side::source, bug);
    world.source.will_forbid(bug);
    world.name(Side::source, {bug});
    CHECK(world.run_due().counters.failed == 1);
    CHECK(world.target.text(incident, "status") == "Open");
    CHECK(world.due() == 0); // the retry queue has it now
}

TEST_CASE("a flood of deletions stops at the guard, and everything stays due", "[engine][webhook]")
{
    DueWorld world{k_closing};
    std::vector<std::string> bugs;
    for (int i = 0; i < 15; ++i) {
        bugs.push_back(world.add_linked("subject"));
    }
    for (const auto& bug : bugs) {
        world.source.erase(bug);
    }
    world.name(Side::source, bugs);
    const int writes = world.writes();
    CHECK_THROWS_AS(world.run_due(), Error);
    CHECK(world.writes() == writes);
    CHECK(world.due() == bugs.size());
}

TEST_CASE("a run that comes to nothing leaves what is due", "[engine][webhook]")
{
    DueWorld world;
    const auto bug = world.add_linked("subject");
    world.name(Side::source, {bug});
    SECTION("a listing fails")
    {
        world.target.will_fail_listings(true);
        CHECK_THROWS_AS(world.run_counted(), Error);
    }
    SECTION("it only tells what it would do")
    {
        world.dry_run();
    }
    SECTION("it is for another item")
    {
        engine::RunOptions options;
        options.items = {{Side::source, "4711"}};
        world.run_counted(options);
    }
    SECTION("somebody stops it")
    {
        world.stop.request(2);
        world.run_counted();
    }
    CHECK(world.due() == 1);
}

TEST_CASE("an item that is named again while it is read is looked at again", "[engine][webhook]")
{
    DueWorld world;
    const auto bug = world.add_linked("subject");
    world.source.edit(bug, "Title", text("first"));
    world.name(Side::source, {bug});
    world.source.will_be_edited_after_the_read([&](FakeTracker& tracker) {
        tracker.edit(bug, "Title", text("second"));
        world.clock.advance(std::chrono::seconds{1});
        world.name(Side::source, {bug});
    });
    world.run_due();
    CHECK(world.due() == 1);
    world.run_due();
    CHECK(world.target.text(world.partner_of(Side::source, bug), "subject") == "second");
    CHECK(world.due() == 0);
}
