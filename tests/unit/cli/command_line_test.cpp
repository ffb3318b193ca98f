#include "command_line.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

namespace syncctl::cli {

namespace {

std::string hint_of(const std::vector<std::string>& arguments)
{
    try {
        static_cast<void>(parse_command_line(arguments));
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::usage);
        return error.hint();
    }
    return {};
}

} // namespace

TEST_CASE("options, values and positionals are told apart", "[cli]")
{
    const auto line = parse_command_line({"-qvv",
                                          "--db",
                                          "x.db",
                                          "run",
                                          "a",
                                          "b",
                                          "--item=dev:1",
                                          "--item",
                                          "dev:2",
                                          "-n",
                                          "--limit=5"});
    CHECK(line.command.path == "run");
    CHECK(line.arguments.all("PAIR") == std::vector<std::string>{"a", "b"});
    CHECK(line.arguments.all("item") == std::vector<std::string>{"dev:1", "dev:2"});
    CHECK(line.arguments.is_dry_run());
    CHECK(line.arguments.number("limit", 1, 10) == 5);
    CHECK(line.globals.database == "x.db");
    CHECK(line.globals.is_quiet);
    CHECK(line.globals.verbosity == 2);
}

TEST_CASE("after two dashes everything is a positional", "[cli]")
{
    const auto line = parse_command_line({"connector", "show", "--", "--json"});
    CHECK(line.arguments.text("NAME") == "--json");
    CHECK(line.globals.format == Format::table);
}

TEST_CASE("values may look like options or numbers", "[cli]")
{
    CHECK(parse_command_line(
              {"pair", "add", "p", "--source=a", "--target", "b", "--source-filter=-x"})
              .arguments.text("source-filter") == "-x");
    const auto mapped = parse_command_line({"conflicts", "resolve", "7", "--set", "Title=a=b -c"});
    CHECK(mapped.arguments.text("set") == "Title=a=b -c");
}

TEST_CASE("what is close is suggested, at every place", "[cli]")
{
    CHECK(hint_of({"staus"}) == "did you mean 'syncctl status'?");
    CHECK(hint_of({"conflicts", "lsit"}) == "did you mean 'syncctl conflicts list'?");
    CHECK(hint_of({"run", "--fulll"}) == "did you mean '--full'?");
    CHECK(hint_of({"conflicts", "resolve", "1", "--take", "sorce"}) == "did you mean 'source'?");
    CHECK(hint_of({"xyzzy"}) == "syncctl --help");
}

TEST_CASE("a flag takes no value, an option exactly one", "[cli]")
{
    CHECK_THROWS_AS(parse_command_line({"run", "a", "--full=yes"}), Error);
    CHECK_THROWS_AS(parse_command_line({"run", "a", "--limit"}), Error);
    CHECK_THROWS_AS(parse_command_line({"run", "a", "--limit", "1", "--limit", "2"}), Error);
}

TEST_CASE("JSON is recognised in a line that is wrong otherwise", "[cli]")
{
    CHECK(asks_for_json({"nonsense", "--json"}));
    CHECK(asks_for_json({"--format", "json"}));
    CHECK(asks_for_json({"--format=json"}));
    CHECK_FALSE(asks_for_json({"--format", "csv"}));
    CHECK(command_path_in({"--json", "pair", "add", "--bad"}) == "pair add");
    CHECK(command_path_in({"--json", "pear"}).empty());
}

} // namespace syncctl::cli
