#include "scopes.hpp"

#include "syncctl/store/execution_store.hpp"
#include "syncctl/store/statement.hpp"

#include <sql/execution_store.hpp>

namespace syncctl::store {

namespace {

std::int64_t count(Database& database, std::string_view query)
{
    auto rows = database.prepare(query);
    return rows.step() ? rows.integer(0) : 0;
}

CleanupCounts find_old(Database& database, base::Timestamp before)
{
    database.prepare(sql::execution_store::create_old_executions).run();
    database.prepare(sql::execution_store::clear_old_executions).run();
    auto select = database.prepare(sql::execution_store::select_old_executions);
    select.bind(":before", before);
    select.run();
    auto conflicts = database.prepare(sql::execution_store::count_old_conflicts);
    conflicts.bind(":before", before);
    return {.executions = count(database, sql::execution_store::count_old_executions),
            .errors = count(database, sql::execution_store::count_old_errors),
            .conflicts = conflicts.step() ? conflicts.integer(0) : 0};
}

} // namespace

CleanupCounts ExecutionStore::cleanup(base::Timestamp before, bool only_count)
{
    if (only_count) {
        TemporaryScope scope{m_database};
        return find_old(m_database, before);
    }
    WriteScope scope{m_database};
    const auto counts = find_old(m_database, before);
    auto conflicts = m_database.prepare(sql::execution_store::delete_old_conflicts);
    conflicts.bind(":before", before);
    conflicts.run();
    m_database.prepare(sql::execution_store::delete_old_executions).run();
    scope.commit();
    return counts;
}

} // namespace syncctl::store
