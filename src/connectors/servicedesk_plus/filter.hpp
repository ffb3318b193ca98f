#pragma once

#include "syncctl/model/work_item.hpp"

#include <optional>
#include <string>

namespace syncctl::connectors::servicedesk_plus {

/// Conditions separated by `;`, all of which must hold: `group=Network; status!=Closed;
/// category=Software|Hardware`. Fields as a mapping names them, and `type`; values in any case
/// (ASCII); a list field has one of the values; an empty value is null.
/// \returns what is wrong with the text, nullopt when it is a good filter
[[nodiscard]] std::optional<std::string> filter_problem(const std::string& filter);
/// An empty filter holds for every item.
[[nodiscard]] bool filter_holds(const std::string& filter, const model::WorkItem& item);

} // namespace syncctl::connectors::servicedesk_plus
