#pragma once

#include <string>

namespace syncctl::fakes {

/// RFC 1952.
[[nodiscard]] std::string gzipped(const std::string& text);

} // namespace syncctl::fakes
