// F22 to F27: a write whose answer does not come, or does not say what became of it. Each write of
// a run between Azure DevOps and ServiceDesk Plus in turn, stored or not.

#include "answer_faults.hpp"
#include "fakes/servicedesk_plus/fault.hpp"
#include "support/desk_world.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace syncctl::test;
using Edition = syncctl::fakes::FakeServiceDeskPlus::Edition;
using syncctl::fakes::Matching;
using syncctl::fakes::sdp::Switches;
namespace faults = syncctl::fakes::faults;
namespace requests = syncctl::fakes::sdp::requests;

namespace {

/// A write of every kind towards either side, and two that take two steps.
void prepare(DeskWorld& world)
{
    world.link_four();
    world.add_bug("new bug", "Active");
    world.add_incident("new incident", "In Progress");
    world.dev.edit(1, {{"System.Title", "printer on fire"}, {"System.State", "Closed"}});
    world.desk.edit(world.incident("keyboard"), {{"description", "<div>coffee</div>"}});
    world.dev.remove(2);
}

struct Write {
    const char* name;
    bool is_at_desk;
    Matching matching;
    int skipped = 0; ///< writes like it that go well before
};

std::vector<Write> writes()
{
    return {{"create at the desk", true, requests::k_creates},
            {"create at dev", false, {"POST", "/workitems/"}},
            {"edit at the desk, before it is closed", true, requests::k_edits},
            {"closing at the desk", true, {"PUT", "close"}},
            {"update at dev, or second step of the create", false, {"PATCH", "/workitems/"}},
            {"the other one of these", false, {"PATCH", "/workitems/"}, 1},
            {"trash at the desk", true, {"DELETE", "/requests/"}}};
}

std::vector<Write> creates()
{
    auto all = writes();
    all.resize(2);
    return all;
}

/// dev is the same beside either edition.
std::vector<Write> writes_at_desk()
{
    auto all = writes();
    std::erase_if(all, [](const Write& write) { return !write.is_at_desk; });
    return all;
}

/// And what this tracker has besides.
std::vector<syncctl::fakes::Fault> all_quick_faults()
{
    auto all = quick_faults();
    all.push_back(faults::internal_error_after());
    all.push_back(faults::maintenance_page());
    return all;
}

/// One request at a time: what is on its way already comes before a Retry-After is over.
DeskWorldOptions options_for(Edition edition)
{
    return {.edition = edition,
            .marker = edition == Edition::cloud ? "description" : "field",
            .settings = {"closure_code=Success", "closure_comments=by syncctl", "concurrency=1"}};
}

/// Searches and lists of the desk do not see a new request for a while.
void lag(DeskWorld& world)
{
    world.desk.change([](Switches& switches) {
        switches.index_lag_ms = 3'600'000;
        switches.list_lag_ms = 240'000;
    });
}

class LostAnswers {
public:
    explicit LostAnswers(DeskWorld& world) : m_world{world}
    {
        prepare(m_world);
        m_world.let_time_pass(); // lists that lag show all of it
        m_world.save();
        m_world.run();
        m_expected = m_world.outcome();
        REQUIRE(m_world.heal(m_expected) == "");
    }

    void check_each(const std::vector<Write>& all_writes,
                    const std::vector<syncctl::fakes::Fault>& all_faults)
    {
        for (const auto& write : all_writes) {
            for (const auto& fault : all_faults) {
                if (++m_number % fault_step(FAULT_STEP) == 0) {
                    check(write, fault);
                }
            }
        }
        CHECK(m_met == m_planned);
    }

private:
    void check(const Write& write, const syncctl::fakes::Fault& fault)
    {
        constexpr int k_partial = 3;
        constexpr int k_signed_out = 12; // a page in the place of an answer looks like that at dev
        ++m_planned;
        m_world.restore();
        auto& tracker =
            write.is_at_desk ? static_cast<syncctl::fakes::Traffic&>(m_world.desk) : m_world.dev;
        tracker.next_requests(write.matching, fault, 1, write.skipped);
        // A network timeout of 30 s takes a second.
        m_world.environment = {{"CLOCK_POLL_MS", fault.name.starts_with("stalled") ? "3" : "0"}};

        const auto result = m_world.syncctl({"run", "p"});

        INFO(write.name << ": " << fault.name << "\n" << result.out << result.err);
        CHECK((result.exit == 0 || result.exit == k_partial ||
               (result.exit == k_signed_out && !write.is_at_desk)));
        for (const auto& exchange : tracker.log()) {
            m_met += exchange.fault == fault.name ? 1 : 0;
        }
        m_world.environment.clear();
        m_world.dev.no_more_faults();
        m_world.desk.no_more_faults();
        CHECK(m_world.heal(m_expected) == "");
    }

    DeskWorld& m_world;
    std::string m_expected;
    int m_number = 0;
    int m_met = 0;
    int m_planned = 0;
};

} // namespace

TEST_CASE("on-premises: a write whose answer is lost or unreadable is made once, and everything "
          "ends in step",
          "[fault][servicedesk_plus]")
{
    DeskWorld world{options_for(Edition::on_premises)};
    LostAnswers{world}.check_each(writes(), all_quick_faults());
}

TEST_CASE("cloud: a write whose answer is lost or unreadable is made once, and everything ends in "
          "step",
          "[fault][servicedesk_plus]")
{
    DeskWorld world{options_for(Edition::cloud)};
    LostAnswers{world}.check_each(writes_at_desk(), all_quick_faults());
}

TEST_CASE("a write whose answer does not come in time is made once", "[fault][servicedesk_plus]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    DeskWorld world{options_for(edition)};
    LostAnswers{world}.check_each(edition == Edition::cloud ? writes_at_desk() : writes(),
                                  stalls());
}

TEST_CASE("a create whose answer is lost is made once where searches do not see it for a while",
          "[fault][servicedesk_plus]")
{
    auto options = options_for(GENERATE(Edition::on_premises, Edition::cloud));
    options.marker = GENERATE("field", "subject", "description");
    DeskWorld world{options};
    lag(world);
    LostAnswers{world}.check_each(
        creates(),
        {faults::lost_response(), faults::reset_before(), faults::internal_error_after()});
}
