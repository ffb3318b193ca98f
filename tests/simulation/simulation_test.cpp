// Random histories against the whole engine. SYNCCTL_SIMULATION_SEEDS and
// SYNCCTL_SIMULATION_FIRST_SEED choose others than the usual ones; `simulate` runs for longer.

#include "campaign.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

using namespace syncctl::simulation;

namespace {

constexpr std::uint64_t k_usual_seeds = 250;

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise)
{
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::vector<std::filesystem::path> stored_histories()
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{SYNCCTL_TEST_DATA "/histories"}) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

Script read_script(const std::filesystem::path& path)
{
    std::ifstream file{path};
    return script_from_text(
        std::string{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}});
}

} // namespace

TEST_CASE("histories that once broke a promise keep all of them", "[simulation][fault]")
{
    use_memory_for_databases();
    const auto files = stored_histories();
    REQUIRE_FALSE(files.empty());
    for (const auto& file : files) {
        INFO(file.filename());
        CHECK(play(read_script(file)).violations == std::vector<std::string>{});
    }
}

TEST_CASE("whatever users, operators and misfortune do, every promise is kept",
          "[simulation][fault]")
{
    use_memory_for_databases();
    CampaignOptions options;
    options.first_seed = number_from_environment("SYNCCTL_SIMULATION_FIRST_SEED", 1);
    options.max_histories = number_from_environment("SYNCCTL_SIMULATION_SEEDS", k_usual_seeds);
    const auto report = run_campaign(options, std::cout);
    CHECK(report.histories == options.max_histories);
    CHECK(report.failures.empty());
}

TEST_CASE("the same seed replays the same history to the last octet", "[simulation]")
{
    use_memory_for_databases();
    for (std::uint64_t seed = 1000; seed < 1020; ++seed) {
        INFO("seed " << seed);
        const auto script = generate(seed);
        CHECK(to_text(script) == to_text(generate(seed)));
        CHECK(play(script).trace == play(script_from_text(to_text(script))).trace);
    }
}
