#pragma once

#include "syncctl/model/mapping_rows.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>
#include <vector>

namespace syncctl::store {

// Parts of a compiled mapping as the JSON columns and words of its tables. What cannot be read is
// damage: Error{damaged_database} or an exception of the JSON library.

inline constexpr const char* k_stored_mapping = "a stored mapping";

[[nodiscard]] std::string_view word_of(model::Arrow arrow);
[[nodiscard]] model::Arrow arrow_of(std::string_view text);

[[nodiscard]] nlohmann::json json_of(const std::vector<model::TransformStep>& chain);
[[nodiscard]] std::vector<model::TransformStep> chain_of(const nlohmann::json& steps);

[[nodiscard]] nlohmann::json json_of(const std::vector<model::Condition>& conditions);
[[nodiscard]] std::vector<model::Condition> conditions_of(const nlohmann::json& list);

/// What has no table of its own: deletes, match, defaults, statuses without a line.
[[nodiscard]] nlohmann::json options_of(const model::MappingRows& rows);
void read_options(const nlohmann::json& options, model::MappingRows& rows);

} // namespace syncctl::store
