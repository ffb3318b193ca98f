#pragma once

#include "syncctl/mapping/rules.hpp"
#include "syncctl/model/conflict.hpp"
#include "syncctl/model/side.hpp"
#include "syncctl/model/value.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace syncctl::engine {

/// When each side's item was changed last, by one clock, and how far the two times can be trusted.
struct ItemTimes {
    model::BothSides<base::Timestamp> modified_at;
    std::chrono::milliseconds uncertainty{0};
};

/// One field of one link, as merge_field sees it.
struct FieldInput {
    const mapping::FieldRule& rule;
    /// Where the pair's direction lets changes flow; the rule's own arrow comes on top.
    model::BothSides<bool> may_write;
    /// What each side held when both last agreed; nullopt when they never did under this rule.
    model::BothSides<std::optional<model::Value>> base;
    model::BothSides<model::Value> current;
    /// The open conflict of this field with a person's decision, if there is one.
    const model::Conflict* decided = nullptr;
    /// What both sides hold may contradict the rule although nobody edited it: the rule was off
    /// when this link was last looked at, or another one then, or a conflict of it is open.
    bool is_unsettled = false;
    /// Other rules may write that side's field as well.
    model::BothSides<bool> is_shared{};
    /// That side holds what an interrupted run wrote there: nobody edited it, and what it was
    /// written from stands on the other side, unless that one was edited since.
    model::BothSides<bool> is_ours{};
};

enum class FieldResult {
    nothing,  ///< neither side changed
    agreed,   ///< both sides hold values that mean the same: they are the new base
    write,    ///< at least one side is written
    conflict, ///< a person has to decide; nothing is written, the base stays
    problem,  ///< a value cannot be mapped; nothing is written, the base stays
};

/// What becomes of one field.
struct FieldOutcome {
    FieldResult result = FieldResult::nothing;
    model::BothSides<std::optional<model::Value>> writes;
    /// Why one side's value was replaced by the other's: a strategy, `one-way`, or a person's
    /// decision. Empty when nobody's value was lost.
    std::string resolution;
    std::string problem;
    /// Why a side keeps what it has although the other one was edited: nobody there is that person.
    std::string left_alone;
    /// A decision was there, but a side shows another value than the person saw.
    bool decision_is_overtaken = false;
};

/// The three-way merge of one field. Pure and total.
///
/// Each side is compared with its own base, so that lossy transforms and values that a tracker
/// rewrites are no changes. Changed on one side: the other one follows. Changed on both to values
/// that mean the same: agreed. Changed on both and different: decided by a person, else merged as
/// sets when both hold lists (see list_merge.hpp), line by line when the rule says so and the edits
/// do not overlap (text_merge.hpp), else by the rule's strategy. A field that flows
/// one way follows its origin; an edit on the receiving side is put right and reported in
/// `resolution`. A value that an interrupted run wrote is no edit.
[[nodiscard]] FieldOutcome merge_field(const FieldInput& input, const ItemTimes& times);

} // namespace syncctl::engine
