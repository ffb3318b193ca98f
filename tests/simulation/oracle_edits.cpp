#include "oracle.hpp"

#include "syncctl/model/link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace syncctl::simulation {
namespace {

using model::Side;
using model::Value;
using test::TrackerEvent;

/// An id may be given to another item.
enum class Bearers { last, all };

/// The changes of one field of what bears the id, oldest first.
std::vector<const TrackerEvent*> changes_of(const test::FakeTracker& tracker,
                                            const std::string& id,
                                            const std::string& field,
                                            Bearers bearers)
{
    std::vector<const TrackerEvent*> changes;
    for (const auto& event : tracker.history()) {
        if (event.id == id && event.kind == TrackerEvent::Kind::create &&
            bearers == Bearers::last) {
            changes.clear();
        }
        if (event.id == id && event.after.contains(field)) {
            changes.push_back(&event);
        }
    }
    return changes;
}

bool is_by_user(const TrackerEvent& event)
{
    return event.author == TrackerEvent::Author::user;
}

/// One side's story of the field.
struct Story {
    std::string field;
    std::vector<const TrackerEvent*> changes;
    std::size_t last_edit = 0; ///< place of the last one by a user
    bool has_edit = false;
};

Story story_of(const RuleView& view, Side side, Bearers bearers = Bearers::last)
{
    Story story;
    story.field = view.rule.field(side);
    story.changes = changes_of(view.tracker(side), view.ids[side], story.field, bearers);
    for (std::size_t i = 0; i < story.changes.size(); ++i) {
        if (is_by_user(*story.changes[i])) {
            story.last_edit = i;
            story.has_edit = true;
        }
    }
    return story;
}

/// A value that was in the field before may be no change at all for a sync that looks later.
bool is_fresh(const Story& story, const Value& value)
{
    const auto last = story.changes.begin() + static_cast<std::ptrdiff_t>(story.last_edit);
    return !model::is_null(value) &&
           std::none_of(story.changes.begin(), last, [&](const TrackerEvent* each) {
               return model::same_value(each->after.at(story.field), value);
           });
}

bool was_overwritten_unseen(const Story& story)
{
    const auto next = story.last_edit + 1;
    return next < story.changes.size() && story.changes[next]->in_window;
}

/// The policy `close` puts a status in place of the one a user chose; the deletion is its record
/// (Oracle::check_closings).
bool was_closed(const Story& story)
{
    const auto next = story.last_edit + 1;
    if (next >= story.changes.size() || (story.field != "State" && story.field != "status")) {
        return false;
    }
    const auto& now = story.changes[next]->after.at(story.field);
    return now == Value{"Closed"} || now == Value{"Done"};
}

bool is_recorded(const std::vector<model::Conflict>& conflicts, Side side, const Value& value)
{
    return std::any_of(conflicts.begin(), conflicts.end(), [&](const model::Conflict& each) {
        return model::same_value(side == Side::source ? each.source : each.target, value);
    });
}

std::set<std::string> elements_of(const Value& value)
{
    const auto* list = std::get_if<model::List>(&value);
    return list == nullptr ? std::set<std::string>{}
                           : std::set<std::string>{list->begin(), list->end()};
}

/// The elements that the change at `place` added or removed.
std::set<std::string> touched_by(const Story& story, std::size_t place)
{
    const auto before = place == 0 ? std::set<std::string>{}
                                   : elements_of(story.changes[place - 1]->after.at(story.field));
    const auto after = elements_of(story.changes[place]->after.at(story.field));
    std::set<std::string> touched;
    std::set_symmetric_difference(before.begin(),
                                  before.end(),
                                  after.begin(),
                                  after.end(),
                                  std::inserter(touched, touched.end()));
    return touched;
}

/// Lists merge as sets: what the edit added is there and what it removed is not, unless somebody on
/// the other side added or removed the same element. What is removed while a merge of
/// both lists is being written, or before the next run knows what became of it, may come back
/// (docs/guarantees.md).
bool survives_in_list(const RuleView& view,
                      const Story& story,
                      const Story& others,
                      const Value& now)
{
    const auto& edited = story.changes[story.last_edit]->after.at(story.field);
    if (!std::holds_alternative<model::List>(edited)) {
        return false;
    }
    std::set<std::string> theirs;
    for (std::size_t i = 0; i < others.changes.size(); ++i) {
        if (is_by_user(*others.changes[i])) {
            theirs.merge(touched_by(others, i));
        }
    }
    const auto wanted = elements_of(edited);
    const auto held = elements_of(now);
    const auto touched = touched_by(story, story.last_edit);
    const auto& last = *story.changes[story.last_edit];
    const bool may_come_back = last.is_during_run || view.died.contains(last.run);
    return std::all_of(touched.begin(), touched.end(), [&](const std::string& element) {
        return theirs.contains(element) || (may_come_back && held.contains(element)) ||
               wanted.contains(element) == held.contains(element);
    });
}

/// The value came to the other side (or met its like there), and a user edited it there afterwards.
bool was_edited_after_arrival(const RuleView& view, Side side, const Value& value, int run)
{
    const Side there = model::other(side);
    const auto other = story_of(view, there, Bearers::all);
    bool has_arrived = false;
    for (const auto* event : other.changes) {
        const auto& now = event->after.at(other.field);
        if (has_arrived && is_by_user(*event)) {
            return true;
        }
        const bool agrees = side == Side::source ? view.agree(value, now) : view.agree(now, value);
        has_arrived = has_arrived || (agrees && (event->run >= run || is_by_user(*event)));
    }
    return false;
}

} // namespace

void check_edits(const RuleView& view,
                 const std::vector<model::Conflict>& conflicts,
                 std::vector<std::string>& violations)
{
    for (const Side side : model::k_sides) {
        const auto story = story_of(view, side);
        if (!story.has_edit || (!view.flows_to(model::other(side)) && !view.flows_to(side))) {
            continue;
        }
        const auto& edit = *story.changes[story.last_edit];
        const auto& value = edit.after.at(story.field);
        const auto now = model::field_of(view.tracker(side).item(view.ids[side]), story.field);
        if (model::same_value(now, value) || !is_fresh(story, value) ||
            was_overwritten_unseen(story) || was_closed(story) ||
            is_recorded(conflicts, side, value) ||
            survives_in_list(view, story, story_of(view, model::other(side)), now) ||
            was_edited_after_arrival(view, side, value, edit.run)) {
            continue;
        }
        violations.push_back(fmt::format("lost edit: {} of {} {} was set to '{}', now '{}', and "
                                         "nothing tells why",
                                         story.field,
                                         model::to_string(side),
                                         view.ids[side],
                                         model::to_text(value),
                                         model::to_text(now)));
    }
}

} // namespace syncctl::simulation
