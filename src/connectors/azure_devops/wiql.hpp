#pragma once

#include "api.hpp"

#include "syncctl/base/clock.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// A text as a WIQL literal: in single quotes, which are doubled inside.
[[nodiscard]] std::string wiql_literal(std::string_view text);
/// A moment as a WIQL literal with its zone; needs `timePrecision=true`.
[[nodiscard]] std::string wiql_literal(base::Timestamp time);
/// A field in brackets. \throws Error{setting} for a name with a bracket or a control character
[[nodiscard]] std::string wiql_field(std::string_view name);

/// What is wrong with a condition that a person wrote; nullopt when it stays one condition inside
/// the parentheses that we put around it.
[[nodiscard]] std::optional<std::string> condition_problem(std::string_view condition);

/// `[System.Id] IN (1, 2, 3)`
[[nodiscard]] std::string is_one_of(std::span<const std::string> ids);

/// Asks for the ids of the project's items for which a condition holds, rising.
/// \param top rows at most
[[nodiscard]] Call
wiql_call(const std::string& project, const std::string& condition, std::size_t top);

/// Has the server check a condition, which finds nothing and costs one call.
[[nodiscard]] Answer
try_condition(Api& api, const std::string& project, std::string_view condition);

} // namespace syncctl::connectors::azure_devops
