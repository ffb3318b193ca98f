#pragma once

#include "syncctl/model/conflict.hpp"
#include "syncctl/model/metadata.hpp"
#include "syncctl/model/side.hpp"
#include "syncctl/store/conflict_store.hpp"

#include <string>
#include <string_view>

namespace syncctl::app {

/// `SOURCE_REF <-> TARGET_REF` taken apart.
[[nodiscard]] model::BothSides<std::string> references_of(const std::string& rule);

/// Does a person who names this field mean the conflict? They may name the rule or either side's
/// field; nothing means any.
[[nodiscard]] bool is_about(const model::Conflict& conflict, std::string_view field);
/// \throws Error{usage} unless it is about the field
void require_field(const model::Conflict& conflict, const std::string& field);
/// \throws Error{failed} with who resolved it when it is closed already
void require_waiting(const store::ConflictView& view);

/// Typed text as a value of such a field.
/// \throws Error{usage} naming the field when it is none
[[nodiscard]] model::Value
value_for(model::FieldType type, const std::string& field, const std::string& text);

} // namespace syncctl::app
