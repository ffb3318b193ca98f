#pragma once

#include "findings.hpp"
#include "place.hpp"
#include "yaml_reader.hpp"

#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/metadata.hpp"
#include "syncctl/model/pair.hpp"
#include "syncctl/model/side.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::mapping {

/// A text of the document and its place.
struct Name {
    std::string text;
    Place at;
};

/// What a field is on one type.
struct FieldOnType {
    const model::TypeInfo* type = nullptr;
    const model::FieldInfo* field = nullptr;
};

/// One comparison of `when`.
struct ConditionDraft {
    model::Side side = model::Side::source;
    Name field; ///< a reference once resolved
    model::Comparison comparison = model::Comparison::equal;
    std::vector<Name> values;
    Place at;
    Place comparison_at;
};

/// A line of `types`, `statuses`, `match`, `users` or of a value table.
struct LineDraft {
    model::BothSides<Name> ends;
    model::Arrow arrow = model::Arrow::both;
    Place at;
    Place arrow_at;
    std::vector<ConditionDraft> when{}; ///< only of a line of `types`
};

struct StepDraft {
    model::TransformStep step; ///< with its name of today
    Place at;
};

/// A line of `fields`.
struct FieldDraft {
    model::BothSides<Name>
        fields; ///< empty on the other side of a constant; references once resolved
    model::Arrow arrow = model::Arrow::both;
    Place at;
    Place arrow_at;
    std::vector<StepDraft> steps;
    std::optional<Name> constant;
    std::vector<Name> only;
    std::optional<model::Strategy> strategy;
    Place strategy_at;
    std::vector<ConditionDraft> when;
    bool merges_lines = false;
    Place merge_at;
    bool has_bad_steps = false; ///< reported; nothing can be said about the chain as a whole
    /// Found in the trackers' metadata; empty while unknown.
    model::BothSides<std::vector<FieldOnType>> infos;
};

struct TableDraft {
    Name name;
    std::vector<LineDraft> lines;
    bool is_used = false;
};

struct UsersDraft {
    Place at;
    std::vector<LineDraft> lines;
    model::UserRule rule;
    bool is_used = false;
};

struct DefaultDraft {
    Name field;
    Name value;
};

struct StrategyDraft {
    Name field;
    model::Strategy strategy = model::Strategy::last_write_wins;
};

/// A document whose grammar was understood; what was not is reported and left out.
struct Draft {
    std::optional<Name> source;
    std::optional<Name> target;
    std::vector<LineDraft> types;
    std::optional<Place> statuses_at;
    std::vector<LineDraft> statuses;
    std::optional<Place> unlisted_at;
    bool unlisted_statuses_by_category = false;
    std::vector<FieldDraft> fields;
    std::vector<TableDraft> tables;
    std::optional<UsersDraft> users;
    model::BothSides<std::vector<DefaultDraft>> defaults;
    std::vector<LineDraft> match;
    model::DeletePolicy deletes = model::DeletePolicy::never;
    std::optional<model::Strategy> default_strategy;
    std::vector<StrategyDraft> strategies;
    std::vector<model::FieldMappingRow> status_strategies; ///< made by the linter

    [[nodiscard]] bool maps_statuses() const
    {
        return !statuses.empty() || unlisted_statuses_by_category;
    }
};

[[nodiscard]] std::vector<model::Condition>
conditions_of(const std::vector<ConditionDraft>& drafts);

[[nodiscard]] Draft read_draft(const Node& root, Findings& findings);

} // namespace syncctl::mapping
