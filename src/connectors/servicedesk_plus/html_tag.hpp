#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace syncctl::connectors::servicedesk_plus {

/// `<div class="x">` or `</div>` in a text of HTML.
struct HtmlTag {
    std::size_t begin = 0; ///< place of the `<`
    std::size_t end = 0;   ///< behind the `>`
    std::string name;      ///< in small letters
    bool is_closing = false;

    [[nodiscard]] bool is_break() const { return name == "br"; }

    /// Part of a line; anything else begins a new one.
    [[nodiscard]] bool is_inline() const;
};

/// Longer than a tag that anybody wrote.
inline constexpr std::size_t k_longest_tag = 4096;
inline constexpr std::size_t k_no_limit = std::numeric_limits<std::size_t>::max();

/// Whether a tag begins at `at`, even if it has no end.
[[nodiscard]] bool begins_tag(std::string_view html, std::size_t at);

/// The tag that begins at `at`; nullopt when none does, or one without an end.
[[nodiscard]] std::optional<HtmlTag>
tag_at(std::string_view html, std::size_t at, std::size_t longest = k_longest_tag);
/// The tag that ends at `at`.
[[nodiscard]] std::optional<HtmlTag> tag_before(std::string_view html, std::size_t at);

/// Behind white space and non-breaking spaces of any spelling.
[[nodiscard]] std::size_t after_blanks(std::string_view html, std::size_t at);
[[nodiscard]] std::size_t before_blanks(std::string_view html, std::size_t at);

[[nodiscard]] bool is_html_space(char c);
[[nodiscard]] char small_letter(char c);

} // namespace syncctl::connectors::servicedesk_plus
