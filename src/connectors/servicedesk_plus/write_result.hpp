#pragma once

#include "answer.hpp"

#include "syncctl/connectors/connector.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace syncctl::connectors::servicedesk_plus {

enum class WriteKind { create, edit, close, trash };

/// What a write came to that was not answered with success.
/// \param fields what was sent, by which the field that the tracker blames is named as a mapping
/// names it
[[nodiscard]] WriteResult
failure_of(const Answer& answer, WriteKind kind, const model::Fields& fields, const Caller& caller);

/// `udf_fields.udf_sline_302` for `udf_sline_302`, when that was sent; any other name as it is.
[[nodiscard]] std::string reference_named(std::string_view wire_name, const model::Fields& fields);

/// Why a field that does not hold what was meant was not stored. nullopt when the tracker blames
/// others: then it only spells the value its own way. \pre the answer is partial
[[nodiscard]] std::optional<std::string> warning_about(std::string_view field,
                                                       const Answer& answer);

} // namespace syncctl::connectors::servicedesk_plus
