#include "run_state.hpp"

namespace syncctl::engine {
namespace {

void advance_watermarks(RunState& state)
{
    auto& pairs = state.context.store.pairs;
    for (const Side side : model::k_sides) {
        const auto& next = state.next_watermark[side].bytes;
        if (pairs.watermark(state.pair.id, side) != next) {
            pairs.set_watermark(state.pair.id, side, next, state.now());
        }
    }
    if (pairs.completed_basis(state.pair.id) != state.basis) {
        pairs.set_completed_basis(state.pair.id, state.basis);
    }
}

} // namespace

void begin_execution(RunState& state)
{
    auto& store = state.context.store;
    store::Transaction transaction{store.database};
    store.executions.close_interrupted(state.pair.id, state.now());
    state.execution = store.executions.begin(state.pair.id, state.options.trigger, state.now());
    transaction.commit();
    state.report.execution = state.execution;
    state.note(base::events::k_run_start, {{"trigger", state.options.trigger}});
    state.tell_events();
}

void count_calls(RunState& state)
{
    for (const Side side : model::k_sides) {
        state.report.counters.api_calls[side] = state.connector(side).api_calls();
        state.report.counters.traffic[side] = state.connector(side).traffic();
    }
}

void count_open(RunState& state)
{
    auto& store = state.context.store;
    const auto pair = state.pair.id;
    state.report.open_conflicts = store.conflicts.open_count(pair);
    state.report.open_intents = static_cast<std::int64_t>(store.journal.open_intents(pair).size());
}

void finish_execution(RunState& state,
                      model::ExecutionStatus status,
                      const std::string& error_message)
{
    auto& store = state.context.store;
    count_calls(state);
    model::Execution execution;
    execution.id = state.execution;
    execution.pair = state.pair.id;
    execution.status = status;
    execution.counters = state.report.counters;
    execution.error_message = error_message;
    store::Transaction transaction{store.database};
    if (state.is_complete && state.options.items.empty()) {
        if (!state.options.is_only_due) {
            advance_watermarks(state);
        }
        store::WebhookStore{store.database}.remove_due(state.pair.id, state.due);
    }
    store.executions.finish(execution, state.now());
    transaction.commit();
    count_open(state);
}

} // namespace syncctl::engine
