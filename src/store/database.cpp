#include "syncctl/store/database.hpp"

#include "database_copy.hpp"
#include "database_impl.hpp"
#include "file_checks.hpp"
#include "sqlite_error.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/store/statement.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <sys/stat.h>

namespace syncctl::store {

namespace {

constexpr std::string_view k_magic{"SQLite format 3\0", 16};

int note_wal_pages(void* impl_pages, sqlite3* /*handle*/, const char* /*schema*/, int pages)
{
    *static_cast<int*>(impl_pages) = pages;
    return SQLITE_OK;
}

/// Through SQLite's own descriptor: closing another one would drop this process' locks.
bool has_sqlite_header(sqlite3* handle)
{
    sqlite3_file* file = nullptr;
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
    std::array<char, k_magic.size()> header{};
    return file != nullptr && file->pMethods != nullptr &&
           file->pMethods->xRead(file, header.data(), static_cast<int>(header.size()), 0) ==
               SQLITE_OK &&
           std::string_view{header.data(), header.size()} == k_magic;
}

/// Whoever holds the lock does so already, or is at work.
void roll_back_under_lock(const std::filesystem::path& file)
{
    if (has_interrupted_change(file)) {
        const auto lock = base::FileLock::acquire(writer_lock_of(file));
        if (lock) {
            roll_back_interrupted_change(file);
        }
    }
}

} // namespace

void Database::Impl::require_usable() const
{
    if (is_unusable) {
        throw Error{ErrorCode::io,
                    fmt::format("{}: the last change could not be stored for sure, so nothing more "
                                "is done with the file",
                                in_quotes(path)),
                    "run the command again; it goes on from what is stored"};
    }
}

base::FileLock Database::Impl::lock_for_writing(std::chrono::milliseconds wait) const
{
    if (is_read_only) {
        throw Error{ErrorCode::io,
                    fmt::format("writing {}: {}", in_quotes(path), why_not_writable(file))};
    }
    auto lock = base::FileLock::acquire(writer_lock_of(file), wait);
    if (!lock) {
        throw Error{ErrorCode::locked,
                    fmt::format("writing {}: another process keeps writing to it", in_quotes(path)),
                    "wait until it has finished, then run the command again"};
    }
    if (!is_still(file, facts)) {
        throw Error{
            ErrorCode::locked,
            fmt::format("{} was replaced or removed while this command used it", in_quotes(path)),
            "run the command again"};
    }
    return std::move(*lock);
}

void Database::Impl::open(OpenMode mode)
{
    file = resolved(path);
    check_folder(file);
    check_companions(file);
    if (mode == OpenMode::create) {
        create_file(file, busy_timeout);
    }
    facts = check_file(file);
    is_read_only = mode == OpenMode::read_only;
    if (is_read_only) {
        open_for_reading(facts.wal_size_bytes);
    } else {
        handle = open_hardened(file, Access::read_write, busy_timeout);
        if (sqlite3_db_readonly(handle.get(), "main") == 1) {
            throw Error{
                ErrorCode::io,
                fmt::format("opening {} for writing: {}", in_quotes(path), why_not_writable(file))};
        }
    }
    check_unchanged(file, facts);
    identify(facts.size_bytes, facts.wal_size_bytes);
    configure(handle.get(), path);
    // Once more, now that its log is open as well: that is opened by name, at the first look at the
    // file, and must not be the log of another file.
    check_unchanged(file, facts);
    if (!is_read_only) {
        if (query_text(handle.get(), path, "PRAGMA journal_mode = WAL") != "wal") {
            throw Error{
                ErrorCode::io,
                fmt::format("opening {}: its file system does not support a write-ahead log",
                            in_quotes(path)),
                "keep the database on a local file system"};
        }
        sqlite3_wal_hook(handle.get(), note_wal_pages, &wal_pages);
    }
}

void Database::Impl::open_for_reading(std::int64_t wal_size_bytes)
{
    roll_back_under_lock(file);
    handle = open_hardened(file, Access::read_only, busy_timeout);
    // A database in WAL mode needs two files beside it even for reading. Where the folder cannot be
    // written, nobody of this user can change the file either, so it may be read as it is: but only
    // while no log holds changes that would be overlooked.
    if (::access(file.parent_path().c_str(), W_OK) == 0) {
        return;
    }
    const int code = sqlite3_exec(handle.get(), "PRAGMA schema_version", nullptr, nullptr, nullptr);
    const int primary = code & 0xff;
    if (primary != SQLITE_CANTOPEN && primary != SQLITE_READONLY) {
        return;
    }
    if (wal_size_bytes != 0) {
        throw Error{ErrorCode::io,
                    fmt::format("reading {}: changes wait in its log, and {}",
                                in_quotes(path),
                                why_not_writable(file)),
                    "run a command that may write there once, for instance syncctl setup"};
    }
    handle = open_hardened(file, Access::immutable, busy_timeout);
}

void Database::Impl::identify(std::int64_t size_bytes, std::int64_t wal_size_bytes)
{
    std::int64_t application = 0;
    std::int64_t page_size = 0;
    try {
        application = query_integer(handle.get(), path, "PRAGMA application_id");
        page_size = query_integer(handle.get(), path, "PRAGMA page_size");
    } catch (const Error& error) {
        if (error.code() == ErrorCode::damaged_database && !has_sqlite_header(handle.get())) {
            throw Error{
                ErrorCode::foreign_database,
                fmt::format("{} is not a syncctl database: it is no SQLite file", in_quotes(path)),
                "name another file with --db, or make a database with syncctl setup"};
        }
        if (error.code() == ErrorCode::io && !is_read_only) {
            throw Error{
                ErrorCode::io,
                fmt::format("opening {} for writing: {}", in_quotes(path), why_not_writable(file))};
        }
        throw;
    }
    if (application != k_application_id) {
        throw Error{ErrorCode::foreign_database,
                    fmt::format("{} is a SQLite file of another program (application id {})",
                                in_quotes(path),
                                application),
                    "name another file with --db, or make a database with syncctl setup"};
    }
    // SQLite reads a page that was cut short as if zeros followed. While a log exists, its
    // checkpoint may have been interrupted in the middle of a page, and the log repairs it.
    if (wal_size_bytes == 0 && page_size > 0 && size_bytes % page_size != 0) {
        throw Error{ErrorCode::damaged_database,
                    fmt::format("{} is damaged: its last page is cut short", in_quotes(path)),
                    "syncctl restore FILE puts a backup in its place"};
    }
}

void Database::Impl::close() noexcept
{
    statements.clear();
    if (handle && !is_read_only && !is_unusable) {
        try {
            // The last connection moves the log into the file and removes it; only under the lock,
            // because SQLite before 3.51.3 can damage the file when two connections do so at once.
            // Whoever holds the lock now will do it.
            const auto lock = base::FileLock::acquire(writer_lock_of(file));
            if (lock) {
                sqlite3_db_config(handle.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
                handle.reset();
            }
        } catch (const std::exception&) {
            handle.reset();
        }
    }
    handle.reset();
}

Statement::Impl* Database::Impl::find_free(std::string_view sql)
{
    const auto found = statements.find(sql);
    if (found == statements.end()) {
        return nullptr;
    }
    for (const auto& statement : found->second) {
        if (!statement->is_in_use) {
            return statement.get();
        }
    }
    return nullptr;
}

void Database::Impl::checkpoint_under_lock(int mode) noexcept
{
    // Busy means that a reader still needs the log; the next checkpoint does the rest.
    sqlite3_busy_timeout(handle.get(), 0);
    sqlite3_wal_checkpoint_v2(handle.get(), "main", mode, nullptr, nullptr);
    sqlite3_busy_timeout(handle.get(), static_cast<int>(busy_timeout.count()));
}

Database::Database(const std::filesystem::path& path,
                   OpenMode mode,
                   std::chrono::milliseconds busy_timeout)
    : m_impl{std::make_unique<Impl>()}
{
    m_impl->path = path;
    m_impl->busy_timeout = busy_timeout;
    m_impl->open(mode);
}

Database::~Database()
{
    m_impl->close();
}

const std::filesystem::path& Database::path() const
{
    return m_impl->path;
}

bool Database::is_read_only() const
{
    return m_impl->is_read_only;
}

bool Database::in_transaction() const
{
    return sqlite3_get_autocommit(m_impl->handle.get()) == 0;
}

Statement Database::prepare(std::string_view sql)
{
    m_impl->require_usable();
    auto* statement = m_impl->find_free(sql);
    if (statement == nullptr) {
        sqlite3_stmt* raw = nullptr;
        const int code = sqlite3_prepare_v3(m_impl->handle.get(),
                                            sql.data(),
                                            static_cast<int>(sql.size()),
                                            SQLITE_PREPARE_PERSISTENT,
                                            &raw,
                                            nullptr);
        auto compiled = std::make_unique<Statement::Impl>();
        compiled->handle.reset(raw);
        if (code != SQLITE_OK) {
            throw_sqlite(m_impl->handle.get(), code, m_impl->path, "reading");
        }
        compiled->owner = m_impl.get();
        compiled->parameter_count = sqlite3_bind_parameter_count(raw);
        compiled->is_writing = sqlite3_stmt_readonly(raw) == 0;
        statement = compiled.get();
        auto found = m_impl->statements.find(sql);
        if (found == m_impl->statements.end()) {
            found = m_impl->statements.emplace(std::string{sql}, 0).first;
        }
        found->second.push_back(std::move(compiled));
    }
    statement->is_in_use = true;
    return Statement{statement};
}

void Database::run_script(std::string_view sql)
{
    m_impl->require_usable();
    const int code =
        sqlite3_exec(m_impl->handle.get(), std::string{sql}.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        throw_sqlite(m_impl->handle.get(), code, m_impl->path, "writing");
    }
}

std::int64_t Database::last_insert_id() const
{
    return sqlite3_last_insert_rowid(m_impl->handle.get());
}

std::int64_t Database::changed_rows() const
{
    return sqlite3_changes64(m_impl->handle.get());
}

std::string Database::integrity_problems()
{
    m_impl->require_usable();
    return integrity_problems_of(m_impl->handle.get(), m_impl->path);
}

std::string Database::quick_problems()
{
    m_impl->require_usable();
    return quick_problems_of(m_impl->handle.get(), m_impl->path);
}

void Database::checkpoint()
{
    m_impl->require_usable();
    const auto lock = m_impl->lock_for_writing(m_impl->busy_timeout);
    m_impl->checkpoint_under_lock(SQLITE_CHECKPOINT_TRUNCATE);
}

} // namespace syncctl::store
