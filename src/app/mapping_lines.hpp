#pragma once

#include "syncctl/app/mappings.hpp"
#include "syncctl/model/mapping_rows.hpp"

#include <string>
#include <vector>

namespace syncctl::app {

/// A rule for people.
[[nodiscard]] MappingLine line_of(const model::TypeMappingRow& row);
[[nodiscard]] MappingLine line_of(const model::StatusMappingRow& row);
[[nodiscard]] MappingLine line_of(const model::FieldMappingRow& row);
[[nodiscard]] MappingLine line_of(const model::MappingRows::MatchRule& rule);

/// Every rule in the order of its section.
[[nodiscard]] std::vector<MappingLine> lines_of(const model::MappingRows& rows);

/// `SOURCE ARROW TARGET DETAIL`, what is there of it.
[[nodiscard]] std::string text_of(const MappingLine& line);

} // namespace syncctl::app
