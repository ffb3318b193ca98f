#include "running_pair.hpp"
#include "support/metrics_text.hpp"

#include "syncctl/base/json.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <array>

namespace syncctl::test {

namespace fs = std::filesystem;

namespace {

/// A notification command that keeps what it is given.
std::string keeping_command(const CliWorld& cli)
{
    cli.write(cli.home() / "keep", "#!/bin/sh\ncat > \"$1\"\nenv > \"$1.env\"\n");
    fs::permissions(cli.home() / "keep", fs::perms{0700});
    return (cli.home() / "keep").string() + " '" + (cli.home() / "told me").string() + "'";
}

} // namespace

TEST_CASE("status --exit-code is 0 when all is well, 14 for conflicts, 3 for failures",
          "[cli][watch]")
{
    const RunningPair cli;
    CHECK(cli.run({"status", "--exit-code"}).exit == 0);
    CHECK(cli.run({"status", "--exit-code", "--max-age", "1h"}).exit == 3);
    cli.has_a_conflict();
    CHECK(cli.run({"status", "--exit-code", "--max-age", "1h"}).exit == 0);
    CHECK(cli.run({"run", "dev-desk"}).exit == 14);
    const auto conflicts = cli.run({"status", "--exit-code", "--json"});
    CHECK(conflicts.exit == 14);
    CHECK(envelope_of(conflicts)["data"][0]["health"] == "conflicts");
    CHECK(envelope_of(conflicts)["ok"] == true);
    cli.loses("desk");
    CHECK(cli.run({"run", "dev-desk"}).exit == 13);
    // Without the flag it only shows.
    CHECK(contains(cli.must({"status"}).out, "failed"));
    const auto failed = cli.run({"status", "--exit-code", "-q"});
    CHECK(failed.exit == 3);
    CHECK(contains(failed.err, "pair 'dev-desk': the last run failed; 1 conflict waits"));
    cli.must({"pair", "disable", "dev-desk"});
    CHECK(cli.run({"status", "--exit-code"}).exit == 0);
}

TEST_CASE("status looks at one pair when one is named, and needs no key", "[cli][watch]")
{
    const RunningPair cli;
    cli.must({"pair", "add", "other", "--source", "desk", "--target", "dev"});
    CHECK(cli.run({"run", "other"}).exit == 16); // no mapping: it never begins
    cli.loses("desk");
    CHECK(cli.run({"run", "dev-desk"}).exit == 13);
    fs::remove(cli.key_file());
    CHECK(cli.run({"status", "--exit-code", "--pair", "other"}).exit == 0);
    const auto one = cli.run({"status", "--exit-code", "--pair", "dev-desk", "--json"});
    CHECK(one.exit == 3);
    CHECK(envelope_of(one)["data"].size() == 1);
    CHECK(envelope_of(one)["error"]["message"] == "1 pair is not well");
    CHECK(cli.run({"status", "--pair", "dev-desc"}).exit == 18);
    CHECK(cli.run({"status", "--max-age", "2"}).exit == 2);
    CHECK(contains(cli.must({"status"}).out, "NEXT RUN"));
}

TEST_CASE("metrics are written after each run, readable for others, also when it failed",
          "[cli][watch]")
{
    RunningPair cli;
    const auto file = cli.home() / "syncctl.prom";
    cli.has_item("dev", "1", "First");
    cli.must({"run", "dev-desk", "--metrics-file", file.string()});
    CHECK(mode_of(file) == 0644);
    auto metrics = read_metrics(read_text(file));
    CHECK(metrics.at("syncctl_run_exit_code") == 0);
    CHECK(metrics.at("syncctl_pair_links{pair=\"dev-desk\"}") == 1);
    CHECK(metrics.at("syncctl_pair_last_run_items{pair=\"dev-desk\",outcome=\"created\"}") == 1);
    CHECK_FALSE(contains(read_text(file), "First"));
    CHECK(read_metrics(cli.must({"metrics"}).out).at("syncctl_pair_links{pair=\"dev-desk\"}") == 1);

    cli.environment["SYNCCTL_METRICS_FILE"] = file.string();
    cli.loses("desk");
    CHECK(cli.run({"run", "dev-desk"}).exit == 13);
    metrics = read_metrics(read_text(file));
    CHECK(metrics.at("syncctl_run_exit_code") == 13);
    CHECK(metrics.at("syncctl_pair_last_run_success{pair=\"dev-desk\"}") == 0);
    CHECK(metrics.at("syncctl_pair_links{pair=\"dev-desk\"}") == 1);

    cli.write(cli.database(), "");
    CHECK(cli.run({"run", "dev-desk"}).exit == 10);
    metrics = read_metrics(read_text(file));
    CHECK(metrics.at("syncctl_run_exit_code") == 10);
    CHECK(metrics.at("syncctl_database_readable") == 0);
}

TEST_CASE("a reader of the metrics sees the old file or the new one, and a dry run writes none",
          "[cli][watch]")
{
    const RunningPair cli;
    const auto file = cli.home() / "syncctl.prom";
    cli.must({"run", "dev-desk", "-n", "--metrics-file", file.string()});
    CHECK_FALSE(fs::exists(file));
    cli.must({"run", "dev-desk", "--metrics-file", file.string()});
    const auto before = read_text(file);
    const int old = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    REQUIRE(old >= 0);
    cli.has_item("dev", "1", "First");
    cli.must({"run", "dev-desk", "--metrics-file", file.string()});
    CHECK(read_text(file) != before);
    std::array<char, 16384> buffer{};
    const auto size = ::read(old, buffer.data(), buffer.size());
    ::close(old);
    REQUIRE(size > 0);
    CHECK(std::string(buffer.data(), static_cast<std::size_t>(size)) == before);
    // Nothing of another name is left behind.
    for (const auto& entry : fs::directory_iterator{cli.home()}) {
        CHECK_FALSE(contains(entry.path().filename().string(), "syncctl.prom."));
    }
}

TEST_CASE("metrics that cannot be written are a warning", "[cli][watch]")
{
    const RunningPair cli;
    fs::create_symlink("elsewhere", cli.home() / "link.prom");
    for (const auto* file : {"link.prom", "no/such/folder/x.prom", "/dev/null", "."}) {
        INFO(file);
        const auto result = cli.must({"run", "dev-desk", "--metrics-file", file});
        CHECK(contains(result.err, "warning: metrics: "));
    }
    CHECK_FALSE(fs::exists(cli.home() / "elsewhere"));
    CHECK(cli.run({"run", "dev-desk", "--metrics-file", ""}).exit == 2);
}

TEST_CASE("a notification command is told of failures and of new conflicts, once", "[cli][watch]")
{
    RunningPair cli;
    cli.environment["SYNCCTL_NOTIFY_COMMAND"] = keeping_command(cli);
    cli.environment["MY_TOKEN"] = "s3cr3t";
    const auto told = cli.home() / "told me";
    cli.has_a_conflict();
    CHECK_FALSE(fs::exists(told));
    CHECK(cli.run({"run", "dev-desk", "-n"}).exit == 0);
    CHECK_FALSE(fs::exists(told));
    CHECK(cli.run({"run", "dev-desk"}).exit == 14);
    const auto first = base::parse_json(read_text(told));
    CHECK(first["reason"] == "conflicts");
    CHECK(first["new_conflicts"] == 1);
    CHECK(first["pairs"][0]["open_conflicts"] == 1);
    CHECK_FALSE(contains(read_text(told), "Another"));
    CHECK_FALSE(contains(read_text(told.string() + ".env"), "s3cr3t"));
    CHECK(contains(read_text(told.string() + ".env"), "SYNCCTL_NOTIFY_PAIRS=dev-desk\n"));
    fs::remove(told);
    CHECK(cli.run({"run", "dev-desk"}).exit == 14);
    CHECK_FALSE(fs::exists(told));
    fs::remove(cli.key_file());
    CHECK(cli.run({"run", "dev-desk"}).exit == 12);
    const auto second = base::parse_json(read_text(told));
    CHECK(second["reason"] == "failure");
    CHECK(second["exit"] == 12);
    CHECK(second["error"]["code"] == "no_key");
}

TEST_CASE("a notification command that cannot be started changes nothing, a wrong one is told",
          "[cli][watch]")
{
    const RunningPair cli;
    cli.loses("desk");
    const auto result = cli.run({"run", "dev-desk", "--notify", "/no/such/program now"});
    CHECK(result.exit == 13);
    CHECK(contains(result.err, "warning: the notification command: "));
    for (const auto* wrong : {"mail root", "./keep", "'/bin/true", "", " "}) {
        INFO(wrong);
        CHECK(cli.run({"run", "dev-desk", "--notify", wrong}).exit == 2);
    }
}

} // namespace syncctl::test
