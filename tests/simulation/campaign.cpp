#include "campaign.hpp"

#include "shrink.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

namespace syncctl::simulation {
namespace {

using Seconds = std::chrono::duration<double>;

/// `lost edit: Title of...` -> `lost edit`: what kind of promise was broken.
std::string kind_of(const std::string& violation)
{
    constexpr std::size_t k_enough_to_tell = 12;
    return violation.substr(0, k_enough_to_tell);
}

Failure shrunk(std::uint64_t seed, const Script& script, const std::string& violation)
{
    Failure failure;
    failure.seed = seed;
    failure.script = shrink(script, [&](const Script& shorter) {
        const auto found = play(shorter).violations;
        return !found.empty() && kind_of(found.front()) == kind_of(violation);
    });
    failure.violations = play(failure.script).violations;
    return failure;
}

void print(const Failure& failure, std::ostream& out)
{
    out << fmt::format("seed {} breaks a promise:\n", failure.seed);
    for (const auto& violation : failure.violations) {
        out << "  " << violation << '\n';
    }
    out << "# shrunk script\n" << to_text(failure.script) << std::endl;
}

} // namespace

CampaignReport run_campaign(const CampaignOptions& options, std::ostream& out)
{
    CampaignReport report;
    const auto start = std::chrono::steady_clock::now();
    const auto elapsed = [&] { return Seconds{std::chrono::steady_clock::now() - start}.count(); };
    out << fmt::format("first seed {}\n", options.first_seed);
    while (report.histories < options.max_histories &&
           elapsed() < static_cast<double>(options.seconds) &&
           report.failures.size() < options.max_failures) {
        const auto seed = options.first_seed + report.histories;
        const auto script = generate(seed);
        const auto outcome = play(script);
        report.histories += 1;
        report.tally.runs += outcome.tally.runs;
        report.tally.crashes += outcome.tally.crashes;
        report.tally.faults += outcome.tally.faults;
        if (!outcome.violations.empty()) {
            report.failures.push_back(shrunk(seed, script, outcome.violations.front()));
            print(report.failures.back(), out);
        }
    }
    out << fmt::format("{} histories (seeds {} to {}), {} runs, {} crashes, {} faults and edits "
                       "during runs, {:.1f} s, {:.0f} runs per second, {} violations\n",
                       report.histories,
                       options.first_seed,
                       options.first_seed + report.histories - 1,
                       report.tally.runs,
                       report.tally.crashes,
                       report.tally.faults,
                       elapsed(),
                       report.tally.runs / elapsed(),
                       report.failures.size());
    return report;
}

void use_memory_for_databases()
{
    if (::access("/dev/shm", W_OK) == 0) {
        ::setenv("TMPDIR", "/dev/shm", 0);
    }
}

} // namespace syncctl::simulation
