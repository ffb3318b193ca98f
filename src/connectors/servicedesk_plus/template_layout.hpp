#pragma once

#include "api.hpp"

#include "syncctl/base/log.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// Fields that a template wants a value of, and has none ready for.
/// \param layouts `[{"sections":[{"fields":[{"name","mandatory"}]}]}]`
[[nodiscard]] std::set<std::string, std::less<>> mandatory_in(const nlohmann::json& layouts);

/// The mandatory fields of each type: where types are templates by their names, else those of the
/// default template under an empty name. On-premises nothing tells: empty.
/// \throws Error when the tracker cannot be read
[[nodiscard]] std::map<std::string, std::set<std::string, std::less<>>>
mandatory_fields(Api& api, const Options& options, base::Log& log);

} // namespace syncctl::connectors::servicedesk_plus
