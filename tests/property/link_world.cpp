#include "link_world.hpp"

#include <algorithm>
#include <utility>

namespace syncctl::test {
namespace {

using engine::ConflictChange;
using engine::LinkAction;
using model::Side;

model::WorkItem an_item(std::string id, std::string type)
{
    model::WorkItem item;
    item.id = std::move(id);
    item.type = std::move(type);
    item.revision.text = "1";
    item.modified_at.ms = 1000;
    return item;
}

} // namespace

LinkWorld::LinkWorld(PairCase the_pair) : pair{std::move(the_pair)}, rules{pair.compiled()}
{
    items.source = an_item("1", "Bug");
    items.target = an_item("2", "Incident");
    link.id = base::LinkId{1};
    for (const Side side : model::k_sides) {
        link.sides[side].item_id = items[side]->id;
        link.sides[side].item_type = items[side]->type;
        link.sides[side].revision = items[side]->revision;
        link.sides[side].modified_at = items[side]->modified_at;
        link.sides[side].edited_at = items[side]->modified_at;
    }
}

void LinkWorld::touch(model::WorkItem& item)
{
    m_time += 1000;
    item.modified_at.ms = m_time;
    item.revision.text = std::to_string(m_time);
}

void LinkWorld::edit(Side side, const std::string& field, model::Value value)
{
    items[side]->fields.insert_or_assign(field, std::move(value));
    touch(*items[side]);
}

engine::PlanContext LinkWorld::context() const
{
    return {.rules = rules,
            .direction = pair.direction,
            .time_uncertainty = {},
            .clock_offset = {},
            .now = base::Timestamp{m_time}};
}

engine::LinkInput LinkWorld::input() const
{
    engine::LinkInput input;
    input.link = link;
    input.open_conflicts = open_conflicts;
    for (const Side side : model::k_sides) {
        if (items[side]) {
            input.sides[side] = *items[side];
        } else {
            input.sides[side] = engine::Gone{};
        }
    }
    return input;
}

engine::LinkPlan LinkWorld::plan() const
{
    return engine::plan_link(context(), input());
}

void LinkWorld::carry_out(const ConflictChange& change)
{
    const auto row =
        std::find_if(open_conflicts.begin(),
                     open_conflicts.end(),
                     [&](const model::Conflict& each) { return each.id == change.conflict.id; });
    switch (change.kind) {
    case ConflictChange::Kind::open: {
        auto opened = change.conflict;
        opened.id.value = m_next_conflict++;
        (opened.resolution.empty() ? open_conflicts : ended_conflicts).push_back(opened);
        break;
    }
    case ConflictChange::Kind::update:
        row->base = change.conflict.base;
        row->source = change.conflict.source;
        row->target = change.conflict.target;
        break;
    case ConflictChange::Kind::withdraw_decision:
        row->decision.reset();
        row->decision_value.reset();
        break;
    case ConflictChange::Kind::close:
        row->resolution = change.conflict.resolution;
        ended_conflicts.push_back(*row);
        open_conflicts.erase(row);
        break;
    }
}

void LinkWorld::apply(engine::LinkPlan plan, const model::BothSides<bool>& succeeds)
{
    const bool removes = plan.action == LinkAction::remove;
    if (plan.action == LinkAction::forget || (removes && succeeds[plan.remove_side])) {
        if (removes) {
            erase(plan.remove_side);
        }
        is_linked = false;
        return;
    }
    model::BothSides<bool> succeeded{true, true};
    model::BothSides<const model::WorkItem*> read_back{};
    for (const Side side : model::k_sides) {
        if (plan.writes[side].empty() && !(removes && side == plan.remove_side)) {
            continue;
        }
        succeeded[side] = succeeds[side];
        if (!succeeds[side]) {
            plan.link.state = model::LinkState::error;
            continue;
        }
        for (const auto& [field, value] : plan.writes[side]) {
            edit(side, field, rewrites[side] ? rewrites[side](value) : value);
        }
        read_back[side] = &*items[side];
        plan.link.sides[side].revision = items[side]->revision;
    }
    engine::advance_bases(plan, succeeded, read_back);
    link = plan.link;
    for (const auto& change : plan.conflicts) {
        if ((!change.needs_write.source || succeeded.source) &&
            (!change.needs_write.target || succeeded.target)) {
            carry_out(change);
        }
    }
}

model::Value LinkWorld::value(Side side, const std::string& field) const
{
    return model::field_of(*items[side], field);
}

LinkWorld a_link(Generator& random, PairCase pair)
{
    LinkWorld world{std::move(pair)};
    for (const auto& rule : world.pair.rules) {
        for (const Side side : model::k_sides) {
            const auto& field =
                side == Side::source ? rule.row.source_field : rule.row.target_field;
            if (field.empty()) {
                continue;
            }
            auto value = a_value(random, rule, side);
            if (!random.chance(15)) {
                world.link.sides[side].base.insert_or_assign(field, value);
            }
            if (random.chance(50)) {
                value = a_value(random, rule, side);
            }
            world.edit(side, field, std::move(value));
        }
    }
    return world;
}

} // namespace syncctl::test
