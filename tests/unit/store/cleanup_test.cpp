#include "store_fixture.hpp"

#include "syncctl/store/cleanup.hpp"

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

        const store::CleanupLimits limits{.history_before = before, .deliveries_before = before};
        const auto promised = store::count_old_rows(*ready.database, limits);
        ready.close();
        CHECK(rows_of(ready.file, "SELECT id FROM sync_executions").size() == executions_before);
        ready.open();
        store::CleanupCounts removed;
        store::CleanupCounts part;
        do {
            part = store::remove_old_rows(*ready.database, limits, 7);
            removed += part;
        } while (part.total().rows > 0);
        CHECK(ready.database->integrity_problems().empty());
        ready.close();

        CHECK(promised.executions.rows == removed.executions.rows);
        CHECK(promised.errors.rows == removed.errors.rows);
        CHECK(promised.conflicts.rows == removed.conflicts.rows);
        CHECK(promised.total().bytes == removed.total().bytes);
        CHECK(removed.executions.rows > 0);
        CHECK(removed.conflicts.rows > 0);
        CHECK(protected_rows(ready.file, before_text) == kept);
        const auto executions_after = rows_of(ready.file, "SELECT id FROM sync_executions").size();
        const auto errors_after = rows_of(ready.file, "SELECT id FROM sync_errors").size();
        const auto conflicts_after = rows_of(ready.file, "SELECT id FROM sync_conflicts").size();
        CHECK(executions_before - executions_after ==
              static_cast<std::size_t>(removed.executions.rows));
        CHECK(errors_before - errors_after == static_cast<std::size_t>(removed.errors.rows));
        CHECK(conflicts_before - conflicts_after ==
              static_cast<std::size_t>(removed.conflicts.rows));
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

    const store::CleanupLimits limits{.history_before = ready.now(), .deliveries_before = {}};
    const auto counts = store::count_old_rows(*ready.database, limits);

    CHECK(counts.executions.rows > 0);
    CHECK(error_of([&] { store::remove_old_rows(*ready.database, limits, 7); }) == ErrorCode::io);
}

TEST_CASE("of old mappings the newest stay, and the one that the last run went by",
          "[store][cleanup]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    const auto idle = ready.add_pair("idle");
    const base::Timestamp long_ago{ready.now().ms - 300 * k_day_ms};
    for (int revision = 1; revision <= 30; ++revision) {
        ready.store->pairs.save_mapping(pair, "document " + std::to_string(revision), {}, long_ago);
    }
    ready.store->pairs.save_mapping(idle, "the only one", {}, long_ago);
    ready.store->pairs.set_completed_basis(pair, "mapping 3, both, source filter ''");

    const auto removed = store::remove_old_rows(
        *ready.database, {.history_before = ready.now(), .deliveries_before = {}}, 1000);

    CHECK(removed.revisions.rows == 9);
    CHECK(removed.revisions.bytes > 9 * 80);
    std::vector<std::string> kept{"3"};
    for (int revision = 11; revision <= 30; ++revision) {
        kept.push_back(std::to_string(revision));
    }
    kept.emplace_back("1");
    CHECK(rows_of(ready.file,
                  "SELECT revision FROM mapping_revisions ORDER BY sync_config_id, revision") ==
          kept);
}

TEST_CASE("what webhooks left goes by its own age", "[store][cleanup]")
{
    ReadyDatabase ready;
    ready.add_pair();
    ready.close();
    edit(
        ready.file,
        "INSERT INTO webhook_deliveries VALUES (1, printf('%064d', 1), '2026-01-01T00:00:00.000Z'),"
        " (1, printf('%064d', 2), '2026-01-01T00:10:00.000Z');"
        "INSERT INTO due_items VALUES (1, 'source', 'old', '2025-01-01T00:00:00.000Z'),"
        " (1, 'source', 'new', '2026-01-01T00:00:00.000Z')");
    ready.open();

    const auto removed =
        store::remove_old_rows(*ready.database,
                               {.history_before = *base::parse_utc("2025-06-01T00:00:00.000Z"),
                                .deliveries_before = *base::parse_utc("2026-01-01T00:05:00.000Z")},
                               1000);

    CHECK(removed.deliveries.rows == 1);
    CHECK(removed.due_items.rows == 1);
    CHECK(rows_of(ready.file, "SELECT item_id FROM due_items") == std::vector<std::string>{"new"});
}

TEST_CASE("the space of what was removed is given back a step at a time", "[store][cleanup]")
{
    ReadyDatabase ready;
    REQUIRE(ready.database->can_shrink_in_steps());
    const auto pair = ready.add_pair();
    {
        store::Transaction transaction{*ready.database};
        for (int item = 0; item < 2000; ++item) {
            ready.add_link(pair, "s" + std::to_string(item), "t" + std::to_string(item));
        }
        transaction.commit();
    }
    ready.database->checkpoint();
    const auto full_size = std::filesystem::file_size(ready.file);
    ready.store->pairs.remove(pair);
    REQUIRE(ready.database->free_bytes() > 0);

    int steps = 1;
    while (ready.database->shrink_a_step(4)) {
        ++steps;
    }
    ready.database->checkpoint();

    CHECK(steps > 3);
    CHECK(ready.database->free_bytes() == 0);
    CHECK(std::filesystem::file_size(ready.file) < full_size * 3 / 4);
    CHECK(ready.database->integrity_problems().empty());
}

TEST_CASE("a file of an older version shrinks in steps after one vacuum", "[store][cleanup]")
{
    ReadyDatabase ready;
    ready.close();
    edit(ready.file, "PRAGMA journal_mode = DELETE; PRAGMA auto_vacuum = NONE; VACUUM");
    ready.open();
    REQUIRE_FALSE(ready.database->can_shrink_in_steps());

    ready.database->vacuum();

    CHECK(ready.database->can_shrink_in_steps());
    CHECK(ready.database->integrity_problems().empty());
}
