#include "syncctl/model/intent.hpp"

#include <fmt/format.h>

namespace syncctl::model {
namespace {

constexpr std::string_view k_prefix = "syncctl:";
constexpr std::size_t k_uuid_length = 36;

} // namespace

std::string marker_for(const std::string& pair_uuid, Side origin, const std::string& item_id)
{
    return fmt::format("{}{}:{}:{}", k_prefix, pair_uuid, to_string(origin), item_id);
}

std::optional<MarkerParts> parse_marker(std::string_view marker)
{
    if (marker.substr(0, k_prefix.size()) != k_prefix) {
        return std::nullopt;
    }
    marker.remove_prefix(k_prefix.size());
    if (marker.size() < k_uuid_length + 1 || marker[k_uuid_length] != ':') {
        return std::nullopt;
    }
    MarkerParts parts;
    parts.pair_uuid = marker.substr(0, k_uuid_length);
    marker.remove_prefix(k_uuid_length + 1);
    const auto colon = marker.find(':');
    if (colon == std::string_view::npos || colon + 1 == marker.size()) {
        return std::nullopt;
    }
    const auto side = marker.substr(0, colon);
    if (side != to_string(Side::source) && side != to_string(Side::target)) {
        return std::nullopt;
    }
    parts.origin = side == to_string(Side::source) ? Side::source : Side::target;
    parts.item_id = marker.substr(colon + 1);
    return parts;
}

} // namespace syncctl::model
