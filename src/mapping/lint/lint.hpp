#pragma once

#include "catalogue.hpp"
#include "draft.hpp"
#include "findings.hpp"

#include "syncctl/mapping/document.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace syncctl::mapping {

/// What the checks share. Each check reports what it finds; lint_names also puts references in the
/// place of display names, and goes first.
struct Lint {
    Draft& draft;
    const Surroundings& surroundings;
    Findings& findings;
    model::BothSides<Catalogue> catalogues{Catalogue{surroundings.source},
                                           Catalogue{surroundings.target}};
    std::size_t attached_lines = 0; ///< of tables, copied into the rules that use them
};

void lint_names(Lint& lint);
/// Value tables: known, used, functions in the directions in which they are used.
void lint_values(Lint& lint);
/// The section `users`: used, a function in the directions in which it is used.
void lint_people(Lint& lint);
/// Lines of `types` that no item ever takes.
void lint_types(Lint& lint);
/// Each rule by itself: read-only fields, types, lengths, directions, constants.
void lint_fields(Lint& lint);
/// One field, one writer.
void lint_writers(Lint& lint);
/// The statuses between each two types: known ways, that settle, that the workflows allow.
void lint_statuses(Lint& lint);
/// Required fields without a rule.
void lint_coverage(Lint& lint);
/// The values that a field can hold, one by one, through the chain of its rule: none that has no
/// way, none that comes back from there and back as another one.
void lint_round_trips(Lint& lint);

/// May values flow towards that side, by the pair's direction?
[[nodiscard]] inline bool pair_writes(const Lint& lint, model::Side side)
{
    return model::allows_writing(lint.surroundings.direction, side);
}

/// Reports values with two answers towards that side.
/// \param key_of two values with the same key are the same
void check_function(Lint& lint,
                    const std::vector<LineDraft>& lines,
                    model::Side side,
                    std::string (*key_of)(const std::string& value) = nullptr);
/// Does any line lead there?
[[nodiscard]] bool leads_to(const std::vector<LineDraft>& lines, model::Side side);
/// Copies a table into the step that uses it, as far as a document may make copies of its tables.
/// More is reported.
void attach(Lint& lint, StepDraft& step, const std::vector<LineDraft>& lines);

/// `'A', 'B' and 3 more`.
[[nodiscard]] std::string enumerated(const std::vector<std::string>& names);

} // namespace syncctl::mapping
