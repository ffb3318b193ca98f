#include "cli_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <csignal>
#include <sstream>

namespace syncctl::test {

TEST_CASE("without a terminal nothing is asked: the command is declined", "[cli]")
{
    const CliWorld cli;
    cli.has_a_pair();
    const auto result = cli.run({"pair", "remove", "dev-desk"}, {.input = "y\n"});
    CHECK(result.exit == 17);
    CHECK(contains(result.err, "-y"));
    CHECK(cli.run({"pair", "remove", "dev-desk", "--no-input"}, {.has_terminal = true}).exit == 17);
    CHECK(cli.run({"mapping", "edit", "dev-desk"}).exit == 17);
    CHECK(cli.run({"settings", "set", "webhook_secret", "prompt"}).exit == 17);
    cli.must({"pair", "show", "dev-desk"});
}

TEST_CASE("on a terminal a person is asked, and the answer counts", "[cli]")
{
    const CliWorld cli;
    cli.has_a_pair();
    const auto no = cli.run({"pair", "remove", "dev-desk"},
                            {.has_terminal = true, .answers = {{"[y/N]", "n\n"}}});
    CHECK(no.exit == 17);
    cli.must({"pair", "show", "dev-desk"});
    CHECK(cli.must({"pair", "remove", "dev-desk", "-n"}).exit == 0);
    cli.must({"pair", "show", "dev-desk"});
    cli.must({"pair", "remove", "dev-desk"}, {.has_terminal = true, .answers = {{"[y/N]", "y\n"}}});
    CHECK(cli.run({"pair", "show", "dev-desk"}).exit == 18);
}

TEST_CASE("Ctrl-C at a question stops cleanly", "[cli]")
{
    const CliWorld cli;
    cli.has_a_pair();
    for (const auto& [signal, exit] :
         {std::pair{SIGINT, 130}, std::pair{SIGTERM, 143}, std::pair{SIGHUP, 129}}) {
        ProcessOptions options;
        options.arguments = {"pair", "remove", "dev-desk"};
        options.environment = cli.environment;
        options.has_terminal = true;
        Process process{SYNCCTL_BINARY, std::move(options)};
        REQUIRE(process.wait_for("[y/N]"));
        process.send_signal(signal);
        CHECK(process.finish().exit == exit);
    }
    cli.must({"pair", "show", "dev-desk"});
}

TEST_CASE("a prompted secret does not show on the terminal", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    const auto result =
        cli.must({"settings", "set", "webhook_secret", "prompt"},
                 {.has_terminal = true, .answers = {{"webhook_secret:", "hunter2hunter2\n"}}});
    CHECK_FALSE(contains(result.out, "hunter2"));
    CHECK(contains(result.out, "webhook_secret is set"));
}

TEST_CASE("a table fits the terminal", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    const auto folder = cli.tracker_folder(std::string(120, 'd'));
    cli.must({"connector", "add", std::string(64, 'n'), "--type", "files", "--url", folder});
    const auto shown = cli.must({"connector", "list", "--color", "never"}, {.has_terminal = true});
    std::istringstream lines{shown.out};
    std::string line;
    while (std::getline(lines, line)) {
        // One column more for the carriage return of the terminal; the mark of a cut has three
        // octets.
        CHECK(line.size() <= 80 + 1 + 2 * 5);
    }
    CHECK(contains(cli.must({"connector", "list"}).out, folder));
}

} // namespace syncctl::test
