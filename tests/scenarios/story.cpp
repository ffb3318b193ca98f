#include "story.hpp"

#include <fmt/format.h>

namespace syncctl::test {
namespace {

using model::Side;
using model::Value;

constexpr int k_others = 24;

std::string mapping_of(const StorySetup& setup)
{
    return fmt::format("version: 1\nsource: dev\ntarget: desk\ntypes: [Bug <-> Incident]\n"
                       "statuses: [New <-> Open, Active <-> In Progress, Closed <-> Done]\n"
                       "fields:\n"
                       "  - Title <-> subject\n"
                       "  - Priority <-> priority | map(priority)\n"
                       "{}"
                       "values: {{ priority: [{}] }}\n"
                       "conflicts: {{ default: {} }}\n"
                       "deletes: {}\n",
                       setup.maps_notes ? "  - Notes <-> description\n" : "",
                       setup.priorities,
                       setup.strategy,
                       setup.deletes);
}

/// Priority is a number in dev; everything else is text.
Value value_for(const std::string& field, const std::string& value)
{
    return field == "Priority" ? Value{model::Number{value}} : Value{value};
}

model::Fields a_bug(const std::string& title)
{
    return {{"Title", Value{title}},
            {"State", Value{std::string{"New"}}},
            {"Priority", Value{model::Number{"2"}}}};
}

} // namespace

Story::Story(StorySetup setup) : world{mapping_of(setup)}
{
    for (int i = 0; i < k_others; ++i) {
        world.source.add("Bug", a_bug(fmt::format("other {}", i)));
    }
    bug = world.source.add("Bug", a_bug("one"));
    world.run();
    incident = world.partner_of(Side::source, bug);
    world.run();
}

void Story::pass_time()
{
    world.clock.advance(std::chrono::seconds{5});
}

void Story::source_edits(const std::string& field, const std::string& value)
{
    pass_time();
    world.source.edit(bug, field, value_for(field, value));
}

void Story::target_edits(const std::string& field, const std::string& value)
{
    pass_time();
    world.target.edit(incident, field, value_for(field, value));
}

void Story::source_deletes()
{
    pass_time();
    world.source.erase(bug);
}

void Story::target_deletes()
{
    pass_time();
    world.target.erase(incident);
}

void Story::source_restores()
{
    pass_time();
    world.source.restore(bug);
}

void Story::target_restores()
{
    pass_time();
    world.target.restore(incident);
}

void Story::source_changes_type(const std::string& type)
{
    pass_time();
    world.source.change_type(bug, type);
}

void Story::map_again(const StorySetup& setup)
{
    world.use_mapping(mapping_of(setup));
}

std::string Story::source()
{
    if (!world.source.has(bug)) {
        return "-";
    }
    return fmt::format("{}, {}, {}",
                       world.source.text(bug, "Title"),
                       world.source.text(bug, "State"),
                       world.source.text(bug, "Priority"));
}

std::string Story::target()
{
    if (!world.target.has(incident)) {
        return "-";
    }
    return fmt::format("{}, {}, {}",
                       world.target.text(incident, "subject"),
                       world.target.text(incident, "status"),
                       world.target.text(incident, "priority"));
}

int Story::other_bugs() const
{
    return static_cast<int>(world.source.count()) - (world.source.has(bug) ? 1 : 0);
}

int Story::other_incidents() const
{
    return static_cast<int>(world.target.count()) - (world.target.has(incident) ? 1 : 0);
}

std::string Story::notes()
{
    const auto at = [](FakeTracker& tracker, const std::string& id, const char* field) {
        return tracker.has(id) ? tracker.text(id, field) : std::string{};
    };
    return at(world.source, bug, "Notes") + "/" + at(world.target, incident, "description");
}

std::string Story::decided_by()
{
    const auto resolved = world.resolved_conflicts();
    return resolved.empty() ? std::string{} : resolved.front().conflict.resolution;
}

std::string Story::state()
{
    auto& links = world.store().links;
    auto link = links.find(world.pair().id, Side::source, bug);
    if (!link) {
        link = links.find(world.pair().id, Side::target, incident);
    }
    return link ? std::string{model::to_string(link->state)} : std::string{};
}

} // namespace syncctl::test
