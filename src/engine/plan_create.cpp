#include "in_effect.hpp"
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

namespace {

/// Puts what the rule gives into the plan; false when it cannot.
bool add_field(const mapping::FieldRule& rule, CreatePlan& plan)
{
    const Side origin_side = model::other(plan.side);
    const auto value =
        rule.is_constant() ? Value{} : model::field_of(plan.origin, rule.field(origin_side));
    auto result = rule.towards(plan.side, value);
    if (const auto* failure = std::get_if<mapping::TransformProblem>(&result)) {
        plan.problem = ItemProblem{.type = model::SyncErrorType::mapping,
                                   .side = origin_side,
                                   .field = rule.name(),
                                   .message = failure->reason};
        return false;
    }
    if (auto* left_alone = std::get_if<mapping::LeftAlone>(&result)) {
        plan.left_alone.push_back({origin_side, rule.name(), std::move(left_alone->reason)});
        return true;
    }
    auto& converted = std::get<Value>(result);
    if (model::is_null(converted)) {
        return true;
    }
    FieldChange change;
    change.name = rule.name();
    (origin_side == Side::source ? change.source : change.target) = value;
    change.result = converted;
    plan.changes.push_back(std::move(change));
    plan.fields.insert_or_assign(rule.field(plan.side), std::move(converted));
    return true;
}

} // namespace

CreatePlan plan_create(const PlanContext& context,
                       const mapping::TypeRules& rules,
                       Side origin_side,
                       model::WorkItem origin)
{
    CreatePlan plan;
    plan.side = model::other(origin_side);
    plan.rules = &rules;
    plan.fields = context.rules.defaults_for(plan.side, rules.type(plan.side));
    plan.origin = std::move(origin);
    // Of the partner there is what it is about to be made with.
    const auto value_of = [&](Side side, const std::string& field) -> std::optional<Value> {
        return side == origin_side ? model::field_of(plan.origin, field)
                                   : model::value_of(plan.fields, field);
    };
    for (const auto* rule : in_order_of_effect(rules)) {
        if (!rule->writes(plan.side) || !rule->is_in_effect(value_of)) {
            continue;
        }
        plan.in_effect.push_back(rule);
        if (!add_field(*rule, plan)) {
            break;
        }
    }
    return plan;
}

BothSides<Fields> base_after_create(const PlanContext& context,
                                    const CreatePlan& plan,
                                    const model::WorkItem& partner)
{
    const Side partner_side = plan.side;
    const Side origin_side = model::other(partner_side);
    BothSides<Fields> base;
    if (!writable_sides(context.direction)[partner_side]) {
        return base;
    }
    for (const auto* rule : plan.in_effect) {
        if (const auto& field = rule->field(origin_side); !field.empty()) {
            base[origin_side].insert_or_assign(field, model::field_of(plan.origin, field));
        }
        if (const auto& field = rule->field(partner_side); !field.empty()) {
            base[partner_side].insert_or_assign(field, model::field_of(partner, field));
        }
    }
    for (const auto& rule : plan.rules->fields) {
        if (!rule.writes(partner_side) || rule.conditions().empty()) {
            continue;
        }
        base[origin_side].try_emplace(rule.field(origin_side), Value{});
        base[partner_side].try_emplace(rule.field(partner_side),
                                       model::field_of(partner, rule.field(partner_side)));
    }
    add_condition_fields(*plan.rules, origin_side, plan.origin, base[origin_side]);
    add_condition_fields(*plan.rules, partner_side, partner, base[partner_side]);
    base.source.erase("");
    base.target.erase("");
    return base;
}

void leave_behind(const CreatePlan& plan,
                  const std::set<std::string>& shortfalls,
                  BothSides<Fields>& base)
{
    const Side origin_side = model::other(plan.side);
    const auto at_origin = base[origin_side];
    for (const auto* rule : plan.in_effect) {
        const auto current = at_origin.find(rule->field(origin_side));
        if (!shortfalls.contains(rule->field(plan.side)) || current == at_origin.end()) {
            continue;
        }
        const auto& at_partner = base[plan.side].at(rule->field(plan.side));
        base[origin_side].insert_or_assign(
            current->first,
            value_behind(*rule, origin_side, at_partner, current->second).value_or(Value{}));
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
