#pragma once

#include "syncctl/base/clock.hpp"

#include <optional>
#include <string>

namespace syncctl::fakes {

/// The date of a header: RFC 9110, 5.6.7.
[[nodiscard]] std::string http_date(base::Timestamp time);
/// nullopt for anything else.
[[nodiscard]] std::optional<base::Timestamp> read_http_date(const std::string& text);

} // namespace syncctl::fakes
