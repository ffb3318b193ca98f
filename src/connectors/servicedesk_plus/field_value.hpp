#pragma once

#include "options.hpp"
#include "request_fields.hpp"

#include "syncctl/base/clock.hpp"
#include "syncctl/connectors/connector.hpp"
#include "syncctl/model/value.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace syncctl::connectors::servicedesk_plus {

/// `udf_sline_302` of `udf_fields.udf_sline_302`; empty for any other field.
[[nodiscard]] std::string_view custom_key(std::string_view reference);

/// How a field travels: as the interface says, as the settings say of a custom one, else as its key
/// tells. nullopt for what is no field of a request.
[[nodiscard]] std::optional<WireForm> form_of(std::string_view reference, const Options& options);

/// `2026-01-05T10:00:00Z` with any number of fraction digits, or a day: its first moment in UTC.
/// nullopt for anything else.
[[nodiscard]] std::optional<base::Timestamp> moment_of(std::string_view text);
/// `2026-01-05`, and possible.
[[nodiscard]] bool is_day(std::string_view text);

/// The value of a field that is no reference, as the tracker takes it. \pre value is not null
[[nodiscard]] std::variant<nlohmann::json, Refused>
wire_value(std::string_view reference, WireForm form, const model::Value& value);

/// Whether a field that shows `shown` holds what was meant by `wanted`, however it spells it: names
/// in any case, times in any precision down to the millisecond, descriptions as their reader sees
/// them; an empty text is no value.
[[nodiscard]] bool
holds(std::optional<WireForm> form, const model::Value& shown, const model::Value& wanted);

} // namespace syncctl::connectors::servicedesk_plus
