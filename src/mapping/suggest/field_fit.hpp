#pragma once

#include "suggest/plan.hpp"

#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/metadata.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::mapping {

/// How values get from one field into the other.
struct FieldFit {
    int percent = 0; ///< 100: as they are
    std::string why; ///< `number here, choice there, through a table`
    std::vector<model::TransformStep> chain;
    model::Arrow arrow = model::Arrow::both;
    std::vector<std::string> unmatched_values;
};

/// Why two fields cannot go together, or how they do.
struct FitResult {
    std::optional<FieldFit> fit;
    std::string obstacle; ///< without a fit
};

/// \param ways where values may go at all: by the pair's direction
[[nodiscard]] FitResult fit_fields(const model::FieldInfo& source,
                                   const model::FieldInfo& target,
                                   std::string_view meaning,
                                   model::BothSides<bool> ways);

/// Lines between the values of two fields.
struct ValueMatch {
    std::vector<model::TransformStep::TableLine> lines;
    std::vector<std::string> unmatched; ///< of either side
    int percent = 0;
    std::string why;
};

/// By equal names, or by their order where both are scales. nullopt when too little corresponds.
[[nodiscard]] std::optional<ValueMatch> match_values(const model::FieldInfo& source,
                                                     const model::FieldInfo& target,
                                                     bool is_scale,
                                                     model::BothSides<bool> ways);

} // namespace syncctl::mapping
