#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/store/database.hpp"

#include <cstdint>
#include <string>

namespace syncctl::store {

/// What a state database is, whatever its schema version: for backups, and before it is replaced.
struct Overview {
    int schema_version = 0;
    std::string uuid;   ///< empty: setup was not finished
    std::string key_id; ///< that it is sealed with; empty: none yet
    std::int64_t pairs = 0;
    std::int64_t links = 0;
    std::int64_t open_conflicts = 0;
    base::Timestamp last_run;
};

/// \throws Error{damaged_database | foreign_database}
[[nodiscard]] Overview overview_of(Database& database, const base::Clock& clock);

} // namespace syncctl::store
