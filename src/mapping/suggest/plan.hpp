#pragma once

#include "suggest/words.hpp"

#include "syncctl/mapping/suggest.hpp"
#include "syncctl/model/mapping_rows.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::mapping {

// What a suggestion looks at and yields is bounded: metadata comes from outside, and a person reads
// the document.
inline constexpr std::size_t k_max_suggested_types = 40;
inline constexpr std::size_t k_max_suggested_statuses = 100; ///< per type
inline constexpr std::size_t k_max_suggested_bytes = 512U << 10U;
inline constexpr std::size_t k_max_listed = 12; ///< names in one comment

/// A line of the document. Comments have no score.
struct PlannedLine {
    std::string rule; ///< `System.Title <-> subject | trim`
    std::string text; ///< the same as YAML, with its options
    int score = 0;
    std::string reason;
    bool is_active = true;
};

/// Two types that go together.
struct TypePair {
    const model::TypeInfo* source = nullptr;
    const model::TypeInfo* target = nullptr;
    int score = 0;
    std::string reason;

    [[nodiscard]] const model::TypeInfo& type(model::Side side) const
    {
        return side == model::Side::source ? *source : *target;
    }
};

/// A field rule for one or several type pairs.
struct PlannedField {
    model::FieldMappingRow row; ///< a map step has its table's lines, and no name yet
    std::string meaning;
    std::vector<std::string> unmatched_values; ///< of choice fields, for a comment
    int score = 0;
    std::string reason;
    std::set<std::size_t> pairs; ///< in which type pairs
};

/// A field that got no partner.
struct LonelyField {
    std::string reference;
    std::string nearest; ///< empty: nothing was near
    int score = 0;
    std::string why;
    bool is_readonly = false;
};

/// May values flow towards that side: by the pair's direction.
[[nodiscard]] inline bool may_write(const SuggestRequest& request, model::Side side)
{
    return model::allows_writing(request.direction, side);
}

/// nullopt when neither side may be written.
[[nodiscard]] inline std::optional<model::Arrow> arrow_for(const model::BothSides<bool>& ways)
{
    if (ways.source && ways.target) {
        return model::Arrow::both;
    }
    if (!ways.source && !ways.target) {
        return std::nullopt;
    }
    return ways.target ? model::Arrow::to_target : model::Arrow::to_source;
}

struct TypePlan {
    std::vector<TypePair> pairs;
    model::BothSides<std::vector<std::string>> lonely; ///< types without a partner
};

[[nodiscard]] TypePlan plan_types(const SuggestRequest& request);

struct StatusPlan {
    std::vector<PlannedLine> lines;
    std::vector<std::string> notes; ///< statuses that got no line, and why
};

[[nodiscard]] StatusPlan plan_statuses(const SuggestRequest& request,
                                       const std::vector<TypePair>& pairs);

struct FieldPlan {
    std::vector<PlannedField> fields;
    std::vector<PlannedLine> advised_against; ///< comments: they fit, but ...
    /// Per type pair and side.
    std::vector<model::BothSides<std::vector<LonelyField>>> lonely;
};

[[nodiscard]] FieldPlan plan_fields(const SuggestRequest& request,
                                    const std::vector<TypePair>& pairs);

struct DefaultPlan {
    model::BothSides<std::vector<PlannedLine>> lines;
};

[[nodiscard]] DefaultPlan plan_defaults(const SuggestRequest& request,
                                        const std::vector<TypePair>& pairs,
                                        const std::vector<PlannedField>& fields);

/// The rule by which items that are on both sides already become links; nullopt without titles.
[[nodiscard]] std::optional<PlannedLine> plan_match(const SuggestRequest& request,
                                                    const std::vector<TypePair>& pairs,
                                                    const std::vector<PlannedField>& fields);

/// Is it the same field on every mapped type of that side that has one of this name?
[[nodiscard]] bool
resolves_alike(const std::vector<TypePair>& pairs, model::Side side, const std::string& reference);

} // namespace syncctl::mapping
