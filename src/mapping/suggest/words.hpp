#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::mapping {

/// A name taken apart for comparing: lower case, camel case and punctuation split, plurals cut.
/// `Repro.Steps`, `ReproSteps` and `Repro step` are all the same.
struct NameWords {
    std::vector<std::string> words;
    std::string joined; ///< the words with a blank between them; empty when there is none
};

[[nodiscard]] NameWords words_of(std::string_view name);

/// The part of a reference that tells fields apart: `DueDate` of
/// `Microsoft.VSTS.Scheduling.DueDate`.
[[nodiscard]] std::string_view last_part(std::string_view reference);

/// Words of both, in percent of the words of either; `date`, `id` and the like do not count.
[[nodiscard]] int shared_percent(const NameWords& one, const NameWords& other);
/// `'date', 'due'`: the words of both, for a reason.
[[nodiscard]] std::string shared_words(const NameWords& one, const NameWords& other);

/// Can a document name this at all? Neither empty nor very long, UTF-8 without NUL, not `_`.
[[nodiscard]] bool is_usable_name(std::string_view name);

} // namespace syncctl::mapping
