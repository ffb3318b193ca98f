#pragma once

#include "answer.hpp"

#include "syncctl/connectors/connector.hpp"

#include <string_view>

namespace syncctl::connectors::azure_devops {

/// What a write came to that was not answered with success.
/// \param fields what was sent, to find the one that the tracker blames in a text
[[nodiscard]] WriteResult
failure_of(const Answer& answer, const model::Fields& fields, const Caller& caller);

/// The tracker blames the state or its reason, for instance because this step is not allowed.
[[nodiscard]] bool blames_state(const Answer& answer);

} // namespace syncctl::connectors::azure_devops
