// What syncctl does, as a table: what people did, and what both sides hold two runs later. The
// third run of every row writes nothing.
//
// Each story begins with one bug and its incident in step ("one, New, 2" and "one, Open, Medium").
// Where a row says nothing about conflicts, failures or the link, there are none, and it is active.

#include "story.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace std::string_literals;
using syncctl::model::Value;
using syncctl::test::Story;
using syncctl::test::StorySetup;

namespace {

struct Row {
    const char* name;
    StorySetup setup{};
    void (*story)(Story& story);
    const char* source; ///< the bug afterwards: title, state, priority
    const char* target; ///< the incident afterwards
    const char* link = "active";
    const char* decided_by = ""; ///< how a conflict ended, when one had to be decided
    int open_conflicts = 0;
    int failed = 0;          ///< items that still fail
    const char* notes = "/"; ///< those of the bug and those of the incident
    int new_bugs = 0;        ///< besides those that the story began with
    int new_incidents = 0;
};

void check(const Row& row)
{
    Story story{row.setup};
    const int bugs = story.other_bugs();
    const int incidents = story.other_incidents();
    row.story(story);
    story.run();
    story.run();
    CHECK(story.source() == row.source);
    CHECK(story.target() == row.target);
    CHECK(story.notes() == row.notes);
    CHECK(story.state() == row.link);
    CHECK(story.decided_by() == row.decided_by);
    CHECK(static_cast<int>(story.world.open_conflicts().size()) == row.open_conflicts);
    CHECK(story.other_bugs() - bugs == row.new_bugs);
    CHECK(story.other_incidents() - incidents == row.new_incidents);
    const int writes = story.writes();
    const auto third = story.world.run();
    CHECK(story.writes() == writes);
    CHECK(third.counters.failed == row.failed);
    CHECK(story.world.open_intents().empty());
}

void check_all(const std::vector<Row>& rows)
{
    for (const auto& row : rows) {
        DYNAMIC_SECTION(row.name)
        {
            check(row);
        }
    }
}

std::string new_incident(Story& story)
{
    return story.world.target.add("Incident",
                                  {{"subject", Value{"new at the desk"s}},
                                   {"status", Value{"Open"s}},
                                   {"priority", Value{"Low"s}}});
}

} // namespace

// clang-format off

TEST_CASE("edits", "[scenarios][reference]")
{
    check_all({
        {.name = "nothing happens",
         .story = [](Story&) {},
         .source = "one, New, 2", .target = "one, Open, Medium"},

        {.name = "edited on the source",
         .story = [](Story& s) { s.source_edits("Title", "two"); },
         .source = "two, New, 2", .target = "two, Open, Medium"},

        {.name = "edited on the target",
         .story = [](Story& s) { s.target_edits("priority", "High"); },
         .source = "one, New, 1", .target = "one, Open, High"},

        {.name = "different fields edited on both",
         .story = [](Story& s) { s.source_edits("State", "Active"); s.target_edits("subject", "two"); },
         .source = "two, Active, 2", .target = "two, In Progress, Medium"},

        {.name = "edited to the same value on both",
         .setup = {.strategy = "manual"},
         .story = [](Story& s) { s.source_edits("Priority", "1"); s.target_edits("priority", "High"); },
         .source = "one, New, 1", .target = "one, Open, High"},

        {.name = "edited and edited back before the run",
         .story = [](Story& s) { s.source_edits("Title", "two"); s.source_edits("Title", "one"); },
         .source = "one, New, 2", .target = "one, Open, Medium"},

        {.name = "edited back to the base after a run, while the other side was edited in another field",
         .story = [](Story& s) {
             s.source_edits("Title", "two");
             s.run();
             s.source_edits("Title", "one");
             s.target_edits("status", "Done");
         },
         .source = "one, Closed, 2", .target = "one, Done, Medium"},

        {.name = "a value is cleared",
         .story = [](Story& s) {
             s.source_edits("Notes", "to be cleared");
             s.run();
             s.world.target.edit(s.incident, "description", {});
         },
         .source = "one, New, 2", .target = "one, Open, Medium"},
    });
}

TEST_CASE("new items", "[scenarios][reference]")
{
    check_all({
        {.name = "new on the source",
         .story = [](Story& s) { s.world.source.add("Bug", {{"Title", Value{"new in dev"s}}, {"State", Value{"New"s}}}); },
         .source = "one, New, 2", .target = "one, Open, Medium", .new_bugs = 1, .new_incidents = 1},

        {.name = "new on the target",
         .story = [](Story& s) { new_incident(s); },
         .source = "one, New, 2", .target = "one, Open, Medium", .new_bugs = 1, .new_incidents = 1},

        {.name = "new on the target, and its partner renamed before the second run",
         .story = [](Story& s) {
             s.incident = new_incident(s);
             s.run();
             s.bug = s.world.partner_of(syncctl::model::Side::target, s.incident);
             s.source_edits("Title", "renamed in dev");
         },
         .source = "renamed in dev, New, 3", .target = "renamed in dev, Open, Low", .new_bugs = 1, .new_incidents = 1},

        // A copy carries the marker of the original: it is shown, and nobody gets a partner for it.
        {.name = "an incident that syncctl made is copied with its marker",
         .story = [](Story& s) { s.world.target.copy(s.incident); },
         .source = "one, New, 2", .target = "one, Open, Medium", .failed = 1, .new_incidents = 1},

        {.name = "a bug that a person made is copied",
         .story = [](Story& s) { s.world.source.copy(s.bug); },
         .source = "one, New, 2", .target = "one, Open, Medium", .new_bugs = 1, .new_incidents = 1},
    });
}

TEST_CASE("the same field edited on both sides", "[scenarios][reference]")
{
    constexpr auto k_both = [](Story& s) {
        s.source_edits("Title", "from dev");
        s.target_edits("subject", "from the desk"); // the later one
    };
    check_all({
        {.name = "last-write-wins", .setup = {.strategy = "last-write-wins"}, .story = k_both,
         .source = "from the desk, New, 2", .target = "from the desk, Open, Medium", .decided_by = "last-write-wins"},

        {.name = "source-priority", .setup = {.strategy = "source-priority"}, .story = k_both,
         .source = "from dev, New, 2", .target = "from dev, Open, Medium", .decided_by = "source-priority"},

        {.name = "target-priority", .setup = {.strategy = "target-priority"}, .story = k_both,
         .source = "from the desk, New, 2", .target = "from the desk, Open, Medium", .decided_by = "target-priority"},

        {.name = "manual", .setup = {.strategy = "manual"}, .story = k_both,
         .source = "from dev, New, 2", .target = "from the desk, Open, Medium",
         .link = "conflict", .open_conflicts = 1},
    });
}

TEST_CASE("edits while a run is under way", "[scenarios][reference]")
{
    check_all({
        {.name = "after the listing was made",
         .story = [](Story& s) {
             s.world.source.will_be_edited_after_the_listing([&s](auto&) { s.source_edits("Title", "two"); });
         },
         .source = "two, New, 2", .target = "two, Open, Medium"},

        {.name = "after the item was read",
         .story = [](Story& s) {
             s.source_edits("Title", "two");
             s.world.source.will_be_edited_after_the_read([&s](auto&) { s.source_edits("Title", "three"); });
         },
         .source = "three, New, 2", .target = "three, Open, Medium"},

        {.name = "between plan and write, in another field",
         .story = [](Story& s) {
             s.source_edits("Title", "two");
             s.world.target.will_be_edited_before_the_write([&s](auto&) { s.target_edits("priority", "Low"); });
         },
         .source = "two, New, 3", .target = "two, Open, Low"},

        {.name = "between plan and write, in the same field",
         .setup = {.strategy = "manual"},
         .story = [](Story& s) {
             s.source_edits("Title", "from dev");
             s.world.target.will_be_edited_before_the_write([&s](auto&) { s.target_edits("subject", "from the desk"); });
         },
         .source = "from dev, New, 2", .target = "from the desk, Open, Medium",
         .link = "conflict", .open_conflicts = 1},

        {.name = "deleted between plan and write",
         .story = [](Story& s) {
             s.source_edits("Title", "two");
             s.world.target.will_be_edited_before_the_write([&s](auto&) { s.target_deletes(); });
         },
         .source = "two, New, 2", .target = "-",
         .link = "conflict", .open_conflicts = 1},

        {.name = "again after our own write, in the same second, where revisions are times",
         .story = [](Story& s) {
             s.world.target.will_date_revisions(std::chrono::hours{1});
             s.source_edits("Title", "two");
             s.run();
             s.target_edits("priority", "Low");
         },
         .source = "two, New, 3", .target = "two, Open, Low"},
    });
}

TEST_CASE("deletions", "[scenarios][reference]")
{
    constexpr auto k_source_deletes = [](Story& s) { s.source_deletes(); };
    constexpr auto k_target_deletes = [](Story& s) { s.target_deletes(); };
    constexpr auto k_both_delete = [](Story& s) { s.source_deletes(); s.target_deletes(); };
    constexpr auto k_source_against_edit = [](Story& s) { s.source_deletes(); s.target_edits("subject", "two"); };
    constexpr auto k_target_against_edit = [](Story& s) { s.source_edits("Title", "two"); s.target_deletes(); };
    check_all({
        {.name = "on the source, deletes: never", .setup = {.deletes = "never"}, .story = k_source_deletes,
         .source = "-", .target = "one, Open, Medium", .link = "source_deleted"},
        {.name = "on the source, deletes: close", .setup = {.deletes = "close"}, .story = k_source_deletes,
         .source = "-", .target = "one, Done, Medium", .link = "source_deleted"},
        {.name = "on the source, deletes: mirror", .setup = {.deletes = "mirror"}, .story = k_source_deletes,
         .source = "-", .target = "-", .link = ""},

        {.name = "on the target, deletes: never", .setup = {.deletes = "never"}, .story = k_target_deletes,
         .source = "one, New, 2", .target = "-", .link = "target_deleted"},
        {.name = "on the target, deletes: close", .setup = {.deletes = "close"}, .story = k_target_deletes,
         .source = "one, Closed, 2", .target = "-", .link = "target_deleted"},
        {.name = "on the target, deletes: mirror", .setup = {.deletes = "mirror"}, .story = k_target_deletes,
         .source = "-", .target = "-", .link = ""},

        {.name = "on both, deletes: never", .setup = {.deletes = "never"}, .story = k_both_delete,
         .source = "-", .target = "-", .link = ""},
        {.name = "on both, deletes: mirror", .setup = {.deletes = "mirror"}, .story = k_both_delete,
         .source = "-", .target = "-", .link = ""},

        {.name = "on the source against an edit, deletes: never", .setup = {.deletes = "never"}, .story = k_source_against_edit,
         .source = "-", .target = "two, Open, Medium", .link = "conflict", .open_conflicts = 1},
        {.name = "on the source against an edit, deletes: close", .setup = {.deletes = "close"}, .story = k_source_against_edit,
         .source = "-", .target = "two, Open, Medium", .link = "conflict", .open_conflicts = 1},
        {.name = "on the source against an edit, deletes: mirror", .setup = {.deletes = "mirror"}, .story = k_source_against_edit,
         .source = "-", .target = "two, Open, Medium", .link = "conflict", .open_conflicts = 1},
        {.name = "on the target against an edit, deletes: mirror", .setup = {.deletes = "mirror"}, .story = k_target_against_edit,
         .source = "two, New, 2", .target = "-", .link = "conflict", .open_conflicts = 1},
    });
}

TEST_CASE("items that come back from the recycle bin", "[scenarios][reference]")
{
    constexpr auto k_source_comes_back = [](Story& s) { s.source_deletes(); s.run(); s.source_restores(); };
    constexpr auto k_target_comes_back = [](Story& s) { s.target_deletes(); s.run(); s.target_restores(); };
    check_all({
        {.name = "the source, before any run", .setup = {.deletes = "mirror"},
         .story = [](Story& s) { s.source_deletes(); s.source_restores(); },
         .source = "one, New, 2", .target = "one, Open, Medium"},

        {.name = "the source, deletes: never", .setup = {.deletes = "never"}, .story = k_source_comes_back,
         .source = "one, New, 2", .target = "one, Open, Medium"},
        {.name = "the target, deletes: never", .setup = {.deletes = "never"}, .story = k_target_comes_back,
         .source = "one, New, 2", .target = "one, Open, Medium"},

        {.name = "the source, and the partner was edited meanwhile", .setup = {.deletes = "never"},
         .story = [](Story& s) { s.source_deletes(); s.run(); s.target_edits("subject", "two"); s.run(); s.source_restores(); },
         .source = "two, New, 2", .target = "two, Open, Medium"},

        // Our own closing is no edit: the item that came back is open, and so is its partner again.
        {.name = "the source, deletes: close", .setup = {.deletes = "close"}, .story = k_source_comes_back,
         .source = "one, New, 2", .target = "one, Open, Medium"},
        {.name = "the target, deletes: close", .setup = {.deletes = "close"}, .story = k_target_comes_back,
         .source = "one, New, 2", .target = "one, Open, Medium"},

        // The partner is gone and the link forgotten: what came back is an item like any new one.
        {.name = "the source, deletes: mirror", .setup = {.deletes = "mirror"}, .story = k_source_comes_back,
         .source = "one, New, 2", .target = "-", .new_incidents = 1},
        // It carries our marker, so that nobody gets a partner behind a person's back.
        {.name = "the target, deletes: mirror", .setup = {.deletes = "mirror"}, .story = k_target_comes_back,
         .source = "-", .target = "one, Open, Medium", .link = "", .failed = 1},
    });
}

TEST_CASE("values and types that the mapping does not know", "[scenarios][reference]")
{
    check_all({
        {.name = "a status without a mapping waits as an error; the rest of the item goes on",
         .story = [](Story& s) { s.target_edits("status", "On Hold"); s.source_edits("Title", "two"); },
         .source = "two, New, 2", .target = "two, On Hold, Medium", .link = "error", .failed = 1},

        {.name = "a status without a mapping, then fixed",
         .story = [](Story& s) { s.target_edits("status", "On Hold"); s.run(); s.target_edits("status", "Done"); },
         .source = "one, Closed, 2", .target = "one, Done, Medium"},

        {.name = "a value without a mapping, then fixed in the item",
         .story = [](Story& s) { s.source_edits("Priority", "9"); s.run(); s.source_edits("Priority", "3"); },
         .source = "one, New, 3", .target = "one, Open, Low"},

        {.name = "a value without a mapping, then fixed in the mapping",
         .story = [](Story& s) {
             s.source_edits("Priority", "9");
             s.run();
             s.map_again({.priorities = "1 <-> High, 2 <-> Medium, 3 <-> Low, 9 <-> Never"});
         },
         .source = "one, New, 9", .target = "one, Open, Never"},

        {.name = "a value without a mapping, then edited back",
         .story = [](Story& s) { s.source_edits("Priority", "9"); s.run(); s.source_edits("Priority", "2"); },
         .source = "one, New, 2", .target = "one, Open, Medium"},

        {.name = "a type without a mapping waits for a person; nothing flows",
         .story = [](Story& s) { s.source_changes_type("Task"); s.source_edits("Title", "two"); },
         .source = "two, New, 2", .target = "one, Open, Medium", .link = "conflict", .open_conflicts = 1},

        {.name = "a type without a mapping, then changed back",
         .story = [](Story& s) {
             s.source_changes_type("Task");
             s.source_edits("Title", "two");
             s.run();
             s.source_changes_type("Bug");
         },
         .source = "two, New, 2", .target = "two, Open, Medium", .decided_by = "agreed"},
    });
}

TEST_CASE("mapping lines that come and go", "[scenarios][reference]")
{
    check_all({
        {.name = "a line is added: a value flows to where there is none",
         .setup = {.maps_notes = false},
         .story = [](Story& s) { s.source_edits("Notes", "from dev"); s.run(); s.map_again({}); },
         .source = "one, New, 2", .target = "one, Open, Medium", .notes = "from dev/from dev"},

        {.name = "a line is added: two different values are a matter for the strategy",
         .setup = {.strategy = "manual", .maps_notes = false},
         .story = [](Story& s) {
             s.source_edits("Notes", "from dev");
             s.target_edits("description", "from the desk");
             s.run();
             s.map_again({.strategy = "manual"});
         },
         .source = "one, New, 2", .target = "one, Open, Medium",
         .link = "conflict", .open_conflicts = 1, .notes = "from dev/from the desk"},

        {.name = "a line is removed: both sides keep their values, and go their own ways",
         .story = [](Story& s) {
             s.source_edits("Notes", "shared");
             s.run();
             s.map_again({.maps_notes = false});
             s.run();
             s.source_edits("Notes", "dev's own");
             s.source_edits("Title", "two");
         },
         .source = "two, New, 2", .target = "two, Open, Medium", .notes = "dev's own/shared"},

        {.name = "a line is removed while its conflict is open: the conflict goes with it",
         .setup = {.strategy = "manual"},
         .story = [](Story& s) {
             s.source_edits("Notes", "from dev");
             s.target_edits("description", "from the desk");
             s.run();
             s.map_again({.strategy = "manual", .maps_notes = false});
         },
         .source = "one, New, 2", .target = "one, Open, Medium",
         .decided_by = "rule-removed", .notes = "from dev/from the desk"},

        {.name = "a line is removed and added again: what differs by then is decided like any first meeting",
         .story = [](Story& s) {
             s.source_edits("Notes", "shared");
             s.run();
             s.map_again({.maps_notes = false});
             s.run();
             s.source_edits("Notes", "dev's own");
             s.run();
             s.map_again({});
         },
         .source = "one, New, 2", .target = "one, Open, Medium",
         .decided_by = "last-write-wins", .notes = "dev's own/dev's own"},

        {.name = "a value table changes: linked items follow, from the source where nobody edited",
         .story = [](Story& s) { s.map_again({.priorities = "1 <-> High, 2 <-> Low, 3 <-> Medium"}); },
         .source = "one, New, 2", .target = "one, Open, Low",
         .decided_by = "last-write-wins-tie"},

        {.name = "a value table changes: the next edit goes by the new one",
         .story = [](Story& s) {
             s.map_again({.priorities = "1 <-> High, 2 <-> Low, 3 <-> Medium"});
             s.run();
             s.source_edits("Priority", "3");
             s.run();
             s.source_edits("Priority", "2");
         },
         .source = "one, New, 2", .target = "one, Open, Low",
         .decided_by = "last-write-wins-tie"},
    });
}

// clang-format on
