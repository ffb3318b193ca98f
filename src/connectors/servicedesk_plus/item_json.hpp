#pragma once

#include "options.hpp"

#include "syncctl/base/clock.hpp"
#include "syncctl/model/work_item.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <variant>

namespace syncctl::connectors::servicedesk_plus {

/// A request that cannot be used, and why.
struct ItemProblem {
    std::string id; ///< empty when not even that can be read
    std::string reason;
};

/// In the trash: the tracker's word that it is gone.
struct Trashed {
    std::string id;
};

using ParsedItem = std::variant<model::WorkItem, Trashed, ItemProblem>;

/// A request as a mapping sees it: references by name, people by mail address, times in ISO 8601,
/// custom fields as `udf_fields.KEY`; subject and description without our marker, the description
/// without the wrapper that the tracker puts around it.
[[nodiscard]] ParsedItem item_of(const nlohmann::json& request, const Options& options);

/// Changes with every edit that the tracker stamps: time of the last update, or of the creation
/// while there was none.
[[nodiscard]] model::Revision revision_of(const nlohmann::json& request);
/// That time; 0 when the tracker tells none.
[[nodiscard]] base::Timestamp modified_at(const nlohmann::json& request);
/// Whether it is in the trash, as far as it tells.
[[nodiscard]] bool is_in_trash(const nlohmann::json& request);

} // namespace syncctl::connectors::servicedesk_plus
