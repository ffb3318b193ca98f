#include "kill_sweep.hpp"

#include "kill_harness.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>

namespace syncctl::test {
namespace {

constexpr unsigned long k_seed = 20'261'124;
constexpr int k_quiet_every = 8;  ///< kills for one look at a run that has nothing to do
constexpr int k_double_every = 8; ///< kills for one pair of kills

unsigned long seed()
{
    const char* text = std::getenv("SYNCCTL_SEED");
    return text != nullptr ? std::strtoul(text, nullptr, 10) : k_seed;
}

long wanted_kills(const KillHarness& harness)
{
    const char* text = std::getenv("SYNCCTL_KILLS");
    if (text == nullptr) {
        return std::min<long>(KILLS_PER_SCENARIO, harness.places());
    }
    return std::string{text} == "all"
               ? harness.places()
               : std::min(std::max(1L, std::strtol(text, nullptr, 10)), harness.places());
}

class Sweep {
public:
    explicit Sweep(const KillScenario& scenario) : m_harness{scenario}, m_random{seed()} {}

    long run()
    {
        const auto count = wanted_kills(m_harness);
        const auto width = m_harness.places() / count;
        const auto offset = 1 + below(width);
        for (long i = 0; i < count; ++i) {
            // The stretch of place i, so that no place comes twice.
            const auto at = m_harness.places() * i / count + offset;
            attempt({.at = at, .checks_quiet = i % k_quiet_every == 0});
            if (i % k_double_every == 0) {
                attempt(
                    {.at = 1 + below(m_harness.places()), .again = 1 + below(m_harness.places())});
            }
        }
        // Places near the end may not come, where two threads sync more or less at once; and none
        // comes to a run that finds its rival at work.
        CHECK(m_single_kills >= (m_harness.scenario().has_rival ? count / 10 : count * 9 / 10));
        return m_kills;
    }

private:
    long below(long limit)
    {
        return static_cast<long>(m_random() % static_cast<unsigned long>(limit));
    }

    void attempt(const KillPlan& plan)
    {
        const auto trial = m_harness.try_kill(plan);
        INFO("seed " << seed() << "; again: " << m_harness.command_for(plan));
        CHECK(trial.violation == "");
        m_kills += trial.kills;
        m_single_kills += trial.kills > 0 && plan.again == 0 ? 1 : 0;
        m_violations += trial.violation.empty() ? 0 : 1;
        constexpr int k_enough = 5;
        REQUIRE(m_violations < k_enough);
    }

    KillHarness m_harness;
    std::mt19937 m_random;
    long m_kills = 0;
    long m_single_kills = 0;
    int m_violations = 0;
};

} // namespace

long sweep(const std::vector<KillScenario>& scenarios)
{
    long kills = 0;
    for (const auto& scenario : scenarios) {
        INFO(scenario.name);
        kills += Sweep{scenario}.run();
    }
    return kills;
}

} // namespace syncctl::test
