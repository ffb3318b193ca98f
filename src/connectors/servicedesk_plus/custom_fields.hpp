#pragma once

#include "api.hpp"

#include "syncctl/model/metadata.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// A custom field as the tracker lists it, by either of its two ways. nullopt for one without a
/// key, and for the one that holds the marker.
/// \param row of `udf_fields`, or of `metainfo.fields.udf_fields.fields`, where the key is the name
/// of the member
[[nodiscard]] std::optional<model::FieldInfo>
custom_field_of(const nlohmann::json& row, const std::string& key, const Options& options);

/// What the sources say together: `udf_fields`, then what the field catalogue has beside them, then
/// the settings, which decide on a type.
/// \param rows nullopt when the tracker does not give them
/// \param metainfo `metainfo.fields.udf_fields.fields`; null when the tracker does not give it
[[nodiscard]] std::vector<model::FieldInfo>
custom_fields(const std::optional<std::vector<nlohmann::json>>& rows,
              const nlohmann::json& metainfo,
              const Options& options);

/// Longest value by `constraints`, in both ways that they are written.
[[nodiscard]] std::optional<std::size_t> max_length_of(const nlohmann::json& field);

} // namespace syncctl::connectors::servicedesk_plus
