#include "cli_world.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <sys/stat.h>

namespace syncctl::test {

namespace {

/// What bash would put on the line, one word per line.
std::string bash_offers(const CliWorld& world, const std::string& line)
{
    const std::string script =
        "source <(syncctl completion bash)\n"
        "compopt() { printf 'compopt %s\\n' \"$*\"; }\n" // only there while something is completed
        "COMP_WORDBREAKS=$' \\t\\n\"\\'><=;|&(:' COMP_LINE=$1 COMP_POINT=${#1}\n"
        "_syncctl\n"
        "for word in \"${COMPREPLY[@]}\"; do printf '%s\\n' \"$word\"; done\n";
    auto environment = world.environment;
    environment["PATH"] =
        std::filesystem::path{SYNCCTL_BINARY}.parent_path().string() + ":/usr/bin:/bin";
    const auto result = run_process("/bin/bash",
                                    {.arguments = {"--norc", "-c", script, "bash", line},
                                     .environment = environment,
                                     .directory = world.home()});
    INFO(line);
    CHECK(result.exit == 0);
    CHECK(result.err.empty());
    return result.out;
}

/// Somebody with access to the file gave the pair another name.
void rename_pair(const CliWorld& world, const std::string& name)
{
    std::string quoted;
    for (const char c : name) {
        quoted += c == '\'' ? std::string{"''"} : std::string(1, c);
    }
    const auto result =
        run_process("/usr/bin/sqlite3",
                    {.arguments = {world.database().string(),
                                   "UPDATE sync_configs SET name = '" + quoted + "'"}});
    INFO(result.err);
    REQUIRE(result.exit == 0);
}

} // namespace

TEST_CASE("bash completes commands, options and the names of the database", "[cli][completion]")
{
    const CliWorld world;
    world.has_a_pair();
    CHECK(bash_offers(world, "syncctl connector sh") == "show\n");
    CHECK(bash_offers(world, "syncctl run --dry") == "--dry-run\n");
    CHECK(bash_offers(world, "syncctl run ") == "dev-desk\n");
    CHECK(bash_offers(world, "syncctl connector test de") == "desk\ndev\n");
    CHECK(bash_offers(world, "syncctl items list --pair=d") == "dev-desk\n");
    CHECK(bash_offers(world, "syncctl settings get log") == "log_retention_days\n");
    CHECK(bash_offers(world, "syncctl mapping import dev-desk ") == "compopt -o default\n");
    CHECK(bash_offers(world, "syncctl run x").empty());
}

TEST_CASE("completion needs no database and no key, and says nothing without them",
          "[cli][completion]")
{
    const CliWorld bare;
    CHECK(bash_offers(bare, "syncctl run ").empty());
    CHECK_FALSE(std::filesystem::exists(bare.database().parent_path()));

    const CliWorld world;
    world.has_a_pair();
    std::filesystem::remove(world.key_file());
    CHECK(bash_offers(world, "syncctl run ") == "dev-desk\n");

    world.write(world.home() / "broken.db", "not a database");
    CHECK(bash_offers(world, "syncctl --db broken.db run ").empty());
    CHECK(bash_offers(world, "syncctl --db=/dev/zero run ").empty());
    CHECK(bash_offers(world, "syncctl --db " + world.home().string() + " run ").empty());
}

TEST_CASE("a database that is never answered for does not hold up the shell", "[cli][completion]")
{
    const CliWorld world;
    const auto pipe = world.home() / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    CHECK(bash_offers(world, "syncctl --db pipe run ").empty());
}

TEST_CASE("a hostile name is completed as just this name, and never run", "[cli][completion]")
{
    const CliWorld world;
    world.has_a_pair();
    const auto offered = [&](const std::string& name, const std::string& line) {
        rename_pair(world, name);
        return bash_offers(world, line);
    };
    CHECK(offered("$(touch run-me)", "syncctl run ") == "\\$\\(touch\\ run-me\\)\n");
    CHECK(offered("`touch run-me`", "syncctl run \"") == "\\`touch run-me\\`\n");
    CHECK(offered("it's; touch run-me", "syncctl run '") == "it'\\''s; touch run-me\n");
    CHECK(offered("a b", "syncctl run a\\ ") == "a\\ b\n");
    // Several lines would be several words, and control characters do things to a terminal.
    CHECK(offered("two\nlines", "syncctl run ").empty());
    CHECK(offered("\x1b[31mred", "syncctl run ").empty());
    CHECK(offered("bad\xffutf8", "syncctl run ").empty());
    // Nor is anything run that stands on the line.
    CHECK(bash_offers(world, "syncctl run $(touch run-me) `touch run-me` --").size() > 10);
    CHECK_FALSE(std::filesystem::exists(world.home() / "run-me"));
}

TEST_CASE("zsh and fish get each word with what it stands for", "[cli][completion]")
{
    const CliWorld world;
    world.has_a_pair();
    for (const std::string shell : {"zsh", "fish"}) {
        const auto answer = world.must({"__complete", shell, "syncctl", "connector", "test", ""});
        CHECK(answer.out == "words \ndesk\tfiles\ndev\tfiles\n");
        CHECK(contains(world.must({"__complete", shell, "syncctl", "run", "--db="}).out,
                       "files --db=\n"));
        CHECK(world.must({"completion", shell}).out.size() > 100);
    }
}

TEST_CASE("a completion script that asks wrongly gets no answer", "[cli][completion]")
{
    const CliWorld world;
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"__complete"},
                                                      {"__complete", "bash"},
                                                      {"__complete", "bash", " "},
                                                      {"__complete", "bash", " ", ""},
                                                      {"__complete", "tcsh", "x", "y"},
                                                      {"__complete", "zsh"},
                                                      {"__complete", "fish", "syncctl"}}) {
        const auto result = world.must(arguments);
        CHECK(result.out.empty());
        CHECK(result.err.empty());
    }
    CHECK(world.run({"completion", "tcsh"}).exit == 2);
    CHECK(contains(world.run({"completion", "bsh"}).err, "did you mean 'bash'?"));
}

} // namespace syncctl::test
