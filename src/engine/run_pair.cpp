#include "syncctl/engine/run_pair.hpp"

#include "guard.hpp"
#include "run_state.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/engine/pair_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace syncctl::engine {
namespace {

constexpr int k_max_replans = 3;
constexpr std::int64_t k_few_new_items = 10; ///< not worth a request to see whether they are ours

std::string connector_name(store::Store& store, base::ConnectorId id)
{
    const auto connector = store.connectors.find(id);
    return connector ? connector->name : std::string{};
}

// ---- counting and telling

bool is_deletion(const LinkPlan& plan)
{
    return plan.action == LinkAction::remove || plan.action == LinkAction::close;
}

/// Counts what the guard wants to know about the touched links, without writing.
void count_links(RunState& state, LinkChoice choice, GuardFacts& facts)
{
    for_each_link_batch(state, choice, [&](Batch&& batch) {
        for (const auto& plan : batch.links) {
            facts.deletions += is_deletion(plan) ? 1 : 0;
            facts.updated_links += plan.writes_anything() ? 1 : 0;
        }
        return !state.context.stop.is_requested();
    });
}

GuardFacts collect_facts(RunState& state)
{
    GuardFacts facts;
    facts.links = state.context.store.links.count(state.pair.id);
    facts.is_mapping_changed = state.is_basis_changed;
    facts.is_emptied = state.is_emptied;
    facts.has_match_rule = state.rules.has_match_rule();
    const auto survey = survey_unlinked(state);
    facts.same_titles = survey.same_keys;
    facts.claims = survey.claims;
    facts.foreign_claims = survey.foreign_claims;
    facts.foreign_pair = survey.foreign_pair;
    for (const Side side : model::k_sides) {
        facts.unlinked[side] = state.work.unlinked_count(side);
        facts.shows_only_strangers[side] =
            facts.unlinked[side] > k_few_new_items && !shows_linked_items(state, side);
    }
    const bool may_delete =
        state.rules.deletes() != model::DeletePolicy::never && state.work.link_count() > 0;
    // Only after a change of the mapping the guard wants to know how many would be rewritten.
    const auto choice = state.is_basis_changed ? LinkChoice::all : LinkChoice::perhaps_deleted;
    if (may_delete || state.is_basis_changed || state.options.is_full) {
        count_links(state, choice, facts);
        state.deletions_left = facts.deletions;
    }
    return facts;
}

/// \throws Error{guard} unless a person allowed it; a dry run goes on and says so
void guard(RunState& state)
{
    const auto facts = collect_facts(state);
    const auto stop =
        check_guard(facts, {.max_deletes = state.options.max_deletes}, state.pair.name);
    if (facts.claims > 0 && facts.links > 0) {
        state.report.warnings.push_back(
            fmt::format("{} without a link carry this pair's marker: the database is older than "
                        "they are, or they are copies; nothing is created for their origins. Link "
                        "them again: syncctl adopt {}",
                        base::counted(static_cast<std::size_t>(facts.claims), "item"),
                        state.pair.name));
    }
    if (state.options.allow_mass_change) {
        state.deletions_left.reset();
    }
    if (!stop) {
        return;
    }
    if (state.options.allow_mass_change || state.options.is_dry_run) {
        state.report.warnings.push_back("guard: " + stop->reason);
        return;
    }
    throw Error{
        ErrorCode::guard,
        fmt::format("pair '{}' stopped before the first write: {}", state.pair.name, stop->reason),
        stop->hint};
}

int size_of(const Batch& batch)
{
    return static_cast<int>(batch.links.size() + batch.creates.size() + batch.failures.size() +
                            batch.dropped.size() + batch.waiting.size());
}

// ---- writing

/// Cuts the batch so that at most `allowance` items are written; true when something was cut.
bool cut_to_limit(Batch& batch, std::size_t& allowance)
{
    // True for what has to wait for a later run.
    const auto is_beyond = [&](bool writes) {
        if (writes && allowance > 0) {
            allowance -= 1;
            return false;
        }
        return writes;
    };
    const auto before = batch.links.size() + batch.creates.size();
    std::erase_if(batch.links,
                  [&](const LinkPlan& plan) { return is_beyond(plan.writes_anything()); });
    std::erase_if(batch.creates, [&](const CreatePlan& plan) { return is_beyond(!plan.problem); });
    return batch.links.size() + batch.creates.size() != before;
}

/// Items are read once for the guard and once for the write. A deletion that only the second read
/// shows was not judged: it waits for the next run. True when there was one.
bool hold_unseen_deletions(RunState& state, Batch& batch)
{
    if (!state.deletions_left) {
        return false;
    }
    const auto held = std::erase_if(batch.links, [&](const LinkPlan& plan) {
        return is_deletion(plan) && --*state.deletions_left < 0;
    });
    if (held > 0) {
        state.report.warnings.push_back(
            fmt::format("{} came to light after the guard had looked; the next run judges them",
                        base::counted(held, "deletion")));
    }
    return held > 0;
}

/// Items that kept changing under our hands wait for the next run.
void queue_restless(RunState& state, const std::vector<base::LinkId>& links)
{
    store::Transaction transaction{state.context.store.database};
    for (const auto id : links) {
        const auto link = state.context.store.links.find(id);
        if (!link) {
            continue;
        }
        constexpr std::string_view k_reason =
            "kept changing while it was written; tried again in the next run";
        const auto& item = link->sides.source.item_id;
        state.context.store.journal.queue(state.pair.id, Side::source, item, k_reason, state.now());
        state.context.store.executions.add_error({.execution = state.execution,
                                                  .type = model::SyncErrorType::api,
                                                  .code = "stale",
                                                  .message = std::string{k_reason},
                                                  .item = state.item_key(Side::source, item),
                                                  .field = {},
                                                  .created_at = state.now()});
        state.report.counters.failed += 1;
        state.note(base::events::k_item_error,
                   {{"item", state.item_key(Side::source, item)}, {"error_code", "stale"}});
    }
    transaction.commit();
    state.tell_events();
}

void write_and_replan(RunState& state, Batch&& batch)
{
    auto again = write_batch(state, std::move(batch));
    for (int round = 0; round < k_max_replans && !again.empty(); ++round) {
        std::vector<store::TouchedLink> touched;
        touched.reserve(again.size());
        for (const auto id : again) {
            touched.push_back(
                {.link = id, .is_touched = {true, true}, .is_deleted = {}, .is_listed = {}});
        }
        again = write_batch(state, plan_links(state, touched));
    }
    if (!again.empty()) {
        queue_restless(state, again);
    }
}

void write_everything(RunState& state)
{
    auto allowance = state.options.limit.value_or(0);
    bool is_cut = false;
    bool has_held = false;
    for_each_batch(state, [&](Batch&& batch) {
        if (state.context.stop.is_requested()) {
            return false;
        }
        has_held = hold_unseen_deletions(state, batch) || has_held;
        if (state.options.limit) {
            is_cut = cut_to_limit(batch, allowance) || is_cut;
        }
        state.report.counters.processed += size_of(batch);
        write_and_replan(state, std::move(batch));
        return !is_cut;
    });
    state.is_complete =
        state.is_complete && !is_cut && !has_held && !state.context.stop.is_requested();
}

void tell_everything(RunState& state)
{
    for_each_batch(state, [&](Batch&& batch) {
        state.report.counters.processed += size_of(batch);
        tell(state, batch);
        if (state.options.validates) {
            validate_batch(state, batch);
        }
        return !state.context.stop.is_requested();
    });
}

// ---- beginning and end

RunResult result_of(const RunState& state)
{
    if (state.context.stop.is_requested()) {
        return RunResult::cancelled;
    }
    return state.report.counters.failed > 0 ? RunResult::completed_with_errors
                                            : RunResult::completed;
}

model::ExecutionStatus status_of(RunResult result)
{
    if (result == RunResult::cancelled) {
        return model::ExecutionStatus::cancelled;
    }
    return result == RunResult::completed ? model::ExecutionStatus::completed
                                          : model::ExecutionStatus::completed_with_errors;
}

/// Clocks that differ by less than can be measured count as one.
void compare_clocks(RunState& state)
{
    const auto offset = [&](Side side) {
        return state.connector(side).clock_offset().value_or(base::ClockOffset{});
    };
    const BothSides<base::ClockOffset> offsets{offset(Side::source), offset(Side::target)};
    const auto uncertainty = offsets.source.uncertainty + offsets.target.uncertainty;
    if (std::chrono::abs(offsets.source.offset - offsets.target.offset) > uncertainty) {
        state.plan.clock_offset = {offsets.source.offset, offsets.target.offset};
        state.plan.time_uncertainty += uncertainty;
    }
}

/// Once for all of them: whoever sends webhooks must not fill anybody's log.
void tell_unseen(const RunState& state)
{
    if (state.unseen == 0) {
        return;
    }
    state.context.log.detail(
        fmt::format("{} that webhooks named ({}{}) cannot be seen; nothing is linked to them, and "
                    "nothing was done",
                    base::counted(state.unseen, "item"),
                    state.first_unseen,
                    state.unseen > 1 ? ", ..." : ""));
}

void run_steps(RunState& state)
{
    settle_intents(state);
    read_changes(state);
    compare_clocks(state);
    state.is_judging = true;
    guard(state);
    state.is_judging = false;
    if (state.options.is_dry_run) {
        tell_everything(state);
    } else {
        write_everything(state);
    }
    tell_unseen(state);
    state.report.counters.processed += static_cast<int>(state.work.dropped());
    state.report.counters.unchanged += static_cast<int>(state.work.dropped());
}

void run_unrecorded(RunState& state)
{
    try {
        run_steps(state);
    } catch (const Error&) {
        count_calls(state);
        throw;
    }
    state.report.result = result_of(state);
    count_calls(state);
    count_open(state);
}

void run_recorded(RunState& state)
{
    begin_execution(state);
    try {
        run_steps(state);
    } catch (const Error& error) {
        state.is_complete = false;
        try {
            finish_execution(state, model::ExecutionStatus::failed, error.message());
        } catch (const Error&) { // NOLINT(bugprone-empty-catch): the other error is the one to tell
            // A full disk stops this note, too. The next run closes the execution.
        }
        throw;
    }
    state.report.result = result_of(state);
    finish_execution(state, status_of(state.report.result), {});
}

} // namespace

void run_pair(const RunContext& context,
              const model::Pair& pair,
              const RunOptions& options,
              RunReport& report)
{
    auto& store = context.store;
    const auto rules = rules_of(store, pair);
    store::WorkSet work{store.database, pair.id};
    RunState state{
        .context = context,
        .pair = pair,
        .options = options,
        .rules = rules,
        .names = {connector_name(store, pair.source), connector_name(store, pair.target)},
        .capabilities = {context.source.capabilities(), context.target.capabilities()},
        .plan = {.rules = rules,
                 .direction = pair.direction,
                 .time_uncertainty = {},
                 .clock_offset = {},
                 .now = context.clock.now(),
                 .max_daily_writes = options.max_daily_writes,
                 .changed_rules = {}},
        .work = work,
        .report = report,
        .execution = {},
        .queued = {},
        .due = {},
        .judged = {},
        .first_unseen = {},
        .open_creates = {},
        .interrupted = {},
        .basis = basis_of(pair, rules),
        .deletions_left = {},
        .surveyed = {},
        .is_basis_changed = false,
        .next_watermark = {},
        .is_emptied = {},
        .is_validation_missing = {},
        .signed_out = {},
        .is_complete = false};
    state.plan.time_uncertainty = std::max(state.capabilities.source.time_resolution,
                                           state.capabilities.target.time_resolution);
    const auto completed = store.pairs.completed_basis(pair.id);
    state.is_basis_changed = !completed.empty() && completed != state.basis;
    if (const auto rows = store.pairs.mapping(pair.id); rows && state.is_basis_changed) {
        state.plan.changed_rules = rules_changed_since_last_run(store, pair, *rows);
    }
    if (options.is_dry_run) {
        run_unrecorded(state);
    } else {
        run_recorded(state);
    }
}

} // namespace syncctl::engine
