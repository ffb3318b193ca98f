#pragma once

#include "fakes/fault.hpp"

#include <cstdlib>
#include <vector>

namespace syncctl::test {

/// Every how manyth fault of a write is tried: `usual`, unless SYNCCTL_FAULT_STEP says another
/// number.
inline int fault_step(int usual)
{
    const char* wanted = std::getenv("SYNCCTL_FAULT_STEP");
    const int step = wanted == nullptr ? usual : std::atoi(wanted); // NOLINT(cert-err34-c)
    return step > 0 ? step : usual;
}

/// What keeps the answer to a write from its sender, whether the write was carried out or not, and
/// shows at once.
inline std::vector<fakes::Fault> quick_faults()
{
    return {fakes::faults::lost_response(),
            fakes::faults::reset_before(),
            fakes::faults::reset_after(),
            fakes::faults::closed_before(),
            fakes::faults::truncated_head(),
            fakes::faults::truncated_body(),
            fakes::faults::longer_length(),
            fakes::faults::shorter_length(),
            fakes::faults::status_before(502),
            fakes::faults::status_after(502),
            fakes::faults::status_before(503, "2"),
            fakes::faults::status_after(500),
            fakes::faults::garbage_json(),
            fakes::faults::html_200(),
            fakes::faults::empty_200()};
}

/// The same, and it shows only when nothing comes for too long.
inline std::vector<fakes::Fault> stalls()
{
    return {fakes::faults::stall_before(),
            fakes::faults::stall_after(),
            fakes::faults::stall_in_body()};
}

} // namespace syncctl::test
