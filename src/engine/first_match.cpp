#include "run_state.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace syncctl::engine {
namespace {

constexpr std::int64_t k_few_items =
    50; ///< below this nobody's database is flooded with duplicates

bool names_a_title(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return text.find("title") != std::string::npos || text.find("subject") != std::string::npos ||
           text.find("summary") != std::string::npos;
}

/// The rule that carries what people call an item, if the mapping has one.
const mapping::FieldRule* title_rule(const mapping::TypeRules& rules)
{
    const auto found =
        std::find_if(rules.fields.begin(), rules.fields.end(), [](const mapping::FieldRule& rule) {
            return !rule.is_constant() && (names_a_title(rule.field(Side::source)) ||
                                           names_a_title(rule.field(Side::target)));
        });
    return found == rules.fields.end() ? nullptr : &*found;
}

/// The title in terms of the target, so that both sides can be compared.
std::optional<std::string>
title_key(Side side, const mapping::TypeRules& rules, const model::WorkItem& item)
{
    const auto* rule = title_rule(rules);
    if (rule == nullptr) {
        return std::nullopt;
    }
    auto value = model::field_of(item, rule->field(side));
    if (side == Side::source) {
        auto converted = rule->towards(Side::target, value);
        if (std::holds_alternative<mapping::TransformProblem>(converted)) {
            return std::nullopt;
        }
        value = std::get<model::Value>(std::move(converted));
    }
    auto text = model::to_text(value);
    return text.empty() ? std::nullopt : std::optional{std::move(text)};
}

void set_keys(RunState& state, Side side)
{
    std::int64_t after = 0;
    for (;;) {
        const auto items = state.work.unlinked(side, after, state.options.batch_size);
        if (items.empty()) {
            return;
        }
        after = items.back().row;
        std::vector<std::string> ids;
        ids.reserve(items.size());
        for (const auto& item : items) {
            ids.push_back(item.item_id);
        }
        const auto results = state.connector(side).get(ids);
        for (std::size_t i = 0; i < results.size(); ++i) {
            const auto* item = std::get_if<model::WorkItem>(&results[i]);
            const auto* rules = item != nullptr ? state.rules.for_type(side, item->type) : nullptr;
            if (rules == nullptr ||
                !state.connector(side).matches_filter(*item, state.filter(side))) {
                continue;
            }
            const auto key = state.rules.has_match_rule()
                                 ? state.rules.match_key(side, *rules, *item)
                                 : title_key(side, *rules, *item);
            if (key) {
                state.work.set_match_key(side, items[i].row, *key);
            }
        }
        state.progress("comparing", after, 0);
    }
}

} // namespace

std::int64_t find_matches(RunState& state)
{
    const auto fewer =
        std::min(state.work.unlinked_count(Side::source), state.work.unlinked_count(Side::target));
    const bool may_duplicate =
        fewer >= k_few_items && state.context.store.links.count(state.pair.id) == 0;
    if (fewer == 0 || (!state.rules.has_match_rule() && !may_duplicate)) {
        return 0;
    }
    for (const Side side : k_sides) {
        set_keys(state, side);
    }
    return state.work.common_key_count();
}

} // namespace syncctl::engine
