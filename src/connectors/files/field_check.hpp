#pragma once

#include "syncctl/connectors/connector.hpp"
#include "syncctl/model/metadata.hpp"
#include "syncctl/model/value.hpp"

#include <optional>

namespace syncctl::connectors::files {

/// What forbids to write these fields to an item of that type; nullopt when nothing does.
[[nodiscard]] std::optional<Refused> check_fields(const model::Fields& fields,
                                                  const model::TypeInfo& type);

/// As check_fields, and every required field must be there: for a new item.
[[nodiscard]] std::optional<Refused> check_new_fields(const model::Fields& fields,
                                                      const model::TypeInfo& type);

} // namespace syncctl::connectors::files
