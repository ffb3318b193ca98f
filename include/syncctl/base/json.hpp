#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace syncctl::base {

/// Bounds of one document; exceeding one is an Error.
struct JsonLimits {
    std::size_t max_bytes = 16U << 20U;
    int max_depth = 64;
    std::size_t max_nodes = 1'000'000;
};

/// The only way JSON from outside is read: strict UTF-8, no byte-order mark, no trailing data, no
/// duplicate keys, no NaN, bounded (nlohmann/json crashes on deep values when it copies or dumps
/// them). \throws Error{document} naming the octet offset and the reason, never the text itself
[[nodiscard]] nlohmann::json parse_json(std::string_view text, const JsonLimits& limits = {});

/// Compact; invalid UTF-8 is replaced, so that it never throws.
[[nodiscard]] std::string dump_json(const nlohmann::json& value);
/// Indented by two, for files that people read.
[[nodiscard]] std::string dump_json_pretty(const nlohmann::json& value);

} // namespace syncctl::base
