#pragma once

#include "document.hpp"

#include <cstdint>
#include <libxml/HTMLparser.h>
#include <string>
#include <string_view>

namespace syncctl::markup {

/// Empty for null.
[[nodiscard]] std::string_view view(const xmlChar* text);

/// The attributes of a start tag: names in small letters, values decoded.
class Attributes {
public:
    explicit Attributes(const xmlChar** pairs) : m_pairs{pairs} {}

    /// Empty when it is not there.
    [[nodiscard]] std::string_view find(std::string_view name) const;

    [[nodiscard]] bool has(std::string_view name) const;

    /// 0 when it is no plain number up to `most`.
    [[nodiscard]] std::uint32_t number(std::string_view name, std::uint32_t most) const;

private:
    const xmlChar** m_pairs;
};

/// Does the style have the property with a value that starts so?
[[nodiscard]] bool
contains_word(std::string_view style, std::string_view property, std::string_view value);

[[nodiscard]] Align align_of(const Attributes& attributes);

/// The language that a highlighter would use, as `language-x` names it.
[[nodiscard]] std::string language_of(const Attributes& attributes);

} // namespace syncctl::markup
