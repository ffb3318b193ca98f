#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace syncctl::cli {

/// `90s`, `15m`, `2h`, `7d`, and parts in that order put together, `1d12h`: at least a second, at
/// most ten years. nullopt for anything else: a bare number does not say of what.
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(std::string_view text);

} // namespace syncctl::cli
