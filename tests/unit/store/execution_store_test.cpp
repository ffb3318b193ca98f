#include "store_fixture.hpp"

#include "syncctl/store/statement.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using namespace syncctl::test;

namespace {

base::ExecutionId a_run(ReadyDatabase& ready, base::PairId pair, model::ExecutionStatus status)
{
    auto& executions = ready.store->executions;
    model::Execution execution;
    execution.id = executions.begin(pair, "manual", ready.now());
    execution.pair = pair;
    execution.status = status;
    ready.clock.time.ms += 1000;
    executions.finish(execution, ready.now());
    return execution.id;
}

} // namespace

TEST_CASE("an execution keeps what it counted", "[store][executions]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    auto& executions = ready.store->executions;
    model::Execution execution;
    execution.id = executions.begin(pair, "scheduled", ready.now());
    CHECK(executions.find(execution.id)->status == model::ExecutionStatus::running);
    execution.pair = pair;
    execution.status = model::ExecutionStatus::completed_with_errors;
    execution.counters = {.processed = 1,
                          .created = 2,
                          .updated = 3,
                          .deleted = 4,
                          .unchanged = 5,
                          .conflicts = 6,
                          .failed = 7,
                          .api_calls = {.source = 8, .target = 9}};
    execution.counters.traffic.target = model::Traffic{.repeats = 1,
                                                       .bytes_sent = 2,
                                                       .bytes_received = 5'000'000'000,
                                                       .waited = std::chrono::milliseconds{4}};
    execution.error_message = "7 items failed";

    executions.finish(execution, ready.now());

    const auto found = *executions.find(execution.id);
    CHECK(found.pair_name == "bugs");
    CHECK(found.trigger == "scheduled");
    CHECK(found.completed_at == ready.now());
    CHECK(found.counters.processed == 1);
    CHECK(found.counters.created == 2);
    CHECK(found.counters.updated == 3);
    CHECK(found.counters.deleted == 4);
    CHECK(found.counters.unchanged == 5);
    CHECK(found.counters.conflicts == 6);
    CHECK(found.counters.failed == 7);
    CHECK(found.counters.api_calls == model::BothSides<int>{8, 9});
    CHECK(found.error_message == "7 items failed");
    CHECK(ready.store->pairs.find(pair)->last_sync_at == ready.now());
    CHECK_FALSE(executions.find({999}).has_value());
    const auto shown = executions.status().front().last_counters;
    CHECK(shown.processed == 1);
    CHECK(shown.created == 2);
    CHECK(shown.updated == 3);
    CHECK(shown.deleted == 4);
    CHECK(shown.unchanged == 5);
    CHECK(shown.conflicts == 6);
    CHECK(shown.failed == 7);
    CHECK(shown.api_calls == model::BothSides<int>{8, 9});
    auto log = ready.store->database.prepare("SELECT execution_log FROM sync_executions");
    REQUIRE(log.step());
    CHECK(log.text(0) == R"([{"bytes_received":5000000000,"bytes_sent":2,"calls":9,)"
                         R"("event":"traffic","repeats":1,"side":"target","waited_ms":4}])");
}

TEST_CASE("runs that were killed are closed as interrupted", "[store][executions]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    const auto other = ready.add_pair("other");
    auto& executions = ready.store->executions;
    const auto killed = executions.begin(pair, "manual", ready.now());
    const auto alive = executions.begin(other, "manual", ready.now());

    CHECK(executions.close_interrupted(pair, ready.now()) == 1);
    CHECK(executions.close_interrupted(pair, ready.now()) == 0);
    CHECK(executions.find(killed)->status == model::ExecutionStatus::failed);
    CHECK(executions.find(killed)->error_message == "interrupted");
    CHECK(executions.find(alive)->status == model::ExecutionStatus::running);
}

TEST_CASE("history and errors are listed newest first, of one pair or all", "[store][executions]")
{
    ReadyDatabase ready;
    const auto bugs = ready.add_pair("bugs");
    const auto stories = ready.add_pair("stories");
    auto& executions = ready.store->executions;
    const auto first = a_run(ready, bugs, model::ExecutionStatus::completed);
    const auto second = a_run(ready, stories, model::ExecutionStatus::failed);
    for (const auto run : {first, second}) {
        model::SyncError error;
        error.execution = run;
        error.type = model::SyncErrorType::validation;
        error.code = "required";
        error.message = "no title";
        error.item = "dev:" + std::to_string(run.value);
        error.field = "Title";
        error.created_at = ready.now();
        executions.add_error(error);
    }

    CHECK(executions.list("", 10).front().id == second);
    CHECK(executions.list("", 1).size() == 1);
    CHECK(executions.list("bugs", 10).size() == 1);
    CHECK(executions.list("none", 10).empty());
    CHECK(executions.errors("", 10).front().execution == second);
    CHECK(executions.errors("bugs", 10).size() == 1);
    const auto errors = executions.errors_of(first);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].type == model::SyncErrorType::validation);
    CHECK(errors[0].code == "required");
    CHECK(errors[0].message == "no title");
    CHECK(errors[0].item == "dev:" + std::to_string(first.value));
    CHECK(errors[0].field == "Title");
    CHECK(errors[0].created_at == ready.now());
}

TEST_CASE("status shows the last run, the last success and what waits", "[store][executions]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair("bugs");
    ready.add_pair("never run");
    const auto link = ready.add_link(pair, "1", "2");
    a_run(ready, pair, model::ExecutionStatus::completed);
    const auto success = ready.now();
    const auto last_start = ready.now();
    a_run(ready, pair, model::ExecutionStatus::failed);
    model::Conflict conflict;
    conflict.link = link;
    conflict.detected_at = ready.now();
    ready.store->conflicts.insert(conflict);
    ready.store->journal.queue(pair, model::Side::source, "1", "no title", ready.now());

    const auto lines = ready.store->executions.status();

    REQUIRE(lines.size() == 2);
    CHECK(lines[0].pair == "bugs");
    CHECK(lines[0].is_enabled);
    CHECK(lines[0].last_run == last_start);
    CHECK(lines[0].last_result == "failed");
    CHECK(lines[0].last_success == success);
    CHECK(lines[0].open_conflicts == 1);
    CHECK(lines[0].failed_items == 1);
    CHECK(lines[0].links == 1);
    CHECK(lines[0].last_end > lines[0].last_run);
    CHECK(lines[0].due_items == 0);
    CHECK(lines[1].last_result.empty());
    CHECK(lines[1].last_run == base::Timestamp{});
}

TEST_CASE("the views show active pairs, statistics and pending conflicts", "[store][executions]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair("bugs");
    ready.add_pair("stories");
    a_run(ready, pair, model::ExecutionStatus::completed);
    a_run(ready, pair, model::ExecutionStatus::failed);
    ready.store->executions.begin(pair, "manual", ready.now());
    auto connector = *ready.store->connectors.find("stories-target");
    connector.is_active = false;
    ready.store->connectors.update(connector, ready.now());
    ready.close();

    CHECK(rows_of(ready.file,
                  "SELECT name, source_connector, target_connector FROM v_active_sync_configs") ==
          std::vector<std::string>{"bugs|bugs-source|bugs-target"});
    CHECK(rows_of(ready.file,
                  "SELECT executions, items, failures, last_successful_run, running "
                  "FROM v_sync_statistics WHERE name = 'bugs'") ==
          std::vector<std::string>{"3|0|1|2026-03-04T05:06:08.890Z|1"});
}
