#include "run_state.hpp"

#include "syncctl/engine/pair_rules.hpp"

#include <algorithm>
#include <string>

namespace syncctl::engine {
namespace {

constexpr std::int64_t k_few_items =
    50; ///< below this nobody's database is flooded with duplicates

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
        if (!std::holds_alternative<model::Value>(converted)) {
            return std::nullopt;
        }
        value = std::get<model::Value>(std::move(converted));
    }
    auto text = model::to_text(value);
    return text.empty() ? std::nullopt : std::optional{std::move(text)};
}

/// Reads the unlinked items of both sides once, and counts what they say.
class Surveyor {
public:
    explicit Surveyor(RunState& state, bool wants_keys) : m_state{state}, m_wants_keys{wants_keys}
    {
    }

    void look_at(Side side)
    {
        std::int64_t after = 0;
        for (;;) {
            const auto items = m_state.work.unlinked(side, after, m_state.options.batch_size);
            if (items.empty()) {
                return;
            }
            after = items.back().row;
            std::vector<std::string> ids;
            ids.reserve(items.size());
            for (const auto& item : items) {
                ids.push_back(item.item_id);
            }
            auto results = m_state.connector(side).get(ids);
            for (std::size_t i = 0; i < results.size(); ++i) {
                if (auto* item = std::get_if<model::WorkItem>(&results[i])) {
                    note(side, items[i].row, *item);
                    m_state.surveyed[side].keep(std::move(*item), m_state.now());
                } else {
                    m_state.judged[side].keep(ids[i], results[i], m_state.now());
                }
            }
            m_state.progress("comparing", after, 0);
        }
    }

    [[nodiscard]] std::int64_t foreign_claims() const { return m_foreign_claims; }

    /// The pair that the first foreign marker names.
    [[nodiscard]] const std::string& foreign_pair() const { return m_foreign_pair; }

private:
    void note(Side side, std::int64_t row, const model::WorkItem& item)
    {
        const auto marker = model::parse_marker(item.marker);
        if (marker && marker->origin == model::other(side)) {
            if (marker->pair_uuid == m_state.pair.uuid) {
                // While its create is open it is what that one is waiting for.
                if (!m_state.open_creates.contains({marker->origin, marker->item_id})) {
                    m_state.work.set_claim(side, row, marker->item_id);
                }
                return;
            }
            if (!m_state.context.store.pairs.knows_uuid(marker->pair_uuid)) {
                m_foreign_claims += 1;
                m_foreign_pair = m_foreign_pair.empty() ? marker->pair_uuid : m_foreign_pair;
            }
        }
        const auto* rules = m_state.rules.for_item(side, item);
        if (!m_wants_keys || rules == nullptr ||
            !m_state.connector(side).matches_filter(item, m_state.filter(side))) {
            return;
        }
        const auto key = m_state.rules.has_match_rule()
                             ? m_state.rules.match_key(side, *rules, item)
                             : title_key(side, *rules, item);
        if (key) {
            m_state.work.set_match_key(side, row, *key);
        }
    }

    RunState& m_state;
    bool m_wants_keys;
    std::int64_t m_foreign_claims = 0;
    std::string m_foreign_pair;
};

} // namespace

Survey survey_unlinked(RunState& state)
{
    const auto fewer =
        std::min(state.work.unlinked_count(Side::source), state.work.unlinked_count(Side::target));
    Survey survey;
    if (fewer == 0) {
        return survey; // nothing can be made twice: one side has no item without a partner
    }
    const bool may_duplicate =
        fewer >= k_few_items && state.context.store.links.count(state.pair.id) == 0;
    Surveyor surveyor{state, state.rules.has_match_rule() || may_duplicate};
    for (const Side side : model::k_sides) {
        surveyor.look_at(side);
    }
    survey.same_keys = state.work.common_key_count();
    survey.claims = state.work.claim_count();
    survey.foreign_claims = surveyor.foreign_claims();
    survey.foreign_pair = surveyor.foreign_pair();
    return survey;
}

} // namespace syncctl::engine
