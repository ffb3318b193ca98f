#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::fakes {

/// The path and query of a request, percent-decoded.
struct Target {
    std::vector<std::string> segments;
    std::vector<std::pair<std::string, std::string>> query;
};

/// nullopt for what is no path, has an empty segment, or is encoded wrongly.
[[nodiscard]] std::optional<Target> read_target(std::string_view target);
/// Without empty pieces.
[[nodiscard]] std::vector<std::string> pieces(std::string_view text, char separator);

} // namespace syncctl::fakes
