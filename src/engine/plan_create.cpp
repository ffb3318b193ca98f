#include "planner.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace syncctl::engine {

using model::BothSides;
using model::Fields;
using model::Side;
using model::Value;

model::BothSides<bool> writable_sides(model::Direction direction)
{
    return {model::allows_writing(direction, Side::source),
            model::allows_writing(direction, Side::target)};
}

CreatePlan plan_create(const PlanContext& context,
                       const mapping::TypeRules& rules,
                       Side origin_side,
                       model::WorkItem origin)
{
    CreatePlan plan;
    plan.side = model::other(origin_side);
    plan.rules = &rules;
    plan.fields = context.rules.defaults_for(plan.side, rules.type(plan.side));
    for (const auto& rule : rules.fields) {
        if (!rule.writes(plan.side)) {
            continue;
        }
        const auto value =
            rule.is_constant() ? Value{} : model::field_of(origin, rule.field(origin_side));
        auto result = rule.towards(plan.side, value);
        if (const auto* failure = std::get_if<mapping::TransformProblem>(&result)) {
            plan.problem = ItemProblem{.type = model::SyncErrorType::mapping,
                                       .side = origin_side,
                                       .field = rule.name(),
                                       .message = failure->reason};
            break;
        }
        auto& converted = std::get<Value>(result);
        if (model::is_null(converted)) {
            continue;
        }
        FieldChange change;
        change.name = rule.name();
        (origin_side == Side::source ? change.source : change.target) = value;
        change.result = converted;
        plan.changes.push_back(std::move(change));
        plan.fields.insert_or_assign(rule.field(plan.side), std::move(converted));
    }
    plan.origin = std::move(origin);
    return plan;
}

BothSides<Fields> base_after_create(const PlanContext& context,
                                    const mapping::TypeRules& rules,
                                    Side partner_side,
                                    const model::WorkItem& origin,
                                    const model::WorkItem& partner)
{
    const Side origin_side = model::other(partner_side);
    const auto may_write = writable_sides(context.direction);
    BothSides<Fields> base;
    for (const auto& rule : rules.fields) {
        if (!rule.writes(partner_side) || !may_write[partner_side]) {
            continue;
        }
        if (const auto& field = rule.field(origin_side); !field.empty()) {
            base[origin_side].insert_or_assign(field, model::field_of(origin, field));
        }
        if (const auto& field = rule.field(partner_side); !field.empty()) {
            base[partner_side].insert_or_assign(field, model::field_of(partner, field));
        }
    }
    return base;
}

void leave_behind(const mapping::TypeRules& rules,
                  Side partner_side,
                  const std::set<std::string>& shortfalls,
                  BothSides<Fields>& base)
{
    const Side origin_side = model::other(partner_side);
    const auto at_origin = base[origin_side];
    for (const auto& rule : rules.fields) {
        const auto current = at_origin.find(rule.field(origin_side));
        if (!rule.writes(partner_side) || !shortfalls.contains(rule.field(partner_side)) ||
            current == at_origin.end()) {
            continue;
        }
        const auto& at_partner = base[partner_side].at(rule.field(partner_side));
        base[origin_side].insert_or_assign(
            current->first,
            value_behind(rule, origin_side, at_partner, current->second).value_or(Value{}));
    }
}

bool flows_back(const PlanContext& context, const mapping::TypeRules& rules, Side partner_side)
{
    const Side origin_side = model::other(partner_side);
    return writable_sides(context.direction)[origin_side] &&
           std::any_of(
               rules.fields.begin(), rules.fields.end(), [&](const mapping::FieldRule& rule) {
                   return rule.writes(origin_side) && !rule.writes(partner_side);
               });
}

} // namespace syncctl::engine
