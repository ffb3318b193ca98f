// F7, F9 inside the process: every single storage call of SQLite fails during a whole run of the
// engine, between two trackers in memory that count what reaches them.

#include "support/failing_storage.hpp"
#include "support/pair_world.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <set>

using namespace syncctl;
using namespace syncctl::test;
using model::Side;

namespace {

constexpr std::size_t k_items = 8;

model::Fields a_bug(const std::string& title)
{
    return {{"Title", model::Value{title}}, {"State", model::Value{std::string{"New"}}}};
}

model::Fields an_incident(const std::string& subject)
{
    return {{"subject", model::Value{subject}}, {"status", model::Value{std::string{"Open"}}}};
}

/// Links, edits of both sides and new items of both sides.
void prepare(PairWorld& world)
{
    for (auto* tracker : {&world.source, &world.target}) {
        tracker->capabilities_given.settles_at_once = true;
    }
    for (const auto* name : {"one", "two"}) {
        world.source.add("Bug", a_bug(std::string{"bug "} + name));
        world.target.add("Incident", an_incident(std::string{"incident "} + name));
    }
    world.run();
    const auto bug = world.source.ids().front();
    world.source.edit(bug, "Notes", model::Value{std::string{"noted"}});
    world.target.edit(
        world.partner_of(Side::source, bug), "priority", model::Value{std::string{"High"}});
    for (const auto* name : {"three", "four"}) {
        world.source.add("Bug", a_bug(std::string{"bug "} + name));
        world.target.add("Incident", an_incident(std::string{"incident "} + name));
    }
}

/// Creates that reached a tracker, and that neither a link nor an intent knows.
int unaccounted_creates(PairWorld& world, std::size_t had_source, std::size_t had_target)
{
    const auto made = world.source.count() - had_source + world.target.count() - had_target;
    std::size_t known = world.links().size() - 4; // four were there before
    for (const auto& intent : world.open_intents()) {
        known += intent.kind == model::IntentKind::create ? 1 : 0;
    }
    return static_cast<int>(made) - static_cast<int>(std::min(known, made));
}

void check_heals(PairWorld& world)
{
    world.run();
    world.run();
    const auto writes = world.writes();
    world.run();
    CHECK(world.writes() == writes);
    const auto titles = world.source.all("Title");
    CHECK(titles == world.target.all("subject"));
    CHECK(titles.size() == k_items);
    CHECK(std::set<std::string>{titles.begin(), titles.end()}.size() == k_items);
    CHECK(world.source.all("Notes") == world.target.all("description"));
    CHECK(world.open_intents().empty());
    CHECK(world.store().database.integrity_problems().empty());
}

/// The next process on failing storage, and then another one on storage that works again.
/// \return true when a call was reached that failed
bool run_on(FailingStorage& storage, int n, int code, bool fails_once)
{
    PairWorld world;
    prepare(world);
    const auto had_source = world.source.count();
    const auto had_target = world.target.count();
    if (fails_once) {
        storage.fail_once(n, code);
    } else {
        storage.fail_from(n, code);
    }
    try {
        world.restart();
        world.run();
    } catch (const Error& error) {
        CHECK_FALSE(error.message().empty());
    }
    storage.work_again();
    world.restart();
    CHECK(unaccounted_creates(world, had_source, had_target) == 0);
    check_heals(world);
    return storage.has_failed();
}

} // namespace

TEST_CASE("whichever storage call fails in a run, no write leaves unrecorded, and it heals",
          "[fault][storage]")
{
    struct Failure {
        int code;
        bool fails_once;
        const char* name;
    };

    const auto failure =
        GENERATE(values<Failure>({{SQLITE_FULL, false, "a write, full for ever"},
                                  {SQLITE_IOERR_WRITE, true, "a write, once"},
                                  {SQLITE_IOERR_FSYNC, true, "a sync, once"},
                                  {SQLITE_IOERR_TRUNCATE, false, "a truncation, for ever"},
                                  {SQLITE_IOERR_READ, true, "a read, once"},
                                  {SQLITE_IOERR_READ, false, "a read, for ever"}}));
    FailingStorage storage;
    bool has_failed = true;
    int n = 0;
    while (has_failed && n < 300) {
        ++n;
        INFO("call " << n << " fails: " << failure.name);
        has_failed = run_on(storage, n, failure.code, failure.fails_once);
    }
    CHECK_FALSE(has_failed); // every call had its turn
    CHECK((n > 10 || failure.code == SQLITE_IOERR_TRUNCATE));
}
