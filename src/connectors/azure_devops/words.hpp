#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
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

/// Names of states, projects, paths and fields mean the same in any case (ASCII is folded).
[[nodiscard]] bool same_name(std::string_view one, std::string_view other);
[[nodiscard]] bool starts_with_name(std::string_view text, std::string_view beginning);
[[nodiscard]] bool contains_name(std::string_view text, std::string_view part);
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// A member of a JSON object that is a text, made storable and cut to `most` code points; empty
/// when there is none.
[[nodiscard]] std::string
text_member(const nlohmann::json& object, std::string_view key, std::size_t most = 1000);
/// A member of a JSON object, or a null that lives as long as the program.
[[nodiscard]] const nlohmann::json& member(const nlohmann::json& object, std::string_view key);
/// The value itself when it is an array, else an empty one that lives as long as the program.
[[nodiscard]] const nlohmann::json& array_or_nothing(const nlohmann::json& value);
[[nodiscard]] bool flag_member(const nlohmann::json& object, std::string_view key);
/// The array that a list answer carries in `value`.
/// \throws Error{unavailable} when there is none: an answer without a list is not an empty list
[[nodiscard]] const nlohmann::json& list_of(const nlohmann::json& body,
                                            std::string_view key = "value");

} // namespace syncctl::connectors::azure_devops
