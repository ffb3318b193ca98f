#pragma once

#include "web/words.hpp"

#include "syncctl/base/clock.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace syncctl::connectors::servicedesk_plus {

// What the tracker calls its own things; a mapping names fields by these.
inline constexpr std::string_view k_subject = "subject";
inline constexpr std::string_view k_description = "description";
inline constexpr std::string_view k_status = "status";
inline constexpr std::string_view k_resolution = "resolution"; ///< content of it
inline constexpr std::string_view k_closure_code = "closure_info.closure_code";
inline constexpr std::string_view k_closure_comments = "closure_info.closure_comments";
inline constexpr std::string_view k_created_time = "created_time";
inline constexpr std::string_view k_last_updated_time = "last_updated_time";
inline constexpr std::string_view k_udf_prefix = "udf_fields.";

/// A page of a list has at most so many rows (contract, section 7.1).
inline constexpr std::size_t k_most_rows = 100;
/// Code points of a subject (contract, section 8.2).
inline constexpr std::size_t k_longest_subject = 250;

/// An id as the tracker has it: 1 to 19 digits, the first of which is no 0.
[[nodiscard]] bool can_be_id(std::string_view id);
/// The id of a request or of an entry of a list; nullopt when it has none that can be one.
[[nodiscard]] std::optional<std::string> id_member(const nlohmann::json& object);
/// By number: ids are given out in rising order. \pre can_be_id() of both
[[nodiscard]] bool is_lower_id(std::string_view one, std::string_view other);

/// A datetime object `{"value":"1783092412757",...}`; nullopt for null, for the text "null", for 0
/// and for anything else (contract, section 7.3).
[[nodiscard]] std::optional<base::Timestamp> time_of(const nlohmann::json& datetime);
/// The same for a member of a request.
[[nodiscard]] std::optional<base::Timestamp> time_member(const nlohmann::json& object,
                                                         std::string_view key);

} // namespace syncctl::connectors::servicedesk_plus
