#pragma once

#include "api.hpp"

#include "syncctl/base/clock.hpp"
#include "syncctl/base/log.hpp"
#include "syncctl/connectors/connector.hpp"

#include <functional>
#include <memory>

namespace syncctl::connectors::servicedesk_plus {

/// The changes of one portal: a list by the time of creation and one by the time of the last
/// update, because a request that was never edited has no time of an update (contract,
/// section 7.4).
/// \param tracker_time by what the tracker's answers said so far; 0 while they did not
/// \throws Error{damaged_database} for a watermark that is none of ours
[[nodiscard]] std::unique_ptr<ChangeReader>
list_changes(Api& api,
             const Options& options,
             const ChangeQuery& query,
             base::Log& log,
             std::function<base::Timestamp()> tracker_time = {});

} // namespace syncctl::connectors::servicedesk_plus
