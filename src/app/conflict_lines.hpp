#pragma once

#include "syncctl/app/conflicts.hpp"

namespace syncctl::app {

[[nodiscard]] ConflictLine conflict_line(store::ConflictView view);
/// \throws Error{not_found}
[[nodiscard]] store::ConflictView require_conflict(store::Store& store, std::int64_t id);

} // namespace syncctl::app
