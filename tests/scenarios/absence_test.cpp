// P5: absence needs proof. Whatever hides an item, in whatever state its link is, nothing is
// deleted, closed, unlinked or created anew, and nothing is lost when it is seen again.

#include "absence_causes.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

using namespace syncctl;
using model::DeletePolicy;
using model::LinkState;
using model::Side;
using test::AbsenceWorld;
using test::Cause;
using test::fields_of;
using test::Needs;
using test::Shown;
using test::Subject;

namespace {

constexpr std::array k_subjects{Subject::active,
                                Subject::conflict_open,
                                Subject::error_queued,
                                Subject::source_deleted,
                                Subject::target_deleted,
                                Subject::paused,
                                Subject::unclear_create,
                                Subject::unlinked};
constexpr std::array k_policies{DeletePolicy::never, DeletePolicy::close, DeletePolicy::mirror};

/// One row of the table.
struct Case {
    const Cause& cause;
    Subject subject;
    DeletePolicy policy;
    Side hidden;

    [[nodiscard]] bool is_known_deletion() const
    {
        return subject == Subject::source_deleted || subject == Subject::target_deleted;
    }

    [[nodiscard]] bool is_linked() const
    {
        return subject != Subject::unclear_create && subject != Subject::unlinked;
    }

    [[nodiscard]] bool is_possible() const
    {
        const bool was_never_there = subject == Subject::unlinked && hidden == Side::target;
        const bool is_gone = (subject == Subject::source_deleted && hidden == Side::source) ||
                             (subject == Subject::target_deleted && hidden == Side::target);
        return cause.needs == Needs::nothing ||
               (!was_never_there && (cause.needs == Needs::known_item || !is_gone));
    }

    /// Where a person finds the subject while the cause lasts.
    [[nodiscard]] Shown shown() const
    {
        if (cause.shown == Shown::run_stops) {
            return Shown::run_stops;
        }
        if (subject == Subject::paused) {
            return Shown::nowhere; // a person said to leave it alone
        }
        if (cause.shown == Shown::conflict && !is_linked()) {
            // What was never linked, and is of a type that is not mapped, is nobody's business; an
            // unclear create stays open.
            return subject == Subject::unlinked ? Shown::nowhere : Shown::item_error;
        }
        return cause.shown == Shown::conflict && is_known_deletion() ? Shown::nowhere : cause.shown;
    }
};

/// What both trackers hold as far as deleting, closing and creating can change it.
struct Holdings {
    explicit Holdings(AbsenceWorld& world)
        : ids{world.world.source.ids(), world.world.target.ids()},
          statuses{world.world.source.all("State"), world.world.target.all("status")},
          subject{world.subject_fields(Side::source), world.subject_fields(Side::target)}
    {
        for (const auto& link : world.world.links()) {
            links.push_back(link.id.value);
        }
    }

    model::BothSides<std::vector<std::string>> ids;
    model::BothSides<std::vector<std::string>> statuses;
    model::BothSides<std::vector<std::string>> subject;
    std::vector<std::int64_t> links;
};

/// People work on while nobody notices: on both items of the subject, and on a bystander.
void edit_meanwhile(AbsenceWorld& world, Side hidden)
{
    const Side seen = model::other(hidden);
    if (world.has_subject(hidden)) {
        world.edit(hidden, fields_of(hidden).title, "renamed out of sight");
    }
    if (world.has_subject(seen)) {
        world.edit(seen, fields_of(seen).priority, seen == Side::source ? "1" : "High");
    }
    world.tracker(hidden).edit(world.bystanders[hidden].back(),
                               fields_of(hidden).title,
                               model::Value{std::string{"bystander renamed"}});
}

void check_it_is_shown(AbsenceWorld& world, const Case& row)
{
    if (row.shown() == Shown::conflict) {
        CHECK(world.link().state == LinkState::conflict);
        CHECK_FALSE(world.world.store().conflicts.open_of(world.link().id).empty());
    }
    if (row.shown() != Shown::item_error) {
        return;
    }
    if (row.subject == Subject::unclear_create && row.hidden == Side::target) {
        CHECK(world.world.open_intents().size() == 1);
        return;
    }
    const auto errors = world.world.errors();
    const bool is_named = std::any_of(errors.begin(), errors.end(), [&](const auto& error) {
        return (error.item == "dev:" + world.subject.source ||
                error.item == "desk:" + world.subject.target) &&
               error.message.find(row.cause.reason) != std::string::npos;
    });
    CHECK(is_named);
    if (row.is_linked() && !row.is_known_deletion()) {
        CHECK(world.link().state == LinkState::error);
    }
}

void run_while_hidden(AbsenceWorld& world, const Case& row, bool is_full)
{
    try {
        world.run(is_full);
        CHECK(row.shown() != Shown::run_stops);
    } catch (const Error& error) {
        CHECK(row.shown() == Shown::run_stops);
        CHECK(error.code() == row.cause.stops_with);
        CHECK(error.message().find(row.cause.reason) != std::string::npos);
        CHECK_FALSE(error.hint().empty());
        const auto last = world.world.store().executions.list({}, 1).at(0);
        CHECK(last.status == model::ExecutionStatus::failed);
        CHECK(last.error_message == error.message());
    }
}

/// P5 itself.
void check_nothing_happened(AbsenceWorld& world, const Case& row, const Holdings& before)
{
    const Holdings now{world};
    CHECK(now.ids.source == before.ids.source);
    CHECK(now.ids.target == before.ids.target);
    CHECK(now.statuses.source == before.statuses.source);
    CHECK(now.statuses.target == before.statuses.target);
    CHECK(std::includes(
        now.links.begin(), now.links.end(), before.links.begin(), before.links.end()));
    if (row.cause.parks_subject) {
        CHECK(now.subject.source == before.subject.source);
        CHECK(now.subject.target == before.subject.target);
    }
    const Side seen = model::other(row.hidden);
    const auto title =
        world.tracker(seen).text(world.bystanders[seen].back(), fields_of(seen).title);
    CHECK((title == "bystander renamed") == !row.cause.parks_bystanders);
}

/// Whoever wanted something of the subject besides the test does it now.
void end_it(AbsenceWorld& world, const Case& row)
{
    row.cause.end(world, row.hidden);
    world.world.target.will_accept_everything();
    if (row.subject == Subject::unlinked) {
        world.edit(Side::source, "State", "New");
    }
    if (row.subject == Subject::paused) {
        world.set_state(LinkState::active);
    }
}

void check_merged(AbsenceWorld& world, const Case& row)
{
    world.subject.target = world.world.partner_of(Side::source, world.subject.source);
    REQUIRE_FALSE(world.subject.target.empty());
    const bool is_renamed =
        row.hidden == Side::source || row.subject != Subject::unlinked; // else there was no item
    const auto* title = is_renamed ? "renamed out of sight" : "subject";
    CHECK(world.text(Side::source, "Title") == title);
    CHECK(world.text(Side::target, "subject") == title);
    const bool is_urgent = row.hidden == Side::target || row.subject != Subject::unlinked;
    CHECK(world.text(Side::source, "Priority") == (is_urgent ? "1" : "2"));
    CHECK(world.text(Side::target, "priority") == (is_urgent ? "High" : "Medium"));
    const bool is_disputed = row.subject == Subject::conflict_open;
    CHECK((world.text(Side::source, "Notes") == world.text(Side::target, "description")) ==
          !is_disputed);
    CHECK(world.link().state == (is_disputed ? LinkState::conflict : LinkState::active));
    CHECK(world.world.open_conflicts().size() == (is_disputed ? 1U : 0U));
}

void check_healed(AbsenceWorld& world, const Case& row, const Holdings& before)
{
    const Holdings now{world};
    const std::size_t created = row.subject == Subject::unlinked ? 1 : 0;
    CHECK(now.ids.source == before.ids.source);
    CHECK(now.ids.target.size() == before.ids.target.size() + created);
    if (row.is_known_deletion()) {
        CHECK(now.subject.source == before.subject.source);
        CHECK(now.subject.target == before.subject.target);
        CHECK(world.link().state == (row.subject == Subject::source_deleted
                                         ? LinkState::source_deleted
                                         : LinkState::target_deleted));
        CHECK(world.world.open_conflicts().empty());
    } else {
        check_merged(world, row);
    }
    for (const auto& resolved : world.world.resolved_conflicts()) {
        CHECK(resolved.conflict.type == model::ConflictType::type_mismatch);
    }
}

void check_row(const Case& row)
{
    AbsenceWorld world{row.subject, row.policy};
    row.cause.begin(world, row.hidden);
    edit_meanwhile(world, row.hidden);
    const Holdings before{world};
    for (const bool is_full : {false, true}) {
        run_while_hidden(world, row, is_full);
        check_nothing_happened(world, row, before);
        if (is_full || !row.is_known_deletion()) { // at rest until somebody looks at it
            check_it_is_shown(world, row);
        }
    }
    end_it(world, row);
    world.run(row.cause.heals_by_full_run || row.subject == Subject::paused);
    world.run();
    check_healed(world, row, before);
    const int writes = world.writes();
    const auto third = world.run();
    CHECK(world.writes() == writes);
    CHECK(third.counters.failed == 0);
}

void check_rows(Subject subject)
{
    for (const auto& cause : test::causes()) {
        for (const auto policy : k_policies) {
            for (const Side hidden : model::k_sides) {
                const Case row{cause, subject, policy, hidden};
                if (!row.is_possible()) {
                    continue;
                }
                DYNAMIC_SECTION(cause.name << " | " << model::to_string(hidden)
                                           << " | deletes: " << model::to_string(policy))
                {
                    check_row(row);
                }
            }
        }
    }
}

} // namespace

TEST_CASE("what cannot be read is not gone", "[scenarios][absence]")
{
    for (const auto subject : k_subjects) {
        DYNAMIC_SECTION(test::name_of(subject))
        {
            check_rows(subject);
        }
    }
}

TEST_CASE("a proven deletion does act, by the policy", "[scenarios][absence]")
{
    const auto gone = GENERATE(Side::source, Side::target);
    const Side left = model::other(gone);
    const auto policy = GENERATE(DeletePolicy::never, DeletePolicy::close, DeletePolicy::mirror);
    AbsenceWorld world{Subject::active, policy};
    world.tracker(gone).erase(world.subject[gone]);
    world.run();
    CHECK(world.has_subject(left) == (policy != DeletePolicy::mirror));
    if (policy != DeletePolicy::mirror) {
        const auto* closed = left == Side::source ? "Closed" : "Done";
        CHECK((world.text(left, fields_of(left).status) == closed) ==
              (policy == DeletePolicy::close));
        CHECK(world.link().state ==
              (gone == Side::source ? LinkState::source_deleted : LinkState::target_deleted));
    }
    const int writes = world.writes();
    world.run();
    CHECK(world.writes() == writes);
}
