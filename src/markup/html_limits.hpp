#pragma once

#include <string_view>

namespace syncctl::markup {

/// libxml2 compares each attribute of a tag with all before it, so that a tag made of attributes
/// takes minutes. No tag that a person or a tracker wrote has more than 256.
[[nodiscard]] bool has_too_many_attributes(std::string_view html);

} // namespace syncctl::markup
