#pragma once

#include "syncctl/base/ids.hpp"
#include "syncctl/store/database.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace syncctl::store {

/// What tells an open conflict from the others, without its values.
struct ConflictName {
    base::ConflictId id;
    std::string pair;
    std::string field;
};

/// The open conflicts, oldest first.
[[nodiscard]] std::vector<ConflictName> open_conflict_names(Database& database, std::size_t limit);

} // namespace syncctl::store
