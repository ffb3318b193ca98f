#include "outbox.hpp"

#include <utility>

namespace syncctl::engine {

using connectors::Operation;
using model::Intent;
using model::IntentKind;

namespace {

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
    for (const Side side : model::k_sides) {
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

} // namespace

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

} // namespace syncctl::engine
