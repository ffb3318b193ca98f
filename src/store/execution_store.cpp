#include "syncctl/store/execution_store.hpp"

#include "scopes.hpp"
#include "stored_values.hpp"

#include "syncctl/base/json.hpp"
#include "syncctl/store/statement.hpp"

#include <nlohmann/json.hpp>

#include <sql/execution_store.hpp>

namespace syncctl::store {

namespace {

int count_of(const Statement& row, int column)
{
    return static_cast<int>(row.integer(column));
}

/// Of columns in the order of items_processed, _created, _updated, _deleted, _skipped, _failed,
/// conflicts_detected, source_api_calls, target_api_calls.
model::Counters read_counters(const Statement& row, int first)
{
    return {.processed = count_of(row, first),
            .created = count_of(row, first + 1),
            .updated = count_of(row, first + 2),
            .deleted = count_of(row, first + 3),
            .unchanged = count_of(row, first + 4),
            .conflicts = count_of(row, first + 6),
            .failed = count_of(row, first + 5),
            .api_calls = {.source = count_of(row, first + 7), .target = count_of(row, first + 8)}};
}

model::Execution read_execution(const Statement& row)
{
    model::Execution execution;
    execution.id = {row.integer(0)};
    execution.pair = {row.integer(1)};
    execution.pair_name = row.text(2);
    execution.trigger = row.text(3);
    execution.started_at = row.time(4);
    execution.completed_at = row.time(5);
    execution.status =
        stored_word(model::execution_status_from(row.view(6)), "the status of an execution");
    execution.counters = read_counters(row, 7);
    execution.error_message = row.text(16);
    return execution;
}

model::SyncError read_error(const Statement& row)
{
    model::SyncError error;
    error.execution = {row.integer(0)};
    error.type = stored_word(model::sync_error_type_from(row.view(1)), "the type of an error");
    error.code = row.text(2);
    error.message = row.text(3);
    error.item = row.text(4);
    error.field = row.text(5);
    error.created_at = row.time(6);
    return error;
}

std::vector<model::SyncError> read_errors(Statement& rows)
{
    std::vector<model::SyncError> errors;
    while (rows.step()) {
        errors.push_back(read_error(rows));
    }
    return errors;
}

/// What has no column of its own: a list with one object for each side that has a network.
std::string traffic_log(const model::Counters& counters)
{
    auto log = nlohmann::json::array();
    for (const auto side : model::k_sides) {
        if (const auto& traffic = counters.traffic[side]) {
            log.push_back(nlohmann::json{{"event", "traffic"},
                                         {"side", model::to_string(side)},
                                         {"calls", counters.api_calls[side]},
                                         {"repeats", traffic->repeats},
                                         {"bytes_sent", traffic->bytes_sent},
                                         {"bytes_received", traffic->bytes_received},
                                         {"waited_ms", traffic->waited.count()}});
        }
    }
    return base::dump_json(log);
}

} // namespace

base::ExecutionId
ExecutionStore::begin(base::PairId pair, std::string_view trigger, base::Timestamp now)
{
    WriteScope scope{m_database};
    auto insert = m_database.prepare(sql::execution_store::begin);
    insert.bind(":pair_id", pair.value);
    insert.bind(":trigger", trigger);
    insert.bind(":now", now);
    insert.run();
    const base::ExecutionId id{m_database.last_insert_id()};
    scope.commit();
    return id;
}

void ExecutionStore::finish(const model::Execution& execution, base::Timestamp now)
{
    WriteScope scope{m_database};
    const auto& counters = execution.counters;
    auto update = m_database.prepare(sql::execution_store::finish);
    update.bind(":id", execution.id.value);
    update.bind(":status", model::to_string(execution.status));
    update.bind(":now", now);
    update.bind(":processed", std::int64_t{counters.processed});
    update.bind(":created", std::int64_t{counters.created});
    update.bind(":updated", std::int64_t{counters.updated});
    update.bind(":deleted", std::int64_t{counters.deleted});
    update.bind(":unchanged", std::int64_t{counters.unchanged});
    update.bind(":failed", std::int64_t{counters.failed});
    update.bind(":conflicts", std::int64_t{counters.conflicts});
    update.bind(":source_calls", std::int64_t{counters.api_calls.source});
    update.bind(":target_calls", std::int64_t{counters.api_calls.target});
    update.bind(":error_message", execution.error_message);
    update.bind(":log", traffic_log(counters));
    update.run();
    if (execution.status == model::ExecutionStatus::completed ||
        execution.status == model::ExecutionStatus::completed_with_errors) {
        auto pair = m_database.prepare(sql::execution_store::set_last_sync);
        pair.bind(":pair_id", execution.pair.value);
        pair.bind(":now", now);
        pair.run();
    }
    scope.commit();
}

std::int64_t ExecutionStore::close_interrupted(base::PairId pair, base::Timestamp now)
{
    WriteScope scope{m_database};
    auto update = m_database.prepare(sql::execution_store::close_interrupted);
    update.bind(":pair_id", pair.value);
    update.bind(":now", now);
    update.run();
    const auto closed = m_database.changed_rows();
    scope.commit();
    return closed;
}

std::optional<model::Execution> ExecutionStore::find(base::ExecutionId id)
{
    auto rows = m_database.prepare(sql::execution_store::find);
    rows.bind(":id", id.value);
    return rows.step() ? std::optional{read_execution(rows)} : std::nullopt;
}

std::vector<model::Execution> ExecutionStore::list(std::string_view pair, std::size_t limit)
{
    std::vector<model::Execution> executions;
    auto rows = m_database.prepare(sql::execution_store::list);
    rows.bind(":pair", pair);
    rows.bind(":limit", static_cast<std::int64_t>(limit));
    while (rows.step()) {
        executions.push_back(read_execution(rows));
    }
    return executions;
}

void ExecutionStore::add_error(const model::SyncError& error)
{
    WriteScope scope{m_database};
    auto insert = m_database.prepare(sql::execution_store::insert_error);
    insert.bind(":execution_id", error.execution.value);
    insert.bind(":type", model::to_string(error.type));
    insert.bind(":code", error.code);
    insert.bind(":message", error.message);
    insert.bind(":item", error.item);
    insert.bind(":field", error.field);
    insert.bind(":created_at", error.created_at);
    insert.run();
    scope.commit();
}

std::vector<model::SyncError> ExecutionStore::errors(std::string_view pair, std::size_t limit)
{
    auto rows = m_database.prepare(sql::execution_store::list_errors);
    rows.bind(":pair", pair);
    rows.bind(":limit", static_cast<std::int64_t>(limit));
    return read_errors(rows);
}

std::vector<model::SyncError> ExecutionStore::errors_of(base::ExecutionId id)
{
    auto rows = m_database.prepare(sql::execution_store::list_errors_of);
    rows.bind(":execution_id", id.value);
    return read_errors(rows);
}

std::vector<PairStatus> ExecutionStore::status()
{
    std::vector<PairStatus> lines;
    auto rows = m_database.prepare(sql::execution_store::status);
    while (rows.step()) {
        lines.push_back({.pair = rows.text(0),
                         .is_enabled = rows.integer(1) != 0,
                         .last_run = rows.time(2),
                         .last_result = rows.text(3),
                         .last_success = rows.time(4),
                         .next_run = rows.time(5),
                         .open_conflicts = rows.integer(6),
                         .failed_items = rows.integer(7),
                         .links = rows.integer(8),
                         .last_end = rows.time(9),
                         .last_counters = read_counters(rows, 10),
                         .due_items = rows.integer(19)});
    }
    return lines;
}

} // namespace syncctl::store
