#pragma once

#include "syncctl/model/mapping_rows.hpp"

namespace syncctl::mapping {

/// Can it be proved that no value meets both conditions? They must ask for the same field.
[[nodiscard]] bool exclude_each_other(const model::Condition& one, const model::Condition& other);

} // namespace syncctl::mapping
