#pragma once

#include "syncctl/mapping/transform.hpp"
#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/metadata.hpp"
#include "syncctl/model/side.hpp"
#include "syncctl/model/work_item.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::mapping {

/// What a field of a side holds, for conditions; nullopt when it is not known.
using FieldLookup =
    std::function<std::optional<model::Value>(model::Side side, const std::string& field)>;

/// The first of the conditions that does not hold, as a document writes it; nullopt: all hold.
[[nodiscard]] std::optional<std::string>
unfulfilled(const std::vector<model::Condition>& conditions, const FieldLookup& value_of);

/// One field rule for one type pair, ready to run.
///
/// What arrives is fitted to the field it goes into. Values written in the mapping itself
/// (constants, defaults, results of map, default and boolean) are text there and take the field's
/// type: "2" becomes the number 2 in a number field, true becomes "true" in a text field. All other
/// values keep their type: a text for a number field is a problem that asks for `| number`. A value
/// that is longer than the field's max_length, not among a choice field's values or not a status of
/// the type is a problem too. Without knowledge of the field nothing is converted or checked.
class FieldRule {
public:
    /// \param fields what the trackers say about the two fields; of a status field `allowed` holds
    /// the
    ///        names of the type's statuses
    FieldRule(const model::FieldMappingRow& row,
              model::Strategy default_strategy,
              model::BothSides<std::optional<model::FieldInfo>> fields = {});

    [[nodiscard]] const std::string& field(model::Side side) const { return m_fields[side]; }

    /// May a value flow towards that side? (Arrow only; the pair's direction is the engine's
    /// business.)
    [[nodiscard]] bool writes(model::Side side) const;

    [[nodiscard]] model::Strategy strategy() const { return m_strategy; }

    [[nodiscard]] bool is_constant() const { return m_constant.has_value(); }

    [[nodiscard]] const std::vector<model::Condition>& conditions() const { return m_conditions; }

    /// Do all its conditions hold? A value that is not known fulfils none.
    [[nodiscard]] bool is_in_effect(const FieldLookup& value_of) const;

    /// Edits of both sides are to be merged line by line where they can be.
    [[nodiscard]] bool merges_lines() const { return m_merges_lines; }

    /// What a field of this rule holds; nullopt when the tracker told nothing about it.
    [[nodiscard]] std::optional<model::FieldType> field_type(model::Side side) const;

    /// The value that side should have when the other one holds `value`. For a constant: the
    /// constant.
    [[nodiscard]] TransformResult towards(model::Side side, const model::Value& value) const;

    /// The way to `side` step by step; the last one is the fitting, when the field is known.
    [[nodiscard]] std::vector<TracedStep> trace(model::Side side, const model::Value& value) const;

    /// Equal as this rule sees it: HTML that means the same is the same, however the tracker spells
    /// it.
    [[nodiscard]] bool
    is_same_on(model::Side side, const model::Value& one, const model::Value& another) const;

    /// A value of `side` in the terms in which match rules compare both sides (those of the target,
    /// or of the source when nothing goes to the target); nullopt when it has no such form.
    [[nodiscard]] std::optional<model::Value> comparable(model::Side side,
                                                         const model::Value& value) const;

    /// `SOURCE_REF <-> TARGET_REF` (with the rule's own arrow), as conflicts and messages name the
    /// field.
    [[nodiscard]] const std::string& name() const { return m_name; }

    /// Line in the mapping document.
    [[nodiscard]] int line() const { return m_line; }

private:
    [[nodiscard]] TransformResult converted(model::Side side, const model::Value& value) const;
    [[nodiscard]] TransformResult arriving(model::Side side, TransformResult result) const;

    model::BothSides<std::string> m_fields;
    model::Arrow m_arrow;
    model::Strategy m_strategy;
    std::optional<std::string> m_constant;
    std::vector<model::Condition> m_conditions;
    bool m_merges_lines;
    Chain m_chain;
    model::BothSides<bool> m_is_html; ///< texts that the chain reads as HTML
    model::BothSides<std::optional<model::FieldInfo>> m_infos;
    std::string m_name;
    int m_line;
};

/// The rules between one source type and one target type.
struct TypeRules {
    std::string source_type;
    std::string target_type;
    bool may_create_on_source = false; ///< by the arrow
    bool may_create_on_target = false;
    std::vector<FieldRule> fields; ///< the status rule, when statuses are mapped, is one of them
    std::vector<model::Condition> when; ///< of an item that has no partner yet

    /// May an item of that side without partner go by these rules?
    [[nodiscard]] bool takes(model::Side side, const model::WorkItem& item) const;

    [[nodiscard]] bool may_create_on(model::Side side) const
    {
        return side == model::Side::source ? may_create_on_source : may_create_on_target;
    }

    [[nodiscard]] const std::string& type(model::Side side) const
    {
        return side == model::Side::source ? source_type : target_type;
    }

    /// Types that are mapped to each other, directly or over others, share a group; a match never
    /// links items of different groups.
    std::size_t group = 0;
    [[nodiscard]] const FieldRule* find(std::string_view rule_name) const;
};

/// A whole mapping, ready to run; built from the stored rows.
class Rules {
public:
    /// \param source, target metadata; needed to know each type's status field and typed defaults
    /// \throws Error{document} when statuses are mapped and a mapped type is unknown
    Rules(const model::MappingRows& rows,
          const model::Metadata& source,
          const model::Metadata& target);

    /// The rules for an item of `side` that has no partner yet: the first type line with its type
    /// whose conditions hold. nullptr: not mapped.
    [[nodiscard]] const TypeRules* for_item(model::Side side, const model::WorkItem& item) const;
    /// The rules of an existing link; nullptr when the two types are not mapped to each other.
    [[nodiscard]] const TypeRules* for_types(std::string_view source_type,
                                             std::string_view target_type) const;

    /// Has any field rule conditions?
    [[nodiscard]] bool has_conditions() const;

    [[nodiscard]] model::DeletePolicy deletes() const { return m_deletes; }

    [[nodiscard]] int revision() const { return m_revision; }

    /// Values set once at creation on that side, for items of that type.
    [[nodiscard]] model::Fields defaults_for(model::Side side, std::string_view type) const;

    /// All match rules together (every one must agree).
    /// The text by which unlinked items are matched on a first run: equal on both sides means "the
    /// same item". nullopt: no match rule, or this item's values cannot be compared (null, empty,
    /// unmappable).
    [[nodiscard]] std::optional<std::string>
    match_key(model::Side side, const TypeRules& rules, const model::WorkItem& item) const;

    [[nodiscard]] bool has_match_rule() const { return !m_match.empty(); }

    /// Field references that must be kept in a link's base on that side: those of the rules, and
    /// those that conditions ask about.
    [[nodiscard]] static std::vector<std::string> base_fields(const TypeRules& rules,
                                                              model::Side side);
    /// The status that closes an item of that type (first of category completed), or nullopt.
    [[nodiscard]] std::optional<std::pair<std::string, std::string>>
    closing_status(model::Side side,
                   std::string_view type) const; ///< (field reference, status name)

private:
    std::vector<TypeRules> m_types;
    std::vector<model::MappingRows::MatchRule> m_match;
    model::BothSides<std::map<std::string, std::string>> m_defaults;
    model::BothSides<model::Metadata> m_metadata;
    model::DeletePolicy m_deletes = model::DeletePolicy::never;
    int m_revision = 0;
};

} // namespace syncctl::mapping
