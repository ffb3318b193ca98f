// F22 to F27: a write whose answer does not come, or does not say what became of it. Each write of
// a run in turn, stored or not.

#include "answer_faults.hpp"
#include "support/azure_world.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace syncctl::test;
namespace faults = syncctl::fakes::faults;

namespace {

/// A write of every kind towards either side, and one that takes two steps.
void prepare(AzureWorld& world)
{
    world.link_four();
    world.add_bug("new bug", "Active");
    world.add_issue("new issue");
    world.dev.edit(1, {{"System.Title", "printer on fire"}, {"System.State", "Closed"}});
    world.desk.edit(501, {{"System.Description", "<div>coffee</div>"}});
    world.dev.remove(2);
}

struct Write {
    const char* name;
    bool is_at_desk;
    syncctl::fakes::Matching matching;
    int skipped = 0; ///< writes like it that go well before
};

std::vector<Write> writes()
{
    return {{"create at the desk", true, {"POST", "/workitems/"}},
            {"create at dev", false, {"POST", "/workitems/"}},
            {"update at the desk, or second step of the create", true, {"PATCH", "/workitems/"}},
            {"the other one of these", true, {"PATCH", "/workitems/"}, 1},
            {"update at dev", false, {"PATCH", "/workitems/"}},
            {"deletion at the desk", true, {"DELETE", "/workitems/"}}};
}

void check_each(const std::vector<syncctl::fakes::Fault>& all)
{
    constexpr int k_partial = 3;
    constexpr int k_signed_out = 12; // a page in the place of an answer looks like that
    AzureWorld world;
    prepare(world);
    world.save();
    world.run();
    const auto expected = world.outcome();
    REQUIRE(world.heal(expected) == "");
    int met = 0;
    int planned = 0;
    int number = 0;
    for (const auto& write : writes()) {
        for (const auto& fault : all) {
            if (++number % fault_step(FAULT_STEP) != 0) {
                continue;
            }
            ++planned;
            world.restore();
            auto& tracker = write.is_at_desk ? world.desk : world.dev;
            tracker.next_requests(write.matching, fault, 1, write.skipped);
            // A network timeout of 30 s takes a second.
            world.environment = {
                {"CLOCK_POLL_MS", fault.name.rfind("stalled", 0) == 0 ? "3" : "0"}};

            const auto result = world.syncctl({"run", "p"});

            INFO(write.name << ": " << fault.name << "\n" << result.out << result.err);
            CHECK((result.exit == 0 || result.exit == k_partial || result.exit == k_signed_out));
            for (const auto& exchange : tracker.log()) {
                met += exchange.fault == fault.name ? 1 : 0;
            }
            world.environment.clear();
            world.dev.no_more_faults();
            world.desk.no_more_faults();
            CHECK(world.heal(expected) == "");
        }
    }
    CHECK(met == planned);
}

} // namespace

TEST_CASE("a write whose answer is lost or unreadable is made once, and everything ends in step",
          "[fault][azure_devops]")
{
    check_each(quick_faults());
}

TEST_CASE("a write whose answer does not come in time is made once", "[fault][azure_devops]")
{
    check_each(stalls());
}

TEST_CASE("a new item that does not reach its state in one run reaches it in the next",
          "[fault][azure_devops]")
{
    constexpr int k_always = 1000;
    AzureWorld world;
    world.add_bug("printer", "Active");
    world.save();
    world.run();
    const auto expected = world.outcome();
    for (const auto& fault :
         {faults::status_before(502), faults::status_after(502), faults::forbidden_403()}) {
        INFO(fault.name);
        world.restore();
        world.desk.next_requests({"PATCH", "/workitems/"}, fault, k_always);
        CHECK(world.syncctl({"run", "p", "-q"}).exit == 3);
        world.desk.no_more_faults();
        CHECK(world.heal(expected) == "");
        CHECK(world.dev.item(1)->fields["System.State"] == "Active");
    }
}
