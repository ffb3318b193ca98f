#include "syncctl/store/cleanup.hpp"

#include "scopes.hpp"

#include "syncctl/store/statement.hpp"

#include <limits>
#include <sql/cleanup.hpp>

namespace syncctl::store {

namespace {

OldRows measured(Statement rows)
{
    return rows.step() ? OldRows{.rows = rows.integer(0), .bytes = rows.integer(1)} : OldRows{};
}

/// Goes through the kinds of old rows; removes them, or only looks.
class OldRowsVisit {
public:
    OldRowsVisit(Database& database, const CleanupLimits& limits, std::int64_t most, bool removes)
        : m_database{database}, m_limits{limits}, m_most{most}, m_removes{removes}
    {
    }

    CleanupCounts visit()
    {
        m_database.prepare(sql::cleanup::create_old_rows).run();
        CleanupCounts counts;
        // Executions last: they go once no conflict that stays refers to them.
        choose(sql::cleanup::select_old_conflicts);
        counts.conflicts = measured(m_database.prepare(sql::cleanup::measure_old_conflicts));
        remove(sql::cleanup::delete_old_conflicts);
        choose_revisions();
        counts.revisions = measured(m_database.prepare(sql::cleanup::measure_old_revisions));
        remove(sql::cleanup::delete_old_revisions);
        choose(sql::cleanup::select_old_executions);
        counts.executions = measured(m_database.prepare(sql::cleanup::measure_old_executions));
        counts.errors =
            measured(m_database.prepare(sql::cleanup::measure_errors_of_old_executions));
        remove(sql::cleanup::delete_old_executions);
        counts.deliveries = by_time(sql::cleanup::measure_old_deliveries,
                                    sql::cleanup::delete_old_deliveries,
                                    m_limits.deliveries_before);
        counts.due_items = by_time(sql::cleanup::measure_old_due_items,
                                   sql::cleanup::delete_old_due_items,
                                   m_limits.history_before);
        return counts;
    }

private:
    void choose(std::string_view query)
    {
        m_database.prepare(sql::cleanup::clear_old_rows).run();
        auto select = m_database.prepare(query);
        select.bind(":before", m_limits.history_before);
        select.bind(":most", m_most);
        select.run();
    }

    void choose_revisions()
    {
        m_database.prepare(sql::cleanup::clear_old_rows).run();
        auto select = m_database.prepare(sql::cleanup::select_old_revisions);
        select.bind(":before", m_limits.history_before);
        select.bind(":kept", m_limits.kept_revisions);
        select.bind(":most", m_most);
        select.run();
    }

    void remove(std::string_view query)
    {
        if (m_removes) {
            m_database.prepare(query).run();
        }
    }

    OldRows by_time(std::string_view measure, std::string_view removal, base::Timestamp before)
    {
        auto rows = m_database.prepare(measure);
        rows.bind(":before", before);
        const auto counts = measured(std::move(rows));
        if (m_removes && counts.rows > 0) {
            auto removes = m_database.prepare(removal);
            removes.bind(":before", before);
            removes.run();
        }
        return counts;
    }

    Database& m_database;
    const CleanupLimits& m_limits;
    std::int64_t m_most;
    bool m_removes;
};

} // namespace

CleanupCounts& CleanupCounts::operator+=(const CleanupCounts& more)
{
    executions += more.executions;
    errors += more.errors;
    conflicts += more.conflicts;
    revisions += more.revisions;
    deliveries += more.deliveries;
    due_items += more.due_items;
    return *this;
}

OldRows CleanupCounts::total() const
{
    OldRows all;
    for (const auto& kind : {executions, errors, conflicts, revisions, deliveries, due_items}) {
        all += kind;
    }
    return all;
}

CleanupCounts count_old_rows(Database& database, const CleanupLimits& limits)
{
    const TemporaryScope scope{database};
    return OldRowsVisit{database, limits, std::numeric_limits<std::int64_t>::max(), false}.visit();
}

CleanupCounts remove_old_rows(Database& database, const CleanupLimits& limits, std::int64_t most)
{
    WriteScope scope{database};
    const auto counts = OldRowsVisit{database, limits, most, true}.visit();
    scope.commit();
    return counts;
}

} // namespace syncctl::store
