#pragma once

#include "merge.hpp"

#include "syncctl/engine/run_pair.hpp"
#include "syncctl/mapping/changed_rules.hpp"
#include "syncctl/mapping/rules.hpp"
#include "syncctl/model/conflict.hpp"
#include "syncctl/model/link.hpp"

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace syncctl::engine {

/// What is known of one side of a link when it is planned.
struct Unread {}; ///< its revision is the stored one: it holds its base

struct Gone {}; ///< proven absent

struct Unavailable {
    std::string reason;
}; ///< could not be read; says nothing about the item

struct Behind {}; ///< the tracker still shows an older state than the one that is known

using SideState = std::variant<Unread, model::WorkItem, Gone, Unavailable, Behind>;

/// A touched link with everything the planner may look at.
struct LinkInput {
    model::Link link;
    model::BothSides<SideState> sides;
    std::vector<model::Conflict> open_conflicts;
    /// Fields that an interrupted run sent to that side, without an answer on record.
    model::BothSides<model::Fields> sent{};
};

/// Facts of the pair that hold for every plan of a run.
struct PlanContext {
    const mapping::Rules& rules;
    model::Direction direction = model::Direction::both;
    std::chrono::milliseconds time_uncertainty{0};
    model::BothSides<std::chrono::milliseconds> clock_offset{}; ///< our clock less the tracker's
    base::Timestamp now;         ///< for the rows that a plan asks to be written
    int max_daily_writes = 1000; ///< to one link, before it is parked until the next UTC day
    mapping::ChangedRules changed_rules{}; ///< since the last complete run
};

/// A change of the conflict table that comes with a plan. It holds only if the writes it depends on
/// succeed.
struct ConflictChange {
    enum class Kind { open, update, close, withdraw_decision };
    Kind kind = Kind::open;
    model::Conflict
        conflict; ///< `id` is set for all but open; a row may be opened already resolved
    model::BothSides<bool> needs_write;
    /// The row was stored, still open, before the write was sent (record_losers); it goes when the
    /// write surely did not happen.
    bool is_provisional = false;
};

/// A value that cannot be mapped, or an item that cannot be read.
struct ItemProblem {
    model::SyncErrorType type = model::SyncErrorType::mapping;
    model::Side side = model::Side::source; ///< where the offending value is
    std::string field;
    std::string message;
};

/// A field that keeps its value because nobody there is the person that the other side names.
struct LeftField {
    model::Side side = model::Side::source; ///< where the person is named
    std::string field;
    std::string reason;
};

enum class LinkAction {
    keep,   ///< record what was read; write what `writes` holds
    close,  ///< as keep; the write closes the partner of a deleted item
    remove, ///< delete the item on `remove_side`, then forget the link
    forget, ///< both items are gone
};

/// How one rule came out; decides how far the base may be advanced.
struct MergedRule {
    const mapping::FieldRule* rule = nullptr; ///< never null once it is planned
    model::BothSides<std::string> fields;
    FieldResult result = FieldResult::nothing;
    model::BothSides<bool> writes;
    model::BothSides<model::Value> current;
};

/// What to do about one link.
struct LinkPlan {
    model::Link link; ///< as it will be stored; bases still the old ones, see advance_bases()
    LinkAction action = LinkAction::keep;
    model::Side remove_side = model::Side::source;
    model::BothSides<model::Fields> writes;
    std::vector<ConflictChange> conflicts;
    std::vector<ItemProblem> problems;
    std::vector<LeftField> left_alone; ///< for the report
    std::vector<MergedRule> merged;    ///< all rules but those with result `nothing`
    std::vector<FieldChange> changes;  ///< for `run -n`
    /// A rule that was off takes effect, and a side was not read: the plan is good for nothing.
    bool wants_both_sides = false;
    bool is_waiting = false; ///< nothing can be said before a later run has read the items again
    /// An earlier run knew that one item is gone: that the other one cannot be read does not undo
    /// it.
    bool is_deletion_known = false;
    model::BothSides<bool> is_read; ///< the tracker has shown this side, or proven that it is gone
    model::BothSides<bool> is_revision_new; ///< a read or write brought another revision

    [[nodiscard]] bool writes_anything() const
    {
        return action == LinkAction::remove || !writes.source.empty() || !writes.target.empty();
    }

    [[nodiscard]] int opened_conflicts() const;
};

/// The UTC day of a moment, `YYYY-MM-DD`.
[[nodiscard]] std::string day_of(base::Timestamp time);

/// Decides about one link. Pure.
[[nodiscard]] LinkPlan plan_link(const PlanContext& context, LinkInput input);

/// Takes over into `plan.link` what was read: types, revisions, times. The time of a revision that
/// our own last write made says nothing about who edited last.
void take_over_reads(const LinkInput& input, LinkPlan& plan);

/// The part of plan_link for a link of which at least one item is proven gone.
[[nodiscard]] LinkPlan plan_deletion(const PlanContext& context, LinkInput input);

/// Moves the bases of `plan.link` forward for every rule that came to an end: agreed, or written
/// with success. A field that any rule left behind keeps its old base on both sides of that rule.
/// \param succeeded per side: the write went through (or there was none to that side)
/// \param read_back per side: the item as the tracker returned it after our write
/// \param shortfalls per side: the fields that were not, or only part of the way, brought to the
/// value sent. Each has what it holds now as its base, and its other side what that means there
/// (else keeps its old one): so it goes on from there, also to a value that was taken back
void advance_bases(LinkPlan& plan,
                   const model::BothSides<bool>& succeeded,
                   const model::BothSides<const model::WorkItem*>& read_back,
                   const model::BothSides<std::set<std::string>>& shortfalls = {});

/// An unlinked item that gets a partner.
struct CreatePlan {
    model::Side side = model::Side::target; ///< where the partner is created
    model::WorkItem origin;
    const mapping::TypeRules* rules = nullptr;
    std::vector<const mapping::FieldRule*> in_effect; ///< the rules by which `fields` were filled
    model::Fields fields;
    std::vector<FieldChange> changes;
    std::optional<ItemProblem> problem; ///< set: nothing can be created
    std::vector<LeftField> left_alone;  ///< for the report
};

/// Decides what the partner of an unlinked item holds. Pure.
/// \param rules those of the item's type; they allow creating on the other side
[[nodiscard]] CreatePlan plan_create(const PlanContext& context,
                                     const mapping::TypeRules& rules,
                                     model::Side origin_side,
                                     model::WorkItem origin);

/// True when a value may flow towards that side: the pair's direction.
[[nodiscard]] model::BothSides<bool> writable_sides(model::Direction direction);

/// The base of a link that has just come into being by a create: every field of every rule that
/// took effect. Fields of rules that only flow back stay out: they never agreed. A rule that is off
/// has nothing as the base of the origin, so that the value flows once the rule takes effect.
[[nodiscard]] model::BothSides<model::Fields> base_after_create(const PlanContext& context,
                                                                const CreatePlan& plan,
                                                                const model::WorkItem& partner);

/// The part of such a base that the create fell short of: the origin counts as edited since, so
/// that the next merge writes it again.
/// \param shortfalls fields of the partner
void leave_behind(const CreatePlan& plan,
                  const std::set<std::string>& shortfalls,
                  model::BothSides<model::Fields>& base);

/// The value of a side that the other side's value stands for, when it is another one than the side
/// holds: as its base it lets the side count as edited.
[[nodiscard]] std::optional<model::Value> value_behind(const mapping::FieldRule& rule,
                                                       model::Side side,
                                                       const model::Value& at_other,
                                                       const model::Value& current);

/// True when a rule flows only from the partner's side back to its origin, so that a new link has
/// to be merged once.
[[nodiscard]] bool
flows_back(const PlanContext& context, const mapping::TypeRules& rules, model::Side partner_side);

} // namespace syncctl::engine
