#pragma once

#include "syncctl/model/work_item.hpp"

#include <cstddef>

namespace syncctl::model {

/// About how much memory an item takes: its texts, and some for each field.
[[nodiscard]] std::size_t octets_of(const WorkItem& item);

} // namespace syncctl::model
