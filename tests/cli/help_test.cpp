#include "cli_world.hpp"
#include "command_line.hpp"
#include "commands/commands.hpp"
#include "exit_code.hpp"

#include "syncctl/base/subprocess.hpp"

#include <catch2/catch.hpp>

namespace syncctl::test {

TEST_CASE("every command's help has purpose, usage, options, exit codes and examples", "[cli]")
{
    const CliWorld world;
    for (const auto& entry : cli::all_commands()) {
        INFO(entry.path);
        const auto spec = entry.make();
        CHECK(spec.path == entry.path);
        REQUIRE_FALSE(spec.examples.empty());
        auto words = base::split_command(std::string{entry.path});
        words.emplace_back("--help");
        const auto help = world.must(words);
        CHECK(help.err.empty());
        CHECK(contains(help.out, std::string{spec.purpose}));
        CHECK(contains(help.out, "Usage: syncctl " + std::string{entry.path}));
        CHECK(contains(help.out, "Exit codes:"));
        for (const auto code : spec.exit_codes) {
            CHECK_FALSE(cli::meaning_of_exit(code).empty());
        }
        for (const auto& example : spec.examples) {
            CHECK(contains(help.out, std::string{example.line}));
        }
    }
}

TEST_CASE("every example of the help is a line that the parser takes", "[cli]")
{
    for (const auto& entry : cli::all_commands()) {
        for (const auto& example : entry.make().examples) {
            INFO(example.line);
            auto words = base::split_command(std::string{example.line});
            REQUIRE(words.front() == "syncctl");
            words.erase(words.begin());
            const auto invocation = cli::parse_command_line(words);
            CHECK(invocation.command.path == entry.path);
        }
    }
}

TEST_CASE("the help of the program and of a noun lists the commands", "[cli]")
{
    const CliWorld world;
    const auto root = world.must({"--help"}).out;
    for (const auto& entry : cli::all_commands()) {
        CHECK(contains(root, std::string{entry.path}));
    }
    CHECK(contains(world.must({"connector", "--help"}).out, "connector discover"));
    CHECK(world.must({"help", "run"}).out == world.must({"run", "-h"}).out);
}

TEST_CASE("version prints one line and needs nothing", "[cli]")
{
    const CliWorld world;
    CHECK(contains(world.must({"version"}).out, "syncctl "));
    CHECK(world.must({"--version"}).out == world.must({"version"}).out);
    CHECK(world.run({"version"}, {.environment = {{"HOME", ""}}}).exit == 0);
}

} // namespace syncctl::test
