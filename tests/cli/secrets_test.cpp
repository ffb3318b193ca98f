#include "cli_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace syncctl::test {

namespace {
const std::string k_secret = "s3cr3t-value-0123456789";
}

TEST_CASE("a secret on the command line is refused and not repeated", "[cli][attack-21]")
{
    const CliWorld cli;
    cli.must({"setup"});
    const auto folder = cli.tracker_folder("dev");
    for (const auto& arguments :
         {std::vector<std::string>{
              "connector", "add", "dev", "--type", "files", "--url", folder, "--secret", k_secret},
          std::vector<std::string>{"connector",
                                   "add",
                                   "dev",
                                   "--type",
                                   "files",
                                   "--url",
                                   folder,
                                   "--secret",
                                   "token=" + k_secret},
          std::vector<std::string>{
              "connector", "add", "dev", "--type", "files", "--url", folder, "--token", "x"},
          std::vector<std::string>{
              "connector", "add", "dev", "--type", "files", "--url", folder, "--token=" + k_secret},
          std::vector<std::string>{"settings", "set", "webhook_secret", k_secret}}) {
        const auto result = cli.run(arguments);
        CHECK(result.exit == 2);
        CHECK_FALSE(contains(result.out + result.err, k_secret));
    }
}

TEST_CASE("a secret setting comes from stdin, a file, a variable or a command, and never comes out",
          "[cli][attack-22]")
{
    CliWorld cli;
    cli.must({"setup"});
    cli.write(cli.home() / "secret", k_secret + "\n");
    cli.environment["MY_SECRET"] = k_secret;
    const auto before =
        cli.must({"settings", "set", "webhook_secret", "stdin"}, {.input = k_secret + "\n"});
    for (const auto& source : {std::string{"file:secret"},
                               std::string{"env:MY_SECRET"},
                               "cmd:/bin/cat " + (cli.home() / "secret").string()}) {
        const auto result =
            cli.must({"settings", "set", "webhook_secret", source, "-vvv", "--json"});
        CHECK_FALSE(contains(result.out + result.err, k_secret));
    }
    CHECK_FALSE(contains(before.out + before.err, k_secret));
    CHECK(contains(cli.must({"settings", "get", "webhook_secret"}).out, "(sealed)"));
    CHECK_FALSE(contains(cli.must({"settings", "list", "--json"}).out, k_secret));
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator{cli.database().parent_path()}) {
        CHECK_FALSE(contains(read_text(entry.path()), k_secret));
    }
}

TEST_CASE("an empty secret, one with control characters and a missing source are refused", "[cli]")
{
    const CliWorld cli;
    cli.must({"setup"});
    CHECK(cli.run({"settings", "set", "webhook_secret", "stdin"}, {.input = ""}).exit == 2);
    CHECK(cli.run({"settings", "set", "webhook_secret", "stdin"}, {.input = "two\nlines\n"}).exit ==
          2);
    CHECK(
        cli.run({"settings", "set", "webhook_secret", "stdin"}, {.input = std::string(70'000, 'x')})
            .exit != 0);
    CHECK(cli.run({"settings", "set", "webhook_secret", "env:NOT_SET"}).exit == 2);
    CHECK(cli.run({"settings", "set", "webhook_secret", "file:not-there"}).exit == 18);
    CHECK(cli.run({"settings", "set", "webhook_secret", "cmd:/bin/false"}).exit == 1);
}

TEST_CASE("the key leaves the environment of the process at once", "[cli][attack-20]")
{
    CliWorld cli;
    cli.must({"setup"});
    auto key = read_text(cli.key_file());
    key.pop_back();
    ProcessOptions options;
    options.arguments = {"settings", "set", "webhook_secret", "prompt"};
    options.environment = cli.environment;
    options.environment["ENCRYPTION_KEY"] = key;
    options.has_terminal = true;
    Process process{SYNCCTL_BINARY, std::move(options)};
    REQUIRE(process.wait_for("webhook_secret:"));
    const auto folder = "/proc/" + std::to_string(process.id());
    const auto variables = read_text(folder + "/environ");
    CHECK_FALSE(contains(variables, key));
    CHECK_FALSE(contains(read_text(folder + "/cmdline"), key));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // those builds keep their cores
    CHECK(contains(read_text(folder + "/limits"),
                   "Max core file size        0                    0"));
#endif
}

} // namespace syncctl::test
