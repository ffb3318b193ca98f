#include "support/kept_log.hpp"
#include "support/metrics_text.hpp"
#include "support/temp_dir.hpp"

#include "syncctl/app/watch.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/base/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>

namespace syncctl::test {

using namespace std::chrono_literals; // NOLINT(google-build-using-namespace): literals only

namespace {

constexpr base::Timestamp k_now{1'790'000'000'000};

base::Timestamp ago(std::chrono::milliseconds age)
{
    return {k_now.ms - age.count()};
}

store::PairStatus a_pair_in_step()
{
    store::PairStatus status;
    status.pair = "demo";
    status.last_run = ago(10min);
    status.last_end = ago(9min);
    status.last_result = "completed";
    status.last_success = ago(9min);
    status.links = 12;
    return status;
}

app::Health health_of(const store::PairStatus& status, const app::HealthQuery& query = {})
{
    return app::judge(status, query, k_now).health;
}

app::PairRun a_run(const std::string& pair)
{
    app::PairRun run;
    run.pair = pair;
    run.report.execution = {7};
    run.duration = 1234ms;
    return run;
}

} // namespace

TEST_CASE("a pair is well whose last run went well, and a disabled one always", "[watch]")
{
    CHECK(health_of(a_pair_in_step()) == app::Health::ok);
    store::PairStatus never;
    never.pair = "new";
    CHECK(health_of(never) == app::Health::ok);
    auto off = a_pair_in_step();
    off.is_enabled = false;
    off.last_result = "failed";
    off.failed_items = 3;
    off.open_conflicts = 2;
    CHECK(health_of(off, {.pair = {}, .max_age = 1s}) == app::Health::disabled);
    CHECK(app::judge(off, {}, k_now).problems.empty());
}

TEST_CASE("a failed run, a failed item and an old success are failures, and conflicts are less",
          "[watch]")
{
    auto pair = a_pair_in_step();
    pair.open_conflicts = 1;
    CHECK(health_of(pair) == app::Health::conflicts);
    CHECK(app::judge(pair, {}, k_now).problems ==
          std::vector<std::string>{"1 conflict waits for a person"});
    SECTION("a failed run")
    {
        pair.last_result = "failed";
        CHECK(health_of(pair) == app::Health::failed);
        CHECK(app::judge(pair, {}, k_now).problems.size() == 2);
    }
    SECTION("a failed item")
    {
        pair.failed_items = 2;
        CHECK(app::judge(pair, {}, k_now).problems.front() == "2 items failed");
        CHECK(health_of(pair) == app::Health::failed);
    }
    SECTION("an old success")
    {
        CHECK(health_of(pair, {.pair = {}, .max_age = 9min}) == app::Health::conflicts);
        CHECK(health_of(pair, {.pair = {}, .max_age = 8min}) == app::Health::failed);
    }
    SECTION("no success ever")
    {
        pair.last_success = {};
        CHECK(health_of(pair, {.pair = {}, .max_age = 24h}) == app::Health::failed);
        CHECK(health_of(pair) == app::Health::conflicts);
    }
}

TEST_CASE("a run is overdue a quarter of an hour after it was due, unless it has begun", "[watch]")
{
    auto pair = a_pair_in_step();
    pair.next_run = ago(15min);
    CHECK(health_of(pair) == app::Health::ok);
    pair.next_run = ago(15min + 1ms);
    CHECK(health_of(pair) == app::Health::failed);
    pair.last_result = "running";
    pair.last_run = pair.next_run;
    CHECK(health_of(pair) == app::Health::ok);
    pair.last_run = ago(1h); // the run before, which never ended
    CHECK(health_of(pair) == app::Health::failed);
}

TEST_CASE("metrics are Prometheus text with one sample for each pair", "[watch]")
{
    auto pair = a_pair_in_step();
    pair.last_counters.created = 3;
    pair.last_counters.api_calls.target = 5;
    pair.open_conflicts = 2;
    auto other = store::PairStatus{};
    other.pair = "other";
    const auto text =
        app::metrics_text({.version = "1.2.3", .pairs = std::vector{pair, other}, .exit = 14});
    const auto metrics = read_metrics(text);
    CHECK(metrics.at("syncctl_build_info{version=\"1.2.3\"}") == 1);
    CHECK(metrics.at("syncctl_database_readable") == 1);
    CHECK(metrics.at("syncctl_run_exit_code") == 14);
    CHECK(metrics.at("syncctl_pair_last_run_items{pair=\"demo\",outcome=\"created\"}") == 3);
    CHECK(metrics.at("syncctl_pair_last_run_api_calls{pair=\"demo\",side=\"target\"}") == 5);
    CHECK(metrics.at("syncctl_pair_open_conflicts{pair=\"demo\"}") == 2);
    CHECK(metrics.at("syncctl_pair_links{pair=\"demo\"}") == 12);
    CHECK(metrics.at("syncctl_pair_last_run_duration_seconds{pair=\"demo\"}") == 60);
    CHECK(metrics.at("syncctl_pair_last_run_timestamp_seconds{pair=\"demo\"}") ==
          Approx(1'790'000'000.0 - 600));
    // What never happened is infinitely old, and what is not planned is not there.
    CHECK(metrics.at("syncctl_pair_last_success_timestamp_seconds{pair=\"other\"}") == 0);
    CHECK(metrics.count("syncctl_pair_next_run_timestamp_seconds{pair=\"other\"}") == 0);
    CHECK(metrics.count("syncctl_pair_last_run_duration_seconds{pair=\"other\"}") == 0);
}

TEST_CASE("a name cannot break the metrics", "[watch]")
{
    auto pair = a_pair_in_step();
    pair.pair = "a\\b\"} 1\nevil 7\n#";
    const auto metrics =
        read_metrics(app::metrics_text({.version = "1", .pairs = std::vector{pair}, .exit = {}}));
    CHECK(metrics.count("evil") == 0);
    CHECK(metrics.count("syncctl_pair_links{pair=\"a\\\\b\\\"} 1\\nevil 7\\n#\"}") == 1);
}

TEST_CASE("metrics of a database that cannot be read say so", "[watch]")
{
    const auto metrics =
        read_metrics(app::metrics_text({.version = "1", .pairs = std::nullopt, .exit = 12}));
    CHECK(metrics.at("syncctl_database_readable") == 0);
    CHECK(metrics.at("syncctl_run_exit_code") == 12);
    CHECK(metrics.size() == 3);
}

TEST_CASE("failures and new conflicts are worth telling, other things are not", "[watch]")
{
    app::RunEnd end{.exit = 0, .pairs = {a_run("demo")}, .error = std::nullopt};
    CHECK_FALSE(app::is_worth_telling(end));
    end.exit = 14; // conflicts of an earlier run still wait
    CHECK_FALSE(app::is_worth_telling(end));
    end.pairs.front().report.counters.conflicts = 1;
    CHECK(app::is_worth_telling(end));
    for (const int exit : {1, 3, 10, 11, 12, 13, 15, 16, 18}) {
        end = {.exit = exit, .pairs = {}, .error = std::nullopt};
        CHECK(app::is_worth_telling(end));
    }
    for (const int exit : {129, 130, 143}) {
        end.exit = exit;
        CHECK_FALSE(app::is_worth_telling(end));
    }
}

TEST_CASE("a notification has counts and messages of runs, and nothing of items", "[watch]")
{
    auto run = a_run("demo");
    run.error = Error{ErrorCode::guard, "stopped\n\x1b[31mhere", "syncctl run demo -n"};
    run.report.warnings.emplace_back("Secret plans of item 4711");
    run.report.left_alone["nobody knows jane@example.com"] = {.first_item = "dev:4711", .items = 1};
    app::RunEnd end{.exit = 15, .pairs = {run}, .error = std::nullopt};
    end.statuses = std::vector{a_pair_in_step()};
    const auto text = app::notification(end);
    CHECK(text.find('\n') == text.size() - 1);
    CHECK(text.find("4711") == std::string::npos);
    CHECK(text.find("jane") == std::string::npos);
    const auto document = base::parse_json(text.substr(0, text.size() - 1));
    CHECK(document["schema"] == "syncctl/notification@1");
    CHECK(document["reason"] == "failure");
    CHECK(document["exit"] == 15);
    CHECK(document["error"].is_null());
    const auto& pair = document["pairs"][0];
    CHECK(pair["result"] == "stopped_by_guard");
    CHECK(pair["error"]["code"] == "guard");
    CHECK(pair["error"]["message"] == "stopped\\x0a\\x1b[31mhere");
    CHECK(pair["last_success"] == base::format_utc(ago(9min)));
}

TEST_CASE("a notification command gets the document and a few variables of its own", "[watch]")
{
    const TempDir folder;
    const auto seen = (folder / "seen").string();
    ::setenv("SYNCCTL_TEST_TOKEN", "s3cr3t", 1); // NOLINT(concurrency-mt-unsafe)
    tests::KeptLog log;
    app::notify({"/bin/sh", "-c", "{ cat; env; } > \"$0\"", seen},
                {.exit = 13, .pairs = {a_run("demo"), a_run("other")}, .error = std::nullopt},
                log);
    ::unsetenv("SYNCCTL_TEST_TOKEN"); // NOLINT(concurrency-mt-unsafe)
    CHECK(log.warnings.empty());
    const auto text = base::read_file(seen, 65'536);
    CHECK(text.rfind("{\"error\":null,", 0) == 0);
    CHECK(text.find("SYNCCTL_NOTIFY_REASON=failure\n") != std::string::npos);
    CHECK(text.find("SYNCCTL_NOTIFY_EXIT=13\n") != std::string::npos);
    CHECK(text.find("SYNCCTL_NOTIFY_PAIRS=demo other\n") != std::string::npos);
    CHECK(text.find("s3cr3t") == std::string::npos);
}

TEST_CASE("a notification command that hangs, fails, shouts or is missing is a warning", "[watch]")
{
    const app::RunEnd end{.exit = 1, .pairs = {}, .error = std::nullopt};
    const auto warning_of = [&](const std::vector<std::string>& command,
                                std::chrono::milliseconds limit) {
        tests::KeptLog log;
        app::notify(command, end, log, limit);
        REQUIRE(log.warnings.size() == 1);
        return log.warnings.front();
    };
    CHECK(warning_of({"/bin/sleep", "600"}, 200ms).find("in time") != std::string::npos);
    CHECK(warning_of({"/bin/false"}, 10s).find("status 1") != std::string::npos);
    CHECK(warning_of({"/bin/sh", "-c", "exec cat /dev/zero"}, 10s).find("64 KiB") !=
          std::string::npos);
    CHECK(warning_of({"/nonexistent/command"}, 10s).find("/nonexistent/command") !=
          std::string::npos);
}

} // namespace syncctl::test
