#pragma once

#include "suggest/plan.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace syncctl::mapping {

/// Everything a document is written from.
struct SuggestPlan {
    TypePlan types;
    StatusPlan statuses;
    FieldPlan fields;
    DefaultPlan defaults;
    std::optional<PlannedLine> match;
};

/// \param refused what the linter did not take: `section/rule` -> its message; these become
/// comments
[[nodiscard]] SuggestedDocument
render_suggestion(const SuggestRequest& request,
                  const SuggestPlan& plan,
                  const std::map<std::string, std::string>& refused);

/// By which `refused` knows a line.
[[nodiscard]] std::string key_of(const Suggestion& suggestion);

} // namespace syncctl::mapping
