#pragma once

#include <string>
#include <string_view>

namespace syncctl::fakes {

/// HTML without what could run in a browser; tags that are not known are shown as text.
[[nodiscard]] std::string without_active_html(std::string_view html);
/// What lies above the basic plane, such as emoji, as numeric entities.
[[nodiscard]] std::string with_entities(std::string_view text);

} // namespace syncctl::fakes
