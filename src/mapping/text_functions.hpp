#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace syncctl::mapping {

/// Full Unicode case mapping without any locale; octets that are not UTF-8 stay as they are.
[[nodiscard]] std::string to_upper(std::string_view text);
/// A capital sigma at the end of a word becomes the final form.
[[nodiscard]] std::string to_lower(std::string_view text);

/// At most `count` code points, the ellipsis included when something was cut. Does not cut between
/// a character and the marks, modifiers and joiners that follow it, unless nothing would be left.
/// \param ellipsis not longer than `count`
[[nodiscard]] std::string
truncated(std::string_view text, std::size_t count, std::string_view ellipsis);

} // namespace syncctl::mapping
