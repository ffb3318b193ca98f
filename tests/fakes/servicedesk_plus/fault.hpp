#pragma once

#include "fakes/fault.hpp"

namespace syncctl::fakes {

/// Requests by what they are for.
namespace sdp::requests {
inline const Matching k_lists{"GET", "/requests?"};
inline const Matching k_reads{"GET", "/requests/"};
inline const Matching k_searches{"GET", "udf_fields."};
inline const Matching k_creates{"POST", "/requests"};
inline const Matching k_edits{"PUT", "/requests/"};
inline const Matching k_grants{"POST", "/oauth/v2/token"};
} // namespace sdp::requests

/// Faults in the words of ServiceDesk Plus.
namespace faults {

/// A failure with this inner code; the request was not carried out.
[[nodiscard]] Fault
failed(int status, int code, const std::string& message = "", const std::string& field = "");
/// 4004 with status 500; the request was carried out.
[[nodiscard]] Fault internal_error_after();
/// 4015. `retry_after` as the header has it; none when it is empty.
[[nodiscard]] Fault access_limit(int status = 400, const std::string& retry_after = "");
/// The text of on-premises builds, without 4015.
[[nodiscard]] Fault url_blocked();
/// The page of a server that is being maintained, with status 200.
[[nodiscard]] Fault maintenance_page();

} // namespace faults

} // namespace syncctl::fakes
