// The unlimited form of the kill tests: every place of every scenario by the preloaded module,
// every system call by strace, and random pairs of kills, until the time is over. Or one kill, to
// see it again.

#include "kill_harness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>

using namespace syncctl::test;

namespace {

constexpr const char* k_usage =
    "usage: kill_everywhere [--minutes N] [--seed S] [--scenario NAME]\n"
    "       kill_everywhere --scenario NAME (--kill N | --strace CALL:N) [--again N]\n"
    "       kill_everywhere --list\n";

struct Request {
    double minutes = 1;
    unsigned long seed = std::random_device{}();
    std::string scenario{};
    KillPlan plan{.checks_quiet = true};
    bool lists = false;

    [[nodiscard]] bool is_single() const { return plan.at > 0 || !plan.strace_call.empty(); }
};

Request parse(const std::vector<std::string>& words)
{
    Request request;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--list") {
            request.lists = true;
            continue;
        }
        if (i + 1 == words.size()) {
            throw std::invalid_argument{words[i]};
        }
        const auto& name = words[i];
        const auto& value = words[++i];
        if (name == "--minutes") {
            request.minutes = std::stod(value);
        } else if (name == "--seed") {
            request.seed = std::stoul(value);
        } else if (name == "--scenario") {
            request.scenario = value;
        } else if (name == "--kill") {
            request.plan.at = std::stol(value);
        } else if (name == "--again") {
            request.plan.again = std::stol(value);
        } else if (name == "--strace") {
            const auto colon = value.find(':');
            request.plan.strace_call = value.substr(0, colon);
            request.plan.strace_count = std::stol(value.substr(colon + 1));
        } else {
            throw std::invalid_argument{name};
        }
    }
    return request;
}

/// What one scenario still has to go through, and what came of it.
struct Campaign {
    explicit Campaign(const KillScenario& scenario) : harness{scenario} {}

    KillHarness harness;
    std::vector<KillPlan> singles{};
    std::vector<KillPlan> traced{};
    long tried = 0; ///< of the singles
    long traces = 0;
    long pairs = 0;
    long kills = 0;
    long resumed_runs = 0;
    long violations = 0;
};

void try_one(Campaign& campaign, const KillPlan& plan)
{
    const auto trial = campaign.harness.try_kill(plan);
    campaign.kills += trial.kills;
    campaign.resumed_runs += trial.resumed_runs;
    if (!trial.violation.empty()) {
        ++campaign.violations;
        fmt::print("VIOLATION in {}: {}  repeat: {}\n", //
                   campaign.harness.scenario().name,
                   trial.violation,
                   campaign.harness.command_for(plan));
        std::fflush(stdout);
    }
}

std::vector<std::unique_ptr<Campaign>> campaigns(const Request& request, std::mt19937& random)
{
    std::vector<std::unique_ptr<Campaign>> all;
    for (const auto& scenario : all_scenarios()) {
        if (!request.scenario.empty() && scenario.name != request.scenario) {
            continue;
        }
        auto& campaign = *all.emplace_back(std::make_unique<Campaign>(scenario));
        for (long at = 1; at <= campaign.harness.places(); ++at) {
            campaign.singles.push_back({.at = at, .checks_quiet = at % 8 == 0});
        }
        std::shuffle(campaign.singles.begin(), campaign.singles.end(), random);
        if (!has_strace() || scenario.has_rival) {
            continue;
        }
        for (const auto& call : campaign.harness.system_calls()) {
            for (long count = 1; count <= call.count; ++count) {
                campaign.traced.push_back({.strace_call = call.name, .strace_count = count});
            }
        }
        std::shuffle(campaign.traced.begin(), campaign.traced.end(), random);
    }
    if (all.empty()) {
        throw std::invalid_argument{"--scenario " + request.scenario};
    }
    return all;
}

/// One kill of each kind.
void go_on(Campaign& campaign, std::mt19937& random)
{
    const auto places = static_cast<unsigned long>(campaign.harness.places());
    if (!campaign.singles.empty()) {
        try_one(campaign, campaign.singles.back());
        campaign.singles.pop_back();
        ++campaign.tried;
    }
    if (!campaign.traced.empty()) {
        try_one(campaign, campaign.traced.back());
        campaign.traced.pop_back();
        ++campaign.traces;
    }
    try_one(campaign,
            {.at = 1 + static_cast<long>(random() % places),
             .again = 1 + static_cast<long>(random() % places)});
    ++campaign.pairs;
}

/// \return the number of violations
long report(const std::vector<std::unique_ptr<Campaign>>& all, double seconds)
{
    long kills = 0;
    long violations = 0;
    fmt::print("{:<20} {:>14} {:>14} {:>8} {:>8} {:>8} {:>11}\n",
               "SCENARIO",
               "PLACES",
               "STRACE",
               "PAIRS",
               "KILLS",
               "RESUMED",
               "VIOLATIONS");
    for (const auto& each : all) {
        fmt::print("{:<20} {:>6} of {:>4} {:>6} of {:>4} {:>8} {:>8} {:>8} {:>11}\n",
                   each->harness.scenario().name,
                   each->tried,
                   each->harness.places(),
                   each->traces,
                   each->traces + static_cast<long>(each->traced.size()),
                   each->pairs,
                   each->kills,
                   each->resumed_runs,
                   each->violations);
        kills += each->kills;
        violations += each->violations;
    }
    fmt::print("{} kills in {:.0f} s, {} violations\n", kills, seconds, violations);
    return violations;
}

long run_campaigns(const Request& request)
{
    fmt::print("seed {}{}\n",
               request.seed,
               has_strace() ? "" : "; strace is not installed: no sweeps of system calls");
    std::mt19937 random{static_cast<std::mt19937::result_type>(request.seed)};
    const auto all = campaigns(request, random);
    const auto started = std::chrono::steady_clock::now();
    const auto seconds = [started] {
        return std::chrono::duration<double>{std::chrono::steady_clock::now() - started}.count();
    };
    // Every scenario has its turn, however short the time.
    do {
        for (const auto& campaign : all) {
            go_on(*campaign, random);
        }
    } while (seconds() < request.minutes * 60);
    return report(all, seconds());
}

long run_single(const Request& request)
{
    std::vector<std::unique_ptr<Campaign>> all;
    for (const auto& scenario : all_scenarios()) {
        if (scenario.name == request.scenario) {
            all.push_back(std::make_unique<Campaign>(scenario));
            try_one(*all.back(), request.plan);
        }
    }
    if (all.empty()) {
        throw std::invalid_argument{"--scenario " + request.scenario};
    }
    fmt::print("{} kills, {} violations\n", all.front()->kills, all.front()->violations);
    return all.front()->violations;
}

} // namespace

int main(int count, char** words)
{
    Request request;
    try {
        request = parse({words + 1, words + count});
        if (request.lists) {
            for (const auto& scenario : all_scenarios()) {
                fmt::print("{}\n", scenario.name);
            }
            return 0;
        }
        return (request.is_single() ? run_single(request) : run_campaigns(request)) == 0 ? 0 : 1;
    } catch (const std::invalid_argument& error) {
        fmt::print(stderr, "{}?\n{}", error.what(), k_usage);
        return 2;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
