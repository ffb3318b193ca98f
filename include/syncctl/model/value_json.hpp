#pragma once

#include "syncctl/model/value.hpp"

#include <nlohmann/json_fwd.hpp>

namespace syncctl::model {

/// A value as JSON: a number as a number where readers keep it exactly, else as {"number": "TEXT"}
/// with its decimal text.
[[nodiscard]] nlohmann::json to_json(const Value& value);

/// \throws Error{document} for an object, or a list of anything but text
[[nodiscard]] Value value_from_json(const nlohmann::json& value);

} // namespace syncctl::model
