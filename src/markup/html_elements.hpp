#pragma once

#include <cstdint>
#include <string_view>

namespace syncctl::markup {

/// What an HTML element means to us.
struct HtmlElement {
    enum class Role : std::uint8_t {
        transparent, ///< as if only its content stood there
        dropped,     ///< with all that is inside
        block,       ///< its content begins and ends a line
        styled,
        link,
        image,
        line_break,
        input,
        span,
        paragraph,
        heading,
        rule,
        quote,
        list,
        item,
        table,
        row,
        cell,
        preformatted,
        code,
    };

    Role role = Role::transparent;
    std::uint8_t detail = 0; ///< styles; level of a heading; 1 for `ol` and `th`
};

/// \param name in small letters
[[nodiscard]] HtmlElement html_element(std::string_view name);

} // namespace syncctl::markup
