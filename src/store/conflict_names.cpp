#include "syncctl/store/conflict_names.hpp"

#include "syncctl/store/statement.hpp"

#include <sql/conflict_store.hpp>

namespace syncctl::store {

std::vector<ConflictName> open_conflict_names(Database& database, std::size_t limit)
{
    std::vector<ConflictName> names;
    auto rows = database.prepare(sql::conflict_store::open_names);
    rows.bind(":limit", static_cast<std::int64_t>(limit));
    while (rows.step()) {
        names.push_back({.id = {rows.integer(0)}, .pair = rows.text(1), .field = rows.text(2)});
    }
    return names;
}

} // namespace syncctl::store
