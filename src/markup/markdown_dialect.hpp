#pragma once

#include <md4c.h>

namespace syncctl::markup {

/// CommonMark with tables, strike-through and task lists.
inline constexpr unsigned k_dialect = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS;

} // namespace syncctl::markup
