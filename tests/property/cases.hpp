#pragma once

#include "engine/merge.hpp"
#include "generator.hpp"

#include "syncctl/mapping/rules.hpp"
#include "syncctl/model/conflict.hpp"
#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/metadata.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::test {

/// A way in which two fields can correspond, with so few values that all of them meet.
struct RuleKind {
    std::string name;
    std::vector<model::TransformStep> chain;
    model::BothSides<std::vector<model::Value>> values;
    /// Read backwards the chain does for the swapped pair what it does here.
    bool has_mirror = true;
};

[[nodiscard]] const std::vector<RuleKind>& rule_kinds();
[[nodiscard]] const RuleKind& rule_kind(std::string_view name);

/// One field rule; a constant has no kind.
struct RuleCase {
    model::FieldMappingRow row;
    const RuleKind* kind = nullptr;
};

/// A rule between the fields `S<number>` and `T<number>`.
[[nodiscard]] RuleCase a_rule(Generator& random, std::size_t number);

/// A value that may turn up in the rule's field on that side.
[[nodiscard]] model::Value a_value(Generator& random, const RuleCase& rule, model::Side side);

/// One field with any history, however unlikely.
struct FieldCase {
    RuleCase rule;
    model::BothSides<bool> may_write{true, true};
    model::BothSides<std::optional<model::Value>> base;
    model::BothSides<model::Value> current;
    std::optional<model::Conflict> decided;
    engine::ItemTimes times;

    [[nodiscard]] mapping::FieldRule compiled() const { return {rule.row, {}}; }

    [[nodiscard]] engine::FieldOutcome merge() const;
};

[[nodiscard]] FieldCase a_field(Generator& random);

/// A pair whose rules have fields of their own each.
struct PairCase {
    std::vector<RuleCase> rules;
    model::Direction direction = model::Direction::both;
    model::DeletePolicy deletes = model::DeletePolicy::never;

    /// Types Bug and Incident; the closing status is `Closed` in State, or `Done` in status.
    [[nodiscard]] mapping::Rules compiled() const;
};

[[nodiscard]] PairCase a_pair(Generator& random);
[[nodiscard]] model::Direction a_direction(Generator& random);

/// The same seen from the other side: what was the source is the target.
[[nodiscard]] FieldCase swapped(const FieldCase& field);
[[nodiscard]] PairCase swapped(const PairCase& pair);
[[nodiscard]] model::Conflict swapped(model::Conflict conflict);

template <class T>
[[nodiscard]] model::BothSides<T> swapped(const model::BothSides<T>& both)
{
    return {both.target, both.source};
}

} // namespace syncctl::test
