#pragma once

#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/value.hpp"

namespace syncctl::mapping {

/// Does the comparison hold for what the field has now?
///
/// `=` and `in` compare as people read values: a number by what it is worth, a boolean as `true` or
/// `false`, a list by its only element, null as empty text. The order of texts is asked for dates
/// of ISO 8601 only; where no order is defined, none of `<`, `<=`, `>`, `>=` holds.
[[nodiscard]] bool holds(const model::Condition& condition, const model::Value& value);

} // namespace syncctl::mapping
