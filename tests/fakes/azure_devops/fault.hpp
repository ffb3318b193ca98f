#pragma once

#include "fakes/fault.hpp"

namespace syncctl::fakes {

/// Requests by what they are for.
namespace requests {
inline const Matching k_feed{"GET", "workitemrevisions"};
inline const Matching k_queries{"POST", "wiql"};
inline const Matching k_reads{"POST", "workitemsbatch"};
inline const Matching k_bin{"GET", "recyclebin"};
} // namespace requests

/// Faults in Azure DevOps' own words.
namespace faults {

// The feed.
/// No rows, though there are some: the next page has them.
[[nodiscard]] Fault empty_page();
/// Rows, but the token stands still and there is said to be more.
[[nodiscard]] Fault stuck_page();

// Refusals; the request was not carried out.
[[nodiscard]] Fault unauthorized_401();
[[nodiscard]] Fault forbidden_403();
/// `retry_after` as the header has it; none when it is empty.
[[nodiscard]] Fault throttled_429(const std::string& retry_after = "");
/// An error as the service words it: `refused(400, "WorkItemTrackingQueryTimeoutException",
/// "VS402335: ...")`.
[[nodiscard]] Fault refused(int status, const std::string& type_key, const std::string& message);

} // namespace faults

} // namespace syncctl::fakes
