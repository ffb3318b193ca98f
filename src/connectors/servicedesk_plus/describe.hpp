#pragma once

#include "api.hpp"
#include "catalogue.hpp"

#include "syncctl/base/log.hpp"
#include "syncctl/model/metadata.hpp"

namespace syncctl::connectors::servicedesk_plus {

/// Types with their statuses and fields. What a build or a right does not give is left out with a
/// warning, and stands in the settings instead.
/// \throws Error when the tracker cannot be read
[[nodiscard]] model::Metadata
describe_portal(Api& api, Catalogue& catalogue, const Options& options, base::Log& log);

} // namespace syncctl::connectors::servicedesk_plus
