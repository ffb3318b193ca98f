#include "in_effect.hpp"

#include <algorithm>

namespace syncctl::engine {

std::vector<const mapping::FieldRule*> in_order_of_effect(const mapping::TypeRules& rules)
{
    std::vector<const mapping::FieldRule*> ordered;
    ordered.reserve(rules.fields.size());
    for (const bool wants_conditions : {false, true}) {
        for (const auto& rule : rules.fields) {
            if (rule.conditions().empty() != wants_conditions) {
                ordered.push_back(&rule);
            }
        }
    }
    return ordered;
}

void add_condition_fields(const mapping::TypeRules& rules,
                          model::Side side,
                          const model::WorkItem& item,
                          model::Fields& base)
{
    for (const auto& rule : rules.fields) {
        for (const auto& condition : rule.conditions()) {
            const auto is_of_a_rule = [&](const mapping::FieldRule& other) {
                return other.field(side) == condition.field;
            };
            if (condition.side == side &&
                std::none_of(rules.fields.begin(), rules.fields.end(), is_of_a_rule)) {
                base.insert_or_assign(condition.field, model::field_of(item, condition.field));
            }
        }
    }
}

} // namespace syncctl::engine
