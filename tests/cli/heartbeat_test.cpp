#include "running_pair.hpp"
#include "support/scripted_server.hpp"

#include <catch2/catch.hpp>

#include <chrono>

namespace syncctl::test {

namespace {

const std::string k_path = "/ping/3f1c-s3cr3t";

std::vector<std::string> targets(const ScriptedServer& server)
{
    std::vector<std::string> found;
    for (const auto& request : server.requests()) {
        CHECK(request.method == "POST");
        found.push_back(request.target);
    }
    return found;
}

} // namespace

TEST_CASE("a heartbeat tells the start and the end of a run, and its URL shows nowhere",
          "[cli][watch]")
{
    ScriptedServer server;
    server.otherwise(answer(200, "OK"));
    RunningPair cli;
    cli.environment["SYNCCTL_HEARTBEAT_URL"] = server.url() + k_path;
    const auto log = cli.home() / "log";
    const auto good = cli.must({"run", "dev-desk", "-vvv", "--log-file", log.string()});
    CHECK(targets(server) == std::vector{k_path + "/start", k_path});
    cli.loses("desk");
    const auto failed = cli.run({"run", "dev-desk", "-vvv", "--json", "--log-file", log.string()});
    CHECK(failed.exit == 13);
    CHECK(targets(server).back() == k_path + "/fail");
    CHECK(server.requests().back().body == "exit 13: unavailable\n");
    // Nothing but numbers and codes leaves the machine.
    CHECK_FALSE(contains(server.received(), "dev"));
    for (const auto& text : {good.out, good.err, failed.out, failed.err, read_text(log)}) {
        CHECK_FALSE(contains(text, "s3cr3t"));
    }
    CHECK(contains(read_text(log), "run.end"));
}

TEST_CASE("a run that waits for a person has done its work, and a dry run is no run",
          "[cli][watch]")
{
    ScriptedServer server;
    server.otherwise(answer(200));
    RunningPair cli;
    cli.has_a_conflict();
    cli.write(cli.home() / "url", server.url() + k_path + "/\n");
    const std::vector<std::string> run{"run", "dev-desk", "--heartbeat", "file:url"};
    auto dry = run;
    dry.emplace_back("-n");
    CHECK(cli.run(dry).exit == 0);
    CHECK(server.requests().empty());
    CHECK(cli.run(run).exit == 14);
    CHECK(targets(server) == std::vector{k_path + "/start", k_path});
}

TEST_CASE("a run that cannot begin is told as a failure", "[cli][watch]")
{
    ScriptedServer server;
    server.otherwise(answer(200));
    RunningPair cli;
    cli.write(cli.home() / "watch.env", "SYNCCTL_HEARTBEAT_URL=" + server.url() + k_path + "\n");
    const std::vector<std::string> run{"--env-file", "watch.env", "run", "dev-desk"};
    CHECK(cli.run(run).exit == 12); // others can read the file
    std::filesystem::permissions(cli.home() / "watch.env", std::filesystem::perms{0600});
    std::filesystem::remove(cli.key_file());
    CHECK(cli.run(run).exit == 12);
    CHECK(targets(server) == std::vector{k_path + "/start", k_path + "/fail"});
    CHECK(server.requests().back().body == "exit 12: no_key\n");
}

TEST_CASE("no child inherits the heartbeat URL", "[cli][watch]")
{
    RunningPair cli;
    cli.environment["SYNCCTL_HEARTBEAT_URL"] = "https://127.0.0.1:1" + k_path;
    cli.write(cli.home() / "key", "#!/bin/sh\nenv > \"$1\"\ncat \"$2\"\n");
    std::filesystem::permissions(cli.home() / "key", std::filesystem::perms{0700});
    const auto env = (cli.home() / "env").string();
    cli.environment["ENCRYPTION_KEY_COMMAND"] =
        (cli.home() / "key").string() + " " + env + " " + cli.key_file().string();
    cli.must({"key", "check"});
    CHECK(contains(read_text(env), "PATH="));
    CHECK_FALSE(contains(read_text(env), "s3cr3t"));
}

TEST_CASE("whatever the service does, the run ends as it would, with a warning", "[cli][watch]")
{
    ScriptedServer server;
    ScriptedServer elsewhere;
    RunningPair cli;
    cli.environment["SYNCCTL_HEARTBEAT_URL"] = server.url() + k_path;
    for (const auto& [script, words] :
         {std::pair{answer(404), "HTTP 404"},
          std::pair{answer(500), "HTTP 500"},
          std::pair{answer(302, "", {{"Location", elsewhere.url() + k_path}}), "is not followed"},
          std::pair{script().then_reset(), "heartbeat: "}}) {
        const auto before = server.requests().size();
        server.otherwise(script);
        const auto result = cli.must({"run", "dev-desk"});
        CHECK(contains(result.err, "warning: heartbeat: "));
        CHECK(contains(result.err, words));
        CHECK_FALSE(contains(result.err, "s3cr3t"));
        CHECK(server.requests().size() == before + 2); // and nothing is sent twice
    }
    server.otherwise(answer(429, "", {{"Retry-After", "3600"}}));
    const auto before = server.requests().size();
    cli.must({"run", "dev-desk"});
    CHECK(server.requests().size() == before + 1); // it asked for quiet
    CHECK(elsewhere.requests().empty());
    CHECK(elsewhere.connections() == 0);
}

TEST_CASE("a heartbeat goes to https or to this machine, and its URL is no argument",
          "[cli][watch]")
{
    RunningPair cli;
    const auto literal =
        cli.run({"run", "dev-desk", "--heartbeat", "https://example.invalid" + k_path});
    CHECK(literal.exit == 2);
    CHECK_FALSE(contains(literal.err, "s3cr3t"));
    for (const auto* url : {"http://192.0.2.1/s3cr3t",
                            "http://localhost.example/s3cr3t",
                            "ftp://127.0.0.1/s3cr3t",
                            "https://user:s3cr3t@example.invalid/",
                            "https://example.invalid/s3cr3t?x=y",
                            "s3cr3t"}) {
        INFO(url);
        cli.environment["SYNCCTL_HEARTBEAT_URL"] = url;
        const auto result = cli.run({"run", "dev-desk", "-vvv"});
        CHECK(result.exit == 16);
        CHECK(contains(result.err, "heartbeat URL"));
        CHECK_FALSE(contains(result.err, "s3cr3t"));
    }
}

} // namespace syncctl::test
