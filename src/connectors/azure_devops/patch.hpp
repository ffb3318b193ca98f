#pragma once

#include "syncctl/connectors/connector.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <variant>

namespace syncctl::connectors::azure_devops {

/// Fields that the service computes or stamps itself: never written.
[[nodiscard]] bool is_unwritable(std::string_view field);

/// A JSON Patch document (RFC 6902), or why the values cannot be sent.
using Patch = std::variant<nlohmann::json, Refused>;

struct NewItem {
    model::Fields fields; ///< null values are left out
    std::string marker;
    std::string origin_address{}; ///< where the link of the marker leads
    std::string marker_field;     ///< empty: a hyperlink carries the marker
    std::string area;             ///< used when the fields name none
};

[[nodiscard]] Patch create_patch(const NewItem& item);
/// The revision is tested first: everything or nothing is written.
[[nodiscard]] Patch update_patch(const model::Revision& revision, const model::Fields& fields);

} // namespace syncctl::connectors::azure_devops
