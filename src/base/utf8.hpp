#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace syncctl::base {

/// One code point read from text; `is_valid` is false for anything that is not well-formed UTF-8
/// (RFC 3629): overlong forms, surrogates, values above U+10FFFF, cut sequences.
struct CodePoint {
    char32_t value = 0;
    std::size_t length = 1; ///< octets to go on by; 1 when invalid
    bool is_valid = false;
};

[[nodiscard]] CodePoint read_code_point(std::string_view text, std::size_t at);

} // namespace syncctl::base
