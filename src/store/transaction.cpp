#include "database_impl.hpp"
#include "sqlite_error.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/store/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <optional>

namespace syncctl::store {

namespace {

/// The log may grow to this size before it is moved into the file: short logs are moved so often
/// that it costs throughput (reliability: 1.4 times at 4 against 64 MiB), long ones cost disk
/// space.
constexpr int k_checkpoint_pages = (16 << 20) / 16384;

} // namespace

struct Transaction::Impl {
    Database::Impl& database;
    std::optional<base::FileLock> lock;
    bool is_open = false;

    void roll_back() noexcept
    {
        if (is_open && sqlite3_get_autocommit(database.handle.get()) == 0) {
            sqlite3_exec(database.handle.get(), "ROLLBACK", nullptr, nullptr, nullptr);
        }
        is_open = false;
    }
};

Transaction::Transaction(Database& database)
    : m_impl{new Impl{*database.m_impl, std::nullopt, false}}
{
    auto& opened = m_impl->database;
    opened.require_usable();
    if (database.in_transaction()) {
        throw Error{ErrorCode::failed, "internal error: a transaction inside a transaction"};
    }
    m_impl->lock = opened.lock_for_writing(opened.busy_timeout);
    const int code =
        sqlite3_exec(opened.handle.get(), "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        throw_sqlite(opened.handle.get(), code, opened.path, "writing");
    }
    m_impl->is_open = true;
}

Transaction::~Transaction()
{
    m_impl->roll_back();
}

void Transaction::commit()
{
    auto& opened = m_impl->database;
    opened.require_usable();
    if (!m_impl->is_open) {
        throw Error{ErrorCode::failed, "internal error: a transaction committed twice"};
    }
    const int code = sqlite3_exec(opened.handle.get(), "COMMIT", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        opened.is_unusable = true;
        try {
            throw_sqlite(opened.handle.get(), code, opened.path, "storing the last change in");
        } catch (...) {
            m_impl->roll_back();
            throw;
        }
    }
    m_impl->is_open = false;
    if (opened.wal_pages >= k_checkpoint_pages) {
        opened.checkpoint_under_lock(SQLITE_CHECKPOINT_PASSIVE);
    }
    m_impl->lock.reset();
}

} // namespace syncctl::store
