#pragma once

#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/metadata.hpp"

#include <vector>

namespace syncctl::mapping {

/// The value table between the statuses of two types: the lines that concern both, then, with
/// `unlisted_statuses: category`, one for each status that has none: it leads to the first status
/// of its category, or of a near one (resolved and completed, proposed and in progress, completed
/// for removed).
[[nodiscard]] std::vector<model::TransformStep::TableLine> status_table(
    const model::MappingRows& rows, const model::TypeInfo& source, const model::TypeInfo& target);

} // namespace syncctl::mapping
