#pragma once

#include "web/words.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string_view>

namespace syncctl::connectors::azure_devops {

// What the service calls its own things.
inline constexpr std::string_view k_title = "System.Title";
inline constexpr std::string_view k_state = "System.State";
inline constexpr std::string_view k_reason = "System.Reason";
inline constexpr std::string_view k_tags = "System.Tags";
inline constexpr std::string_view k_area_path = "System.AreaPath";
inline constexpr std::string_view k_iteration_path = "System.IterationPath";
inline constexpr std::string_view k_team_project = "System.TeamProject";
inline constexpr std::string_view k_type = "System.WorkItemType";
inline constexpr std::string_view k_changed_date = "System.ChangedDate";
inline constexpr std::string_view k_created_date = "System.CreatedDate";
inline constexpr std::string_view k_created_by = "System.CreatedBy";
inline constexpr std::string_view k_changed_by = "System.ChangedBy";
inline constexpr std::string_view k_is_deleted = "System.IsDeleted";

/// The service takes this many ids in one request.
inline constexpr std::size_t k_batch = 200;

/// The array that a list answer carries in `value`.
/// \throws Error{unavailable} when there is none: an answer without a list is not an empty list
[[nodiscard]] const nlohmann::json& list_of(const nlohmann::json& body,
                                            std::string_view key = "value");

} // namespace syncctl::connectors::azure_devops
