#include "oracle.hpp"

#include "syncctl/model/intent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace syncctl::simulation {
namespace {

using model::Link;
using model::Side;
using model::Value;
using test::TrackerEvent;

std::string key_of(Side side, const std::string& id)
{
    return (side == Side::source ? "dev:" : "desk:") + id;
}

class Oracle {
public:
    explicit Oracle(const Facts& facts)
        : m_facts{facts},
          m_world{facts.world},
          m_pair{m_world.pair()},
          m_rules{*m_world.store().pairs.mapping(m_pair.id),
                  m_world.source.describe(),
                  m_world.target.describe()},
          m_links{m_world.links()},
          m_errors{m_world.errors()},
          m_may_write{model::allows_writing(m_pair.direction, Side::source),
                      model::allows_writing(m_pair.direction, Side::target)}
    {
        for (const auto& queued : m_world.store().journal.queued(m_pair.id)) {
            m_queued.emplace(queued.side, queued.item_id);
        }
        for (const auto& view : m_world.store().conflicts.list({}, store::ConflictFilter::all)) {
            m_conflicts[view.conflict.link.value].push_back(view.conflict);
        }
    }

    std::vector<std::string> check()
    {
        check_database();
        check_markers();
        for (const auto& link : m_links) {
            check_link(link);
        }
        for (const Side side : model::k_sides) {
            check_unlinked(side);
            check_removals(side);
            check_closings(side);
        }
        return std::move(m_violations);
    }

private:
    const test::FakeTracker& tracker(Side side) const
    {
        return side == Side::source ? m_world.source : m_world.target;
    }

    void check_database();
    void check_markers();
    void check_link(const Link& link);
    void check_rule(const Link& link, const mapping::FieldRule& rule);
    void check_unlinked(Side side);
    void check_removals(Side side);
    void check_closings(Side side);
    [[nodiscard]] bool had_another_partner(const Link& link) const;
    [[nodiscard]] bool is_named(const Link& link, const std::string& field) const;
    [[nodiscard]] bool has_current_error(Side side, const std::string& id) const;
    [[nodiscard]] bool was_ignored(const Link& link, const mapping::FieldRule& rule) const;
    [[nodiscard]] std::vector<std::string>
    partners_ever(Side side, const std::string& id, const std::string& marker) const;
    [[nodiscard]] bool has_user_deleted(Side side, const std::string& id, int until_run) const;

    template <class... Arguments>
    void broken(fmt::format_string<Arguments...> text, Arguments&&... arguments)
    {
        m_violations.push_back(fmt::format(text, std::forward<Arguments>(arguments)...));
    }

    const Facts& m_facts;
    test::PairWorld& m_world;
    model::Pair m_pair;
    mapping::Rules m_rules;
    std::vector<Link> m_links;
    std::vector<model::SyncError> m_errors;
    model::BothSides<bool> m_may_write;
    std::set<std::pair<Side, std::string>> m_queued;
    std::map<std::int64_t, std::vector<model::Conflict>> m_conflicts;
    std::vector<std::string> m_violations;
};

void Oracle::check_database()
{
    if (const auto problems = m_world.store().database.integrity_problems(); !problems.empty()) {
        broken("damaged database: {}", problems);
    }
    for (const auto& intent : m_world.open_intents()) {
        // A partner that cannot be linked yet (its type changed meanwhile): said in every run.
        if (intent.kind == model::IntentKind::create &&
            has_current_error(model::other(intent.side), intent.origin_item)) {
            continue;
        }
        broken("an intent is still open: {} for {}",
               model::to_string(intent.kind),
               intent.origin_item + intent.item);
    }
}

/// P1: a marker names one item at most, whatever happened.
void Oracle::check_markers()
{
    for (const Side side : model::k_sides) {
        std::map<std::string, int> count;
        for (const auto& id : tracker(side).ids()) {
            if (const auto& marker = tracker(side).item(id).marker; !marker.empty()) {
                count[marker] += 1;
            }
        }
        for (const auto& [marker, items] : count) {
            if (items > 1) {
                broken("{} live items of the {} carry {}", items, model::to_string(side), marker);
            }
        }
    }
}

bool Oracle::has_current_error(Side side, const std::string& id) const
{
    return std::any_of(m_errors.begin(), m_errors.end(), [&](const model::SyncError& error) {
        return error.execution == m_facts.last_report.execution && error.item == key_of(side, id);
    });
}

/// A difference that people can see: an open conflict of the field or the item, or an error.
bool Oracle::is_named(const Link& link, const std::string& field) const
{
    if (const auto found = m_conflicts.find(link.id.value); found != m_conflicts.end()) {
        for (const auto& conflict : found->second) {
            if (conflict.resolution.empty() &&
                (conflict.type != model::ConflictType::both_modified || conflict.field == field)) {
                return true;
            }
        }
    }
    return std::any_of(std::begin(model::k_sides), std::end(model::k_sides), [&](Side side) {
        const auto& id = link.sides[side].item_id;
        return m_queued.contains({side, id}) || has_current_error(side, id);
    });
}

/// Reported once, then both sides count as agreed until either is edited (decision 22).
bool Oracle::was_ignored(const Link& link, const mapping::FieldRule& rule) const
{
    return std::any_of(m_errors.begin(), m_errors.end(), [&](const model::SyncError& error) {
        return (error.item == key_of(Side::source, link.sides.source.item_id) &&
                error.field == rule.field(Side::source)) ||
               (error.item == key_of(Side::target, link.sides.target.item_id) &&
                error.field == rule.field(Side::target));
    });
}

/// Edits of a partner that is gone flowed as well; only links of one and the same two items tell a
/// whole story.
bool Oracle::had_another_partner(const Link& link) const
{
    const std::pair both{link.sides.source.item_id, link.sides.target.item_id};
    return std::any_of(m_facts.linked.begin(), m_facts.linked.end(), [&](const auto& each) {
        return each != both && (each.first == both.first || each.second == both.second);
    });
}

void Oracle::check_rule(const Link& link, const mapping::FieldRule& rule)
{
    const RuleView view{m_world.source,
                        m_world.target,
                        rule,
                        {link.sides.source.item_id, link.sides.target.item_id},
                        m_may_write,
                        m_facts.died};
    if (!view.flows_to(Side::source) && !view.flows_to(Side::target)) {
        return;
    }
    const auto at_source =
        rule.field(Side::source).empty()
            ? Value{}
            : model::field_of(m_world.source.item(view.ids.source), rule.field(Side::source));
    const auto at_target =
        rule.field(Side::target).empty()
            ? Value{}
            : model::field_of(m_world.target.item(view.ids.target), rule.field(Side::target));
    const bool is_told = was_ignored(link, rule);
    if (!view.agree(at_source, at_target) && !is_named(link, rule.name()) && !is_told) {
        broken("silent difference in {} of {} and {}: '{}' and '{}'",
               rule.name(),
               key_of(Side::source, view.ids.source),
               key_of(Side::target, view.ids.target),
               model::to_text(at_source),
               model::to_text(at_target));
    }
    if (!rule.is_constant() && !had_another_partner(link) && !is_told) {
        std::vector<model::Conflict> conflicts;
        for (const auto& conflict : m_conflicts[link.id.value]) {
            if (conflict.field == rule.name()) {
                conflicts.push_back(conflict);
            }
        }
        check_edits(view, conflicts, m_violations);
    }
}

void Oracle::check_link(const Link& link)
{
    const auto& source = link.sides.source.item_id;
    const auto& target = link.sides.target.item_id;
    const bool has_source = m_world.source.has(source);
    const bool has_target = m_world.target.has(target);
    if (!has_source && !has_target) {
        broken("a link is left of {} and {}, which are both gone", source, target);
        return;
    }
    if (!has_source || !has_target) {
        const auto expected =
            has_source ? model::LinkState::target_deleted : model::LinkState::source_deleted;
        if (link.state != expected && !is_named(link, {})) {
            broken("the link of {} and {} does not know that one is gone", source, target);
        }
        return;
    }
    const auto& source_item = m_world.source.item(source);
    const auto& target_item = m_world.target.item(target);
    const auto* rules = m_rules.for_types(source_item.type, target_item.type);
    if (rules == nullptr) {
        if (!is_named(link, {})) {
            broken("the types of {} and {} do not go together, silently", source, target);
        }
        return;
    }
    if (is_named(link, {}) && (link.state == model::LinkState::error)) {
        return; // an error of the whole item says what is the matter
    }
    const auto value_of = [&](Side side, const std::string& field) -> std::optional<Value> {
        return model::field_of(side == Side::source ? source_item : target_item, field);
    };
    for (const auto& rule : rules->fields) {
        if (rule.is_in_effect(value_of)) { // while it is off, both sides go their own way
            check_rule(link, rule);
        }
    }
}

/// P2 for items that should have a partner.
void Oracle::check_unlinked(Side side)
{
    const Side other = model::other(side);
    for (const auto& id : tracker(side).ids()) {
        const auto& item = tracker(side).item(id);
        const bool is_linked = std::any_of(m_links.begin(), m_links.end(), [&](const Link& link) {
            return link.sides[side].item_id == id;
        });
        const auto* rules = m_rules.for_item(side, item);
        const bool needs_partner =
            rules != nullptr && rules->may_create_on(other) && m_may_write[other];
        const auto origin = model::parse_marker(item.marker);
        const bool waits_for_origin = origin && has_current_error(other, origin->item_id);
        if (!is_linked && needs_partner && !m_queued.contains({side, id}) &&
            !has_current_error(side, id) && !waits_for_origin) {
            broken("{} has no partner, and nothing tells why", key_of(side, id));
        }
    }
}

/// By links that a run left behind, and by the marker where a link came and went within one.
std::vector<std::string>
Oracle::partners_ever(Side side, const std::string& id, const std::string& marker) const
{
    std::vector<std::string> partners;
    if (const auto parts = model::parse_marker(marker)) {
        partners.push_back(parts->item_id);
    }
    for (const auto& event : tracker(model::other(side)).history()) {
        const auto parts = model::parse_marker(event.marker);
        if (parts && parts->item_id == id) {
            partners.push_back(event.id);
        }
    }
    for (const auto& [source, target] : m_facts.linked) {
        if ((side == Side::source ? source : target) == id) {
            partners.push_back(side == Side::source ? target : source);
        }
    }
    return partners;
}

bool Oracle::has_user_deleted(Side side, const std::string& id, int until_run) const
{
    const auto& history = tracker(side).history();
    return std::any_of(history.begin(), history.end(), [&](const TrackerEvent& event) {
        return event.id == id && event.kind == TrackerEvent::Kind::erase &&
               event.author == TrackerEvent::Author::user && event.run <= until_run;
    });
}

/// P5: what the program removed, a user had removed on the other side before, and the policy says
/// so (or a person did).
void Oracle::check_removals(Side side)
{
    for (const auto& event : tracker(side).history()) {
        if (event.kind != TrackerEvent::Kind::erase ||
            event.author != TrackerEvent::Author::program) {
            continue;
        }
        const auto partners = partners_ever(side, event.id, event.marker);
        const bool has_evidence =
            std::any_of(partners.begin(), partners.end(), [&](const std::string& partner) {
                return has_user_deleted(model::other(side), partner, event.run);
            });
        if (!has_evidence) {
            broken("{} was removed without evidence", key_of(side, event.id));
        }
        const bool is_decided =
            std::any_of(partners.begin(), partners.end(), [&](const std::string& partner) {
                return m_facts.decided_deletions.contains(side == Side::source
                                                              ? std::pair{event.id, partner}
                                                              : std::pair{partner, event.id});
            });
        if (m_rules.deletes() != model::DeletePolicy::mirror && !m_facts.is_mapping_changed &&
            !is_decided) {
            broken("{} was removed against the policy", key_of(side, event.id));
        }
    }
}

/// P5: an item that the program closed had a partner that was closed or deleted.
void Oracle::check_closings(Side side)
{
    const std::string field = side == Side::source ? "State" : "status";
    const std::string closed = side == Side::source ? "Closed" : "Done";
    const Side other = model::other(side);
    const std::string other_field = other == Side::source ? "State" : "status";
    const std::string other_closed = other == Side::source ? "Closed" : "Done";
    for (const auto& event : tracker(side).history()) {
        if (event.author != TrackerEvent::Author::program || !event.after.contains(field) ||
            event.after.at(field) != Value{closed}) {
            continue;
        }
        const auto partners = partners_ever(side, event.id, event.marker);
        const auto& history = tracker(other).history();
        const bool has_evidence =
            event.kind == TrackerEvent::Kind::create ||
            std::any_of(history.begin(), history.end(), [&](const TrackerEvent& each) {
                const bool is_partner =
                    std::find(partners.begin(), partners.end(), each.id) != partners.end();
                return is_partner && each.run <= event.run &&
                       (each.kind == TrackerEvent::Kind::erase ||
                        (each.after.contains(other_field) &&
                         each.after.at(other_field) == Value{other_closed}));
            });
        if (!has_evidence) {
            broken("{} was closed without evidence", key_of(side, event.id));
        }
    }
}

void describe_tracker(const test::FakeTracker& tracker, std::string_view name, std::string& text)
{
    for (const auto& event : tracker.history()) {
        text += fmt::format("{} run {} {} {} {}{}",
                            name,
                            event.run,
                            event.author == TrackerEvent::Author::user ? "user" : "syncctl",
                            event.kind == TrackerEvent::Kind::create  ? "creates"
                            : event.kind == TrackerEvent::Kind::edit  ? "edits"
                            : event.kind == TrackerEvent::Kind::erase ? "deletes"
                                                                      : "restores",
                            event.id,
                            event.in_window ? " unseen" : "");
        for (const auto& [field, value] : event.after) {
            text += fmt::format(" {}='{}'", field, model::to_text(value));
        }
        text += '\n';
    }
}

} // namespace

std::optional<Value> RuleView::stored_on(Side side, const Value& value) const
{
    const auto result = rule.towards(side, value);
    const auto* converted = std::get_if<Value>(&result);
    return converted == nullptr ? std::nullopt : std::optional{tracker(side).as_stored(*converted)};
}

bool RuleView::agree(const Value& source_value, const Value& target_value) const
{
    const auto on_target = stored_on(Side::target, source_value);
    const auto on_source = stored_on(Side::source, target_value);
    return (rule.writes(Side::target) && on_target &&
            model::same_value(*on_target, target_value)) ||
           (rule.writes(Side::source) && on_source && model::same_value(*on_source, source_value));
}

std::vector<std::string> check(const Facts& facts)
{
    return Oracle{facts}.check();
}

std::string describe(test::PairWorld& world)
{
    std::string text;
    describe_tracker(world.source, "source", text);
    describe_tracker(world.target, "target", text);
    for (const auto& link : world.links()) {
        text += fmt::format("link {} {} {}\n",
                            link.sides.source.item_id,
                            link.sides.target.item_id,
                            model::to_string(link.state));
    }
    for (const auto& view : world.store().conflicts.list({}, store::ConflictFilter::all)) {
        text += fmt::format("conflict {} {} {} '{}' '{}' {}\n",
                            view.source_item,
                            model::to_string(view.conflict.type),
                            view.conflict.field,
                            model::to_text(view.conflict.source),
                            model::to_text(view.conflict.target),
                            view.conflict.resolution);
    }
    for (const auto& error : world.errors()) {
        text += fmt::format("error {} {} {}\n", error.item, error.field, error.message);
    }
    return text;
}

} // namespace syncctl::simulation
