#include "people.hpp"

#include "syncctl/app/conflicts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace syncctl::year {

namespace {

using Kind = test::Happening::Kind;

constexpr int k_kinds_of_edit = 4;

/// What a tracker does to a run, the usual more often.
constexpr std::array k_troubles{Kind::lose_response,
                                Kind::lose_response,
                                Kind::lose_request,
                                Kind::lose_request,
                                Kind::busy,
                                Kind::busy,
                                Kind::fail,
                                Kind::fail,
                                Kind::fail_after,
                                Kind::refuse,
                                Kind::die,
                                Kind::die_after};

} // namespace

People::People(YearWorld& world, std::uint64_t seed, YearReport& report)
    : m_world{world}, m_dice{seed}, m_report{report}
{
}

std::string People::fresh()
{
    static const std::vector<std::string> k_ends{
        "", " in the hall", " on the second floor", " of the customer, who called again about it"};
    return fmt::format("ticket {}{}", ++m_values, m_dice.one_of(k_ends));
}

void People::create(PairOfTrackers& pair, bool is_source)
{
    if (is_source) {
        pair.source.add("Bug",
                        {{"Title", fresh()},
                         {"State", std::string{"New"}},
                         {"Priority", model::Number{"2"}},
                         {"Notes", fresh()}});
    } else {
        pair.target.add("Incident",
                        {{"subject", fresh()},
                         {"status", std::string{"Open"}},
                         {"priority", std::string{"Medium"}},
                         {"description", fresh()}});
    }
    ++m_report.edits;
}

void People::move_in(int items)
{
    m_wanted_items = static_cast<std::size_t>(items);
    for (auto& pair : m_world.pairs) {
        for (int item = 0; item < items; ++item) {
            create(pair, m_dice.chance(50));
        }
    }
}

void People::edit(PairOfTrackers& pair, bool is_source, const std::string& id, int what)
{
    auto& tracker = pair.side(is_source);
    switch (what) {
    case 0:
        tracker.edit(id, is_source ? "Title" : "subject", fresh());
        break;
    case 1:
        tracker.edit(id,
                     is_source ? "State" : "status",
                     is_source ? m_dice.one_of({"New", "Active", "Closed"})
                               : m_dice.one_of({"Open", "In Progress", "On Hold", "Done"}));
        break;
    default:
        tracker.edit(id, is_source ? "Notes" : "description", fresh());
        break;
    }
    ++m_report.edits;
}

void People::work_on(PairOfTrackers& pair)
{
    for (auto count = m_dice.below(4); count > 0; --count) {
        const bool is_source = m_dice.chance(50);
        const auto ids = pair.side(is_source).ids();
        if (ids.size() < m_wanted_items && m_dice.chance(30)) {
            create(pair, is_source);
        } else if (ids.size() >= m_wanted_items && m_dice.chance(15)) {
            pair.side(is_source).erase(m_dice.one_of(ids));
            ++m_report.edits;
        } else if (!ids.empty()) {
            edit(pair, is_source, m_dice.one_of(ids), m_dice.below(k_kinds_of_edit));
        }
    }
    if (m_dice.chance(10)) {
        edit_both_sides(pair);
    }
}

/// The same field of an item and of its partner, in the same hour.
void People::edit_both_sides(PairOfTrackers& pair)
{
    const auto ids = pair.source.ids();
    if (ids.empty()) {
        return;
    }
    const auto& id = m_dice.one_of(ids);
    const auto title = pair.source.text(id, "Title"); // no two have the same
    for (const auto& partner : pair.target.ids()) {
        if (pair.target.text(partner, "subject") == title) {
            const auto what = m_dice.below(k_kinds_of_edit);
            edit(pair, true, id, what);
            edit(pair, false, partner, what);
            return;
        }
    }
}

void People::work()
{
    for (auto& pair : m_world.pairs) {
        work_on(pair);
    }
}

void People::let_things_go_wrong()
{
    m_troubles.clear();
    if (m_is_home || !m_dice.chance(20)) {
        return;
    }
    for (auto count = 1 + m_dice.below(2); count > 0; --count) {
        auto& pair = m_world.pairs[static_cast<std::size_t>(m_dice.below(2))];
        const auto kind =
            k_troubles[static_cast<std::size_t>(m_dice.below(static_cast<int>(k_troubles.size())))];
        m_troubles.push_back({.tracker = &pair.side(m_dice.chance(50)),
                              .request = 1 + m_dice.below(6),
                              .happening = {.kind = kind, .amount = 0, .action = {}}});
        ++m_report.faults;
    }
}

bool People::will_kill() const
{
    return std::any_of(m_troubles.begin(), m_troubles.end(), [](const Trouble& trouble) {
        return trouble.happening.kind == Kind::die || trouble.happening.kind == Kind::die_after;
    });
}

void People::plan_happenings()
{
    for (const auto& trouble : m_troubles) {
        trouble.tracker->will_happen(trouble.request, trouble.happening);
    }
    m_troubles.clear();
}

/// One that leaves both sides equal: who keeps an item that was deleted on the other side wants to
/// have it on one side only.
model::Take People::decision(model::ConflictType type)
{
    switch (type) {
    case model::ConflictType::deleted_source:
        return model::Take::source;
    case model::ConflictType::deleted_target:
        return model::Take::target;
    default:
        return m_dice.chance(50) ? model::Take::source : model::Take::target;
    }
}

void People::decide_conflicts()
{
    const auto workspace = m_world.workspace();
    for (const auto& line : app::list_conflicts(*workspace, {})) {
        if (line.state != "open" || (!m_is_home && m_dice.chance(30))) {
            continue;
        }
        app::ConflictResolution resolution;
        resolution.ids = {line.conflict.id.value};
        resolution.take = decision(line.conflict.type);
        resolution.by = "somebody";
        static_cast<void>(app::resolve_conflicts(*workspace, resolution));
        ++m_report.decisions;
    }
}

void People::go_home()
{
    m_is_home = true;
}

} // namespace syncctl::year
