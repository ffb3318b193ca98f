#pragma once

#include "syncctl/base/clock.hpp"

#include <optional>
#include <string_view>

namespace syncctl::http {

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7). The two obsolete forms are not read: what
/// they would tell is only ever a hint.
[[nodiscard]] std::optional<base::Timestamp> parse_http_date(std::string_view text);

} // namespace syncctl::http
