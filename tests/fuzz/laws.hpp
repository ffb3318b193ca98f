#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syncctl::test {

// What must hold for every input, whoever made it: called by the fuzzers and, with the inputs kept
// in tests/data/fuzz, by the test suite. Each returns what is broken, or nothing.

[[nodiscard]] std::optional<std::string> broken_html_law(std::string_view input);
[[nodiscard]] std::optional<std::string> broken_markdown_law(std::string_view input);
/// Of plain text between html_to_text and text_to_html.
[[nodiscard]] std::optional<std::string> broken_text_law(std::string_view input);
/// Every problem has a place in the document; a document without errors is the same after it was
/// written from its rows.
[[nodiscard]] std::optional<std::string> broken_mapping_law(std::string_view input);

} // namespace syncctl::test
