#pragma once

#include "syncctl/model/pair.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace syncctl::model {

/// Which way an arrow points. `<->` both, `->` to_target, `<-` to_source.
enum class Arrow { both, to_target, to_source };
[[nodiscard]] std::string_view to_string(Arrow arrow);
[[nodiscard]] std::optional<Arrow> arrow_from(std::string_view text);
[[nodiscard]] bool points_to(Arrow arrow, Side side);

/// How a condition compares. Ordered comparisons are between numbers, or between texts of the same
/// form (ISO 8601 dates); anything else does not hold.
enum class Comparison {
    equal,     ///< `=`
    different, ///< `!=`
    less,      ///< `<`
    at_most,   ///< `<=`
    greater,   ///< `>`
    at_least,  ///< `>=`
    one_of,    ///< `in (a, b)`
    none_of,   ///< `not in (a, b)`
    has,       ///< a list has the element, a text contains the text
    is_empty,  ///< null, empty text or empty list
    is_not_empty,
};
[[nodiscard]] std::string_view to_string(Comparison comparison); ///< as a document writes it
[[nodiscard]] std::optional<Comparison> comparison_from(std::string_view text);

/// One comparison of `when`: `source.Severity in (1, 2)`.
struct Condition {
    Side side = Side::source;
    std::string field; ///< reference
    Comparison comparison = Comparison::equal;
    std::vector<std::string> values; ///< one; several for one_of and none_of; none for is_empty
    bool operator==(const Condition&) const = default;
};

/// `Bug <-> Incident`: the arrow says on which side a partner may be created.
struct TypeMappingRow {
    std::string source_type;
    std::string target_type;
    Arrow arrow = Arrow::both;
    int line = 0; ///< in the document, for messages
    /// All have to hold for an item without partner; those about the side that has no item yet are
    /// not asked. Links that exist keep their types.
    std::vector<Condition> when{};
    bool operator==(const TypeMappingRow&) const = default;
};

/// `Active <-> In Progress`.
struct StatusMappingRow {
    std::string source_status;
    std::string target_status;
    Arrow arrow = Arrow::both;
    int line = 0;
    bool operator==(const StatusMappingRow&) const = default;
};

/// What becomes of a person whom the other tracker does not know.
struct UnknownPerson {
    enum class Rule { error, leave, substitute };
    Rule rule = Rule::error;
    std::string substitute; ///< whom to write instead
    bool operator==(const UnknownPerson&) const = default;
};

/// The section `users` without its lines.
struct UserRule {
    /// A mail address without a line means the same person on both sides.
    bool match_address = true;
    BothSides<UnknownPerson> unknown; ///< by the side that would be written
    bool operator==(const UserRule&) const = default;
};

/// One step of a chain: `truncate(250)` is {"truncate", ["250"]}.
/// `map(TABLE)` carries the table itself in `table`, and `user` the section `users`, so that the
/// engine needs nothing else.
struct TransformStep {
    std::string name;
    std::vector<std::string> arguments;

    /// Only for map and user: the table's lines in order.
    struct TableLine {
        std::string source;
        std::string target;
        Arrow arrow = Arrow::both;
        bool operator==(const TableLine&) const = default;
    };

    std::vector<TableLine> table;
    std::optional<UserRule> users{}; ///< only for user
    bool operator==(const TransformStep&) const = default;
};

/// One rule of `fields:`. The chain is written source to target; towards the source it runs
/// backwards through the inverses.
struct FieldMappingRow {
    std::string source_field; ///< reference; empty for a constant on the target
    std::string target_field; ///< reference; empty for a constant on the source
    Arrow arrow = Arrow::both;
    std::vector<TransformStep> chain;
    std::optional<std::string> constant; ///< `-> RIGHT = VALUE`: the value written
    std::optional<Strategy> strategy;    ///< only when the rule names its own
    std::vector<std::string> only_types; ///< source or target type names; empty = every type
    int line = 0;
    /// All have to hold for the rule to take effect on a link; meanwhile its fields are left alone
    /// and the base stays.
    std::vector<Condition> when{};
    bool merges_lines = false; ///< edits of both sides are merged line by line where they can be
    bool operator==(const FieldMappingRow&) const = default;
};

/// A compiled mapping: what the engine reads. Compiled from the document by mapping::compile,
/// stored in the three mapping tables (rows) and the pair's options (the rest).
struct MappingRows {
    int revision = 0; ///< grows with every import; 0 = never stored
    std::vector<TypeMappingRow> types;
    std::vector<StatusMappingRow> statuses;
    /// A status without a line goes to the first one of its category.
    bool unlisted_statuses_by_category = false;
    std::vector<FieldMappingRow> fields;
    Strategy default_strategy = Strategy::last_write_wins;
    DeletePolicy deletes = DeletePolicy::never;

    /// Rules whose agreement links unlinked items on a first run: (source field, target field).
    struct MatchRule {
        std::string source_field;
        std::string target_field;
        bool operator==(const MatchRule&) const = default;
    };

    std::vector<MatchRule> match;
    /// Set once, when syncctl creates an item on that side: field reference -> value.
    BothSides<std::map<std::string, std::string>> defaults;
    bool operator==(const MappingRows&) const = default;
};

} // namespace syncctl::model
