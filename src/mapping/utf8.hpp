#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace syncctl::mapping {

/// One code point of a text, strictly decoded: no overlong forms, surrogates or values above
/// U+10FFFF.
struct CodePoint {
    char32_t value = 0;
    std::size_t size = 1;  ///< octets
    bool is_valid = false; ///< false: one octet that is not UTF-8
};

/// \param offset below text.size()
[[nodiscard]] CodePoint code_point_at(std::string_view text, std::size_t offset);
/// Where the code point before `offset` starts; `offset` above 0.
[[nodiscard]] std::size_t previous_code_point(std::string_view text, std::size_t offset);
void append_code_point(std::string& text, char32_t code_point);

/// Octets that start a code point; like the number of code points, but without condition on the
/// text.
[[nodiscard]] std::size_t lead_octets(std::string_view text);

/// Unicode White_Space, and the byte-order mark, which editors leave at the start of texts.
[[nodiscard]] bool is_space(char32_t code_point);
[[nodiscard]] std::string_view trimmed(std::string_view text);

} // namespace syncctl::mapping
