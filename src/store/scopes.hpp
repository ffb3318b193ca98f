#pragma once

#include "syncctl/store/database.hpp"

#include <optional>

namespace syncctl::store {

/// The caller's transaction when there is one, else one of its own: what a store writes is stored
/// as a whole either way.
class WriteScope {
public:
    explicit WriteScope(Database& database)
    {
        if (!database.in_transaction()) {
            m_own.emplace(database);
        }
    }

    void commit()
    {
        if (m_own) {
            m_own->commit();
        }
    }

private:
    std::optional<Transaction> m_own;
};

/// Groups statements that write temporary tables only: needs no writer lock, and saves a
/// transaction per row.
class TemporaryScope {
public:
    explicit TemporaryScope(Database& database)
        : m_database{database}, m_is_own{!database.in_transaction()}
    {
        if (m_is_own) {
            m_database.run_script("BEGIN");
        }
    }

    ~TemporaryScope()
    {
        if (m_is_own && m_database.in_transaction()) {
            try {
                m_database.run_script("ROLLBACK");
            } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): the connection rolls
                                              // back when it closes
            }
        }
    }

    TemporaryScope(const TemporaryScope&) = delete;
    TemporaryScope& operator=(const TemporaryScope&) = delete;

    void commit()
    {
        if (m_is_own) {
            m_database.run_script("COMMIT");
        }
    }

private:
    Database& m_database;
    bool m_is_own;
};

} // namespace syncctl::store
