#pragma once

#include "syncctl/mapping/transform.hpp"
#include "syncctl/model/metadata.hpp"
#include "syncctl/model/value.hpp"

namespace syncctl::mapping {

/// The value as the field can take it, or why it cannot (see FieldRule).
/// \param is_adapting the value is written in the mapping and takes the field's type
[[nodiscard]] TransformResult
fitted(model::Value value, const model::FieldInfo& field, bool is_adapting);

/// What a field of that type holds, as far as its type tells.
[[nodiscard]] Shape shape_of_field(model::FieldType type);

/// The field with the statuses of its type as allowed values, if it is the status field.
[[nodiscard]] model::FieldInfo with_statuses(const model::FieldInfo& field,
                                             const model::TypeInfo& type);

} // namespace syncctl::mapping
