#include "run_state.hpp"

#include <fmt/format.h>

#include <functional>
#include <utility>

namespace syncctl::engine {
namespace {

using connectors::Operation;
using model::Intent;
using model::IntentKind;

/// One remote write of a batch: what is sent, its intent, and where its outcome belongs.
struct Sending {
    Operation operation;
    std::size_t intent = 0; ///< place in the batch's intents
    bool is_create = false;
    std::size_t plan = 0; ///< place in Batch::links or Batch::creates
};

struct Outbox {
    std::vector<Intent> intents;
    BothSides<std::vector<Sending>> sides;
};

Intent new_intent(const RunState& state, IntentKind kind, Side side)
{
    Intent intent;
    intent.pair = state.pair.id;
    intent.kind = kind;
    intent.side = side;
    intent.first_sent_at = state.now();
    return intent;
}

void put(
    Outbox& outbox, Side side, Intent intent, Operation operation, bool is_create, std::size_t plan)
{
    outbox.sides[side].push_back({.operation = std::move(operation),
                                  .intent = outbox.intents.size(),
                                  .is_create = is_create,
                                  .plan = plan});
    outbox.intents.push_back(std::move(intent));
}

void put_link(const RunState& state, Outbox& outbox, const LinkPlan& plan, std::size_t place)
{
    for (const Side side : k_sides) {
        const auto& item = plan.link.sides[side];
        if (plan.action == LinkAction::remove && side == plan.remove_side) {
            auto intent = new_intent(state, IntentKind::remove, side);
            intent.item = item.item_id;
            intent.item_type = item.item_type;
            intent.expected_revision = item.revision;
            put(outbox,
                side,
                std::move(intent),
                connectors::RemoveItem{.id = item.item_id, .expected_revision = item.revision},
                false,
                place);
        } else if (!plan.writes[side].empty()) {
            auto intent = new_intent(state, IntentKind::update, side);
            intent.item = item.item_id;
            intent.item_type = item.item_type;
            intent.expected_revision = item.revision;
            intent.fields = plan.writes[side];
            put(outbox,
                side,
                std::move(intent),
                connectors::UpdateItem{.id = item.item_id,
                                       .expected_revision = item.revision,
                                       .fields = plan.writes[side]},
                false,
                place);
        }
    }
}

void put_create(const RunState& state, Outbox& outbox, const CreatePlan& plan, std::size_t place)
{
    const Side origin = model::other(plan.side);
    auto intent = new_intent(state, IntentKind::create, plan.side);
    intent.origin_item = plan.origin.id;
    intent.item_type = plan.rules->type(plan.side);
    intent.marker = model::marker_for(state.pair.uuid, origin, plan.origin.id);
    intent.fields = plan.fields;
    connectors::CreateItem create{.type = intent.item_type,
                                  .fields = plan.fields,
                                  .marker = intent.marker,
                                  .origin_address =
                                      state.connector(origin).web_address(plan.origin.id)};
    put(outbox, plan.side, std::move(intent), std::move(create), true, place);
}

Outbox fill_outbox(const RunState& state, const Batch& batch)
{
    Outbox outbox;
    for (std::size_t i = 0; i < batch.links.size(); ++i) {
        put_link(state, outbox, batch.links[i], i);
    }
    for (std::size_t i = 0; i < batch.creates.size(); ++i) {
        if (!batch.creates[i].problem) {
            put_create(state, outbox, batch.creates[i], i);
        }
    }
    return outbox;
}

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
                    "syncctl migrate verify shows all of it; then put a backup in its place"};
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

/// The item that people know: of a create the one that gets a partner.
std::string key_of(const RunState& state, const Intent& intent)
{
    return intent.kind == IntentKind::create
               ? state.item_key(model::other(intent.side), intent.origin_item)
               : state.item_key(intent.side, intent.item);
}

void tell_validation(RunState& state, const Intent& intent, const connectors::WriteResult& result)
{
    auto& report = state.report;
    const auto key = key_of(state, intent);
    if (const auto* refused = std::get_if<connectors::Refused>(&result)) {
        report.counters.failed += 1;
        report.warnings.push_back(fmt::format("{}: '{}' would refuse it: {}{}{}",
                                              key,
                                              state.names[intent.side],
                                              refused->field,
                                              refused->field.empty() ? "" : ": ",
                                              refused->reason));
    } else if (const auto* signed_out = std::get_if<connectors::SignedOut>(&result)) {
        throw Error{signed_out->error};
    } else if (const auto* transient = std::get_if<connectors::Transient>(&result)) {
        report.warnings.push_back(
            fmt::format("{}: could not be checked: {}", key, transient->reason));
    } else if (const auto* unknown = std::get_if<connectors::Unknown>(&result)) {
        report.warnings.push_back(
            fmt::format("{}: could not be checked: {}", key, unknown->evidence));
    }
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
    if (results.size() != operations.size()) {
        throw Error{ErrorCode::failed,
                    fmt::format("connector '{}' gave {} results for {} writes",
                                state.names[side],
                                results.size(),
                                operations.size())};
    }
    return results;
}

} // namespace

void validate_batch(RunState& state, const Batch& batch)
{
    const auto outbox = fill_outbox(state, batch);
    BothSides<std::optional<std::vector<connectors::WriteResult>>> results;
    const auto validator = [&](Side side) -> std::function<void()> {
        if (outbox.sides[side].empty()) {
            return {};
        }
        return [&, side] {
            std::vector<Operation> operations;
            for (const auto& sending : outbox.sides[side]) {
                operations.push_back(sending.operation);
            }
            results[side] = state.connector(side).validate(operations);
        };
    };
    on_both_sides(validator(Side::source), validator(Side::target));
    for (const Side side : k_sides) {
        const auto& sent = outbox.sides[side];
        if (!sent.empty() && !results[side] && !state.is_validation_missing[side]) {
            state.is_validation_missing[side] = true;
            state.report.warnings.push_back(
                fmt::format("'{}' cannot check a write without storing it", state.names[side]));
        }
        for (std::size_t i = 0; results[side] && i < sent.size(); ++i) {
            tell_validation(state, outbox.intents[sent[i].intent], results[side]->at(i));
        }
    }
}

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
    for (const Side side : k_sides) {
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
