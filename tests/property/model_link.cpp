#include "model_link.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace syncctl::test {
namespace {

using model::ConflictType;
using model::LinkState;
using model::List;
using model::Side;
using model::Value;

constexpr std::array k_names{"0", "1", "2"};
constexpr std::int64_t k_first_conflict = 100;

std::string field_name(Side side, std::size_t field)
{
    return std::string{side == Side::source ? "S" : "T"} + k_names[field];
}

/// Each side has its own words, so that a value that was copied instead of converted shows.
Value decoded(const FieldPolicy& policy, Side side, Code code)
{
    if (code == 0) {
        return Value{};
    }
    if (policy.is_list) {
        List list;
        for (const auto& [bit, element] : {std::pair{1, "one"}, std::pair{2, "two"}}) {
            if ((code & bit) != 0) {
                list.emplace_back(element);
            }
        }
        return Value{std::move(list)};
    }
    return Value{std::string{side == Side::source ? "source " : "target "} + std::to_string(code)};
}

/// The other way round: an empty list is as good as none.
bool is_coded(const FieldPolicy& policy, Side side, const Value& value, Code code)
{
    const auto* list = std::get_if<List>(&value);
    return (list != nullptr && list->empty() && code == 0) ||
           model::same_value(value, decoded(policy, side, code));
}

PairCase pair_of(const PairPolicy& policy)
{
    PairCase pair;
    pair.direction = policy.direction;
    pair.deletes = policy.deletes;
    for (std::size_t field = 0; field < k_fields; ++field) {
        RuleCase rule;
        rule.row.source_field = field_name(Side::source, field);
        rule.row.target_field = field_name(Side::target, field);
        rule.row.arrow = policy.fields[field].arrow;
        rule.row.strategy = policy.fields[field].strategy;
        if (!policy.fields[field].is_list) {
            rule.row.chain = {{"map",
                               {"words"},
                               {{"source 1", "target 1", model::Arrow::both},
                                {"source 2", "target 2", model::Arrow::both}}}};
        }
        pair.rules.push_back(std::move(rule));
    }
    return pair;
}

std::optional<model::Take> take_of(Say say)
{
    if (say == Say::nothing) {
        return std::nullopt;
    }
    return say == Say::source ? model::Take::source : model::Take::target;
}

LinkState state_of(const OracleLink& link)
{
    switch (link.state) {
    case OracleLink::State::deletion_waits:
        return LinkState::conflict;
    case OracleLink::State::left_alone:
        return link.exists.source == 0 ? LinkState::source_deleted : LinkState::target_deleted;
    case OracleLink::State::in_step:
    case OracleLink::State::forgotten:
        break;
    }
    const bool waits =
        std::any_of(link.waits.begin(), link.waits.end(), [](auto each) { return each != 0; });
    return waits ? LinkState::conflict : LinkState::active;
}

std::int64_t time_of(const OracleLink& link, Side side)
{
    const auto latest =
        side == Side::source ? OracleLink::Later::source : OracleLink::Later::target;
    return link.later == latest ? 2000 : 1000;
}

} // namespace

ModelLink::ModelLink(const PairPolicy& policy)
    : m_policy{policy}, m_world{pair_of(policy)}, m_fresh{m_world}
{
}

void ModelLink::arrange(const OracleLink& state)
{
    m_world.link = m_fresh.link;
    m_world.items = m_fresh.items;
    m_world.open_conflicts.clear();
    m_world.ended_conflicts.clear();
    m_world.is_linked = true;
    m_world.link.state = state_of(state);
    for (const Side side : model::k_sides) {
        auto& known = m_world.link.sides[side];
        auto& item = *m_world.items[side];
        known.revision.text = "known";
        known.modified_at.ms = time_of(state, side);
        known.edited_at = known.modified_at;
        // A revision that is known may be our own write, and its time means nothing.
        item.revision.text = state.is_edited[side] != 0 ? "new" : "known";
        item.modified_at.ms = state.is_edited[side] != 0 ? time_of(state, side) : 9000;
        for (std::size_t field = 0; field < k_fields; ++field) {
            const auto name = field_name(side, field);
            const auto& policy = m_policy.fields[field];
            known.base.insert_or_assign(name, decoded(policy, side, state.agreed[field]));
            item.fields.insert_or_assign(name, decoded(policy, side, state.now[side][field]));
        }
        if (state.exists[side] == 0) {
            m_world.erase(side);
        }
    }
    for (std::size_t field = 0; field < k_fields; ++field) {
        if (state.waits[field] != 0) {
            const auto& policy = m_policy.fields[field];
            model::Conflict row;
            row.id.value = k_first_conflict + static_cast<std::int64_t>(field);
            row.field = field_name(Side::source, field) + " <-> " + field_name(Side::target, field);
            row.source = decoded(policy, Side::source, state.shown.source[field]);
            row.target = decoded(policy, Side::target, state.shown.target[field]);
            row.decision = take_of(state.said[field]);
            m_world.open_conflicts.push_back(std::move(row));
        }
    }
    if (state.state == OracleLink::State::deletion_waits) {
        model::Conflict row;
        row.id.value = k_first_conflict + static_cast<std::int64_t>(k_fields);
        row.type =
            state.exists.source == 0 ? ConflictType::deleted_source : ConflictType::deleted_target;
        row.decision = take_of(state.said_about_deletion);
        m_world.open_conflicts.push_back(std::move(row));
    }
}

std::string ModelLink::writes_differ(const engine::LinkPlan& plan,
                                     const OracleLink& before,
                                     const OracleLink& after,
                                     bool closes) const
{
    const bool is_removed = (before.exists.source != after.exists.source) ||
                            (before.exists.target != after.exists.target);
    if (is_removed != (plan.action == engine::LinkAction::remove)) {
        return "removal";
    }
    const bool merges = before.exists.source != 0 && before.exists.target != 0;
    for (const Side side : model::k_sides) {
        for (std::size_t field = 0; merges && field < k_fields; ++field) {
            const auto found = plan.writes[side].find(field_name(side, field));
            const bool is_written = found != plan.writes[side].end();
            const Code wanted = after.now[side][field];
            if (is_written != (before.now[side][field] != wanted) ||
                (is_written && !is_coded(m_policy.fields[field], side, found->second, wanted))) {
                return "write of " + field_name(side, field);
            }
        }
        const bool is_closed = closes && before.exists[side] != 0;
        if (!merges && plan.writes[side].size() != (is_closed ? 1U : 0U)) {
            return "closing";
        }
    }
    return {};
}

std::string ModelLink::world_differs(const OracleLink& after) const
{
    if (m_world.is_linked != (after.state != OracleLink::State::forgotten)) {
        return "link";
    }
    if (!m_world.is_linked) {
        return {};
    }
    if (m_world.link.state != state_of(after)) {
        return "state";
    }
    const bool are_both_there = after.exists.source != 0 && after.exists.target != 0;
    for (const Side side : model::k_sides) {
        const auto& known = m_world.link.sides[side];
        if (are_both_there && known.edited_at.ms != time_of(after, side)) {
            return "time";
        }
        for (std::size_t field = 0; field < k_fields; ++field) {
            const auto& base = model::value_of(known.base, field_name(side, field));
            if (!is_coded(m_policy.fields[field], side, base, after.agreed[field])) {
                return "base of " + field_name(side, field);
            }
        }
    }
    return conflicts_differ(after);
}

std::string ModelLink::conflicts_differ(const OracleLink& after) const
{
    const auto& rows = m_world.open_conflicts;
    std::size_t open = after.state == OracleLink::State::deletion_waits ? 1 : 0;
    for (std::size_t field = 0; field < k_fields; ++field) {
        const auto& policy = m_policy.fields[field];
        const auto shows = [&](Side side, const Value& value) {
            return is_coded(policy, side, value, after.shown[side][field]);
        };
        const bool is_there =
            std::any_of(rows.begin(), rows.end(), [&](const model::Conflict& row) {
                return row.field.starts_with(field_name(Side::source, field)) &&
                       row.decision == take_of(after.said[field]) &&
                       shows(Side::source, row.source) && shows(Side::target, row.target);
            });
        if (is_there != (after.waits[field] != 0)) {
            return "conflict of " + field_name(Side::source, field);
        }
        open += after.waits[field];
    }
    return open == rows.size() ? "" : "number of conflicts";
}

std::string ModelLink::difference(const OracleLink& before, const OracleLink& after, bool closes)
{
    arrange(before);
    const auto plan = m_world.plan();
    if (auto text = writes_differ(plan, before, after, closes); !text.empty()) {
        return text;
    }
    m_world.apply(plan);
    if (auto text = world_differs(after); !text.empty()) {
        return text;
    }
    if (!m_world.is_linked) {
        return {};
    }
    const auto again = m_world.plan();
    return again.writes_anything() || !again.conflicts.empty() ? "a second run does something" : "";
}

} // namespace syncctl::test
