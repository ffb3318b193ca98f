#include "store_fixture.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace syncctl;
using namespace syncctl::test;

namespace {

constexpr std::int64_t k_day_ms = 86'400'000;

/// Years of made-up history of three pairs, different for every seed.
void fill_with_history(ReadyDatabase& ready, unsigned seed)
{
    std::mt19937 random{seed};
    const auto chance = [&random](unsigned percent) { return random() % 100 < percent; };
    auto& stores = *ready.store;
    store::Transaction transaction{*ready.database};
    for (const auto* const name : {"bugs", "stories", "requests"}) {
        const auto pair = ready.add_pair(name);
        for (int item = 0; item < 10; ++item) {
            ready.add_link(pair, std::to_string(item), std::to_string(item));
        }
        const auto links = stores.links.page(pair, {}, 10);
        for (int run = 0; run < 30; ++run) {
            const base::Timestamp time{ready.now().ms -
                                       static_cast<std::int64_t>(random() % 200) * k_day_ms};
            model::Execution execution;
            execution.id = stores.executions.begin(pair, "manual", time);
            execution.pair = pair;
            execution.status =
                chance(60) ? model::ExecutionStatus::completed : model::ExecutionStatus::failed;
            if (chance(95)) {
                stores.executions.finish(execution, time);
            }
            for (auto count = random() % 3; count > 0; --count) {
                model::SyncError error;
                error.execution = execution.id;
                error.message = "made up";
                error.created_at = time;
                stores.executions.add_error(error);
            }
            model::Conflict conflict;
            conflict.execution = execution.id;
            conflict.link = links[random() % links.size()].id;
            conflict.field = "field " + std::to_string(run);
            conflict.detected_at = time;
            const auto id = stores.conflicts.insert(conflict);
            if (chance(80)) {
                stores.conflicts.close(id, "agreed", "syncctl", time);
            }
        }
        std::vector<model::Intent> intents(1);
        intents[0].pair = pair;
        intents[0].first_sent_at = base::Timestamp{ready.now().ms - 300 * k_day_ms};
        stores.journal.record(intents);
        stores.journal.queue(pair, model::Side::source, "1", "made up", intents[0].first_sent_at);
        stores.pairs.set_watermark(pair, model::Side::source, "w", intents[0].first_sent_at);
        stores.pairs.save_mapping(pair, "x", {}, intents[0].first_sent_at);
    }
    transaction.commit();
}

/// Everything that cleanup must leave exactly as it is.
std::vector<std::string> protected_rows(const std::filesystem::path& file,
                                        const std::string& before)
{
    std::vector<std::string> all;
    for (const std::string& query :
         {std::string{"SELECT * FROM synced_items ORDER BY id"},
          std::string{"SELECT * FROM sync_intents ORDER BY id"},
          std::string{"SELECT * FROM retry_queue ORDER BY 1, 2, 3"},
          std::string{"SELECT * FROM watermarks ORDER BY 1, 2"},
          std::string{"SELECT * FROM sync_configs ORDER BY id"},
          std::string{"SELECT * FROM mapping_revisions ORDER BY 1, 2"},
          std::string{"SELECT * FROM connectors ORDER BY id"},
          std::string{"SELECT * FROM sync_conflicts WHERE resolved_at IS NULL ORDER BY id"},
          "SELECT * FROM sync_conflicts WHERE resolved_at >= '" + before + "' ORDER BY id",
          std::string{"SELECT * FROM sync_executions WHERE status = 'running' ORDER BY id"},
          "SELECT * FROM sync_executions WHERE completed_at >= '" + before + "' ORDER BY id",
          std::string{"SELECT *, max(id) FROM sync_executions GROUP BY sync_config_id"},
          std::string{"SELECT name, last_successful_run FROM v_sync_statistics"}}) {
        for (auto& row : rows_of(file, query)) {
            all.push_back(std::move(row));
        }
    }
    return all;
}

} // namespace

TEST_CASE("cleanup removes old history and never anything else", "[store][cleanup][property]")
{
    for (const unsigned seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
        INFO("seed " << seed);
        ReadyDatabase ready;
        fill_with_history(ready, seed);
        const base::Timestamp before{ready.now().ms - 90 * k_day_ms};
        const auto before_text = base::format_utc(before);
        ready.close();
        const auto kept = protected_rows(ready.file, before_text);
        const auto executions_before = rows_of(ready.file, "SELECT id FROM sync_executions").size();
        const auto errors_before = rows_of(ready.file, "SELECT id FROM sync_errors").size();
        const auto conflicts_before = rows_of(ready.file, "SELECT id FROM sync_conflicts").size();
        ready.open();

        const auto promised = ready.store->executions.cleanup(before, true);
        ready.close();
        CHECK(rows_of(ready.file, "SELECT id FROM sync_executions").size() == executions_before);
        ready.open();
        const auto removed = ready.store->executions.cleanup(before, false);
        const auto nothing = ready.store->executions.cleanup(before, false);
        CHECK(ready.database->integrity_problems().empty());
        ready.close();

        CHECK(promised.executions == removed.executions);
        CHECK(promised.errors == removed.errors);
        CHECK(promised.conflicts == removed.conflicts);
        CHECK(removed.executions > 0);
        CHECK(removed.conflicts > 0);
        CHECK(nothing.executions + nothing.errors + nothing.conflicts == 0);
        CHECK(protected_rows(ready.file, before_text) == kept);
        const auto executions_after = rows_of(ready.file, "SELECT id FROM sync_executions").size();
        const auto errors_after = rows_of(ready.file, "SELECT id FROM sync_errors").size();
        const auto conflicts_after = rows_of(ready.file, "SELECT id FROM sync_conflicts").size();
        CHECK(executions_before - executions_after == static_cast<std::size_t>(removed.executions));
        CHECK(errors_before - errors_after == static_cast<std::size_t>(removed.errors));
        CHECK(conflicts_before - conflicts_after == static_cast<std::size_t>(removed.conflicts));
        CHECK(rows_of(ready.file,
                      "SELECT id FROM sync_conflicts WHERE resolved_at < '" + before_text + "'")
                  .empty());
    }
}

TEST_CASE("counting what cleanup would remove works on a database that cannot be written",
          "[store][cleanup]")
{
    ReadyDatabase ready;
    fill_with_history(ready, 1);
    ready.open(store::OpenMode::read_only);

    const auto counts = ready.store->executions.cleanup(ready.now(), true);

    CHECK(counts.executions > 0);
    CHECK(error_of([&] { ready.store->executions.cleanup(ready.now(), false); }) == ErrorCode::io);
}
