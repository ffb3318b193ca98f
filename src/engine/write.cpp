#include "outbox.hpp"

#include <fmt/format.h>

#include <functional>
#include <utility>

namespace syncctl::engine {
namespace {

using connectors::Operation;

/// A damaged page may hide links, and their items would be created twice. So the structure of the
/// file is looked at once before the first write of a run (a tenth of a second for 50,000 links); a
/// run that has nothing to write does without.
void require_sound_database(RunState& state)
{
    if (state.is_database_checked) {
        return;
    }
    const auto problems = state.context.store.database.quick_problems();
    if (!problems.empty()) {
        throw Error{ErrorCode::damaged_database,
                    fmt::format("the database is damaged, so nothing was sent: {}",
                                problems.substr(0, problems.find('\n'))),
                    "syncctl migrate verify shows all of it; then put a backup in its place: "
                    "syncctl restore FILE"};
    }
    state.is_database_checked = true;
}

/// Durable before anything leaves: a crash after this commit is settled by the next run.
void record_intents(RunState& state, Outbox& outbox, Batch& batch)
{
    if (outbox.intents.empty()) {
        return;
    }
    require_sound_database(state);
    store::Transaction transaction{state.context.store.database};
    state.context.store.journal.record(outbox.intents);
    record_losers(state, batch);
    transaction.commit();
}

std::vector<connectors::WriteResult>
send(RunState& state, Side side, std::vector<Sending>& sendings)
{
    std::vector<Operation> operations;
    operations.reserve(sendings.size());
    for (auto& sending : sendings) {
        operations.push_back(std::move(sending.operation));
    }
    auto results = state.connector(side).write(operations);
    require_one_each(state, side, results.size(), operations.size(), "writes");
    return results;
}

} // namespace

std::vector<base::LinkId> write_batch(RunState& state, Batch batch)
{
    auto outbox = fill_outbox(state, batch);
    record_intents(state, outbox, batch);
    BothSides<std::vector<connectors::WriteResult>> results;
    const auto sender = [&](Side side) -> std::function<void()> {
        if (outbox.sides[side].empty()) {
            return {};
        }
        return [&, side] { results[side] = send(state, side, outbox.sides[side]); };
    };
    on_both_sides(sender(Side::source), sender(Side::target));

    Outcomes outcomes;
    outcomes.links.resize(batch.links.size());
    outcomes.creates.resize(batch.creates.size());
    for (const Side side : model::k_sides) {
        for (std::size_t i = 0; i < results[side].size(); ++i) {
            const auto& sending = outbox.sides[side][i];
            WriteOutcome outcome{std::move(outbox.intents[sending.intent]),
                                 std::move(results[side][i])};
            if (sending.is_create) {
                outcomes.creates[sending.plan] = std::move(outcome);
            } else {
                outcomes.links[sending.plan][side] = std::move(outcome);
            }
        }
    }
    auto again = record_outcomes(state, batch, outcomes);
    if (state.signed_out) {
        throw Error{*state.signed_out};
    }
    return again;
}

} // namespace syncctl::engine
