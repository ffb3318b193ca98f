#include "connection.hpp"

#include "file_checks.hpp"
#include "sqlite_error.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <functional>
#include <sys/stat.h>
#include <utility>

namespace syncctl::store {

namespace {

/// The rows of the links are long (both bases), and what does not fit beside another row in a page
/// is lost: with 1 KiB items 4096 octets per page waste half of the file.
constexpr int k_page_size = 16384;

/// As a file: URI that SQLite reads back as exactly this path: no octet of it can become a
/// parameter.
std::string immutable_uri(const std::filesystem::path& file)
{
    std::string uri{"file:"};
    for (const char octet : file.string()) {
        const bool is_plain = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') ||
                              (octet >= '0' && octet <= '9') || octet == '/' || octet == '.' ||
                              octet == '_' || octet == '-';
        if (is_plain) {
            uri += octet;
        } else {
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(octet));
        }
    }
    return uri + "?immutable=1";
}

/// json_valid() as SQLite has it. SQLite 3.40 marks its own one, by mistake, as a function that an
/// untrusted schema must not call, and could not read our schema at all.
void is_valid_json(sqlite3_context* context, int /*count*/, sqlite3_value** values)
{
    const auto* text = static_cast<const char*>(sqlite3_value_blob(*values));
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(*values));
    sqlite3_result_int(context,
                       text != nullptr && nlohmann::json::accept(text, text + size) ? 1 : 0);
}

void add_functions(sqlite3* handle, const std::filesystem::path& file)
{
    const int code =
        sqlite3_create_function_v2(handle,
                                   "json_valid",
                                   1,
                                   SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                   nullptr,
                                   is_valid_json,
                                   nullptr,
                                   nullptr,
                                   nullptr);
    if (code != SQLITE_OK) {
        throw_sqlite(handle, code, file, "opening");
    }
}

void set_limits(sqlite3* handle)
{
    // Cascading deletes count as triggers.
    constexpr auto k_limits =
        std::to_array<std::pair<int, int>>({{SQLITE_LIMIT_LENGTH, 64 << 20},
                                            {SQLITE_LIMIT_SQL_LENGTH, 1 << 20},
                                            {SQLITE_LIMIT_COLUMN, 100},
                                            {SQLITE_LIMIT_EXPR_DEPTH, 100},
                                            {SQLITE_LIMIT_COMPOUND_SELECT, 10},
                                            {SQLITE_LIMIT_ATTACHED, 0},
                                            {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100},
                                            {SQLITE_LIMIT_VARIABLE_NUMBER, 100},
                                            {SQLITE_LIMIT_TRIGGER_DEPTH, 8},
                                            {SQLITE_LIMIT_WORKER_THREADS, 0}});
    for (const auto& [limit, value] : k_limits) {
        sqlite3_limit(handle, limit, value);
    }
}

void harden(sqlite3* handle, const std::filesystem::path& file)
{
    constexpr auto k_switches =
        std::to_array<std::pair<int, int>>({{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                            {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                            {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
                                            {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                                            {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
                                            {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
                                            {SQLITE_DBCONFIG_DQS_DML, 0},
                                            {SQLITE_DBCONFIG_DQS_DDL, 0}});
    for (const auto& [option, value] : k_switches) {
        const int code = sqlite3_db_config(handle, option, value, nullptr);
        if (code != SQLITE_OK) {
            throw_sqlite(handle, code, file, "opening");
        }
    }
    add_functions(handle, file);
    set_limits(handle);
}

StatementHandle compile(sqlite3* handle, const std::filesystem::path& file, const std::string& sql)
{
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr);
    StatementHandle owner{statement};
    if (code != SQLITE_OK) {
        throw_sqlite(handle, code, file, "reading");
    }
    return owner;
}

bool step(sqlite3* handle, const std::filesystem::path& file, sqlite3_stmt* statement)
{
    const int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        throw_sqlite(handle, code, file, "reading");
    }
    return code == SQLITE_ROW;
}

std::string column_text(sqlite3_stmt* statement, int column)
{
    const void* octets = sqlite3_column_blob(statement, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    return octets == nullptr ? std::string{} : std::string{static_cast<const char*>(octets), size};
}

/// The file under a temporary name: private from its first moment, with a first page that says
/// whose it is.
void write_first_page(const std::filesystem::path& file)
{
    const base::UniqueFd fd{::open(
        file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    if (!fd.is_open()) {
        base::throw_errno("making", file, errno);
    }
    {
        const auto handle = open_hardened(file, Access::read_write, std::chrono::milliseconds{0});
        // Nothing can be lost yet, and the whole file is synced below.
        execute(
            handle.get(),
            file,
            fmt::format(
                "PRAGMA page_size = {}; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = "
                "MEMORY; PRAGMA synchronous = OFF; PRAGMA application_id = {}; PRAGMA journal_mode "
                "= WAL",
                k_page_size,
                k_application_id));
    }
    if (::fsync(fd.get()) != 0) {
        base::throw_errno("writing", file, errno);
    }
}

} // namespace

void HandleCloser::operator()(sqlite3* handle) const noexcept
{
    sqlite3_close(handle);
}

void StatementFinalizer::operator()(sqlite3_stmt* statement) const noexcept
{
    sqlite3_finalize(statement);
}

Handle open_hardened(const std::filesystem::path& file,
                     Access access,
                     std::chrono::milliseconds busy_timeout)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOFOLLOW |
                SQLITE_OPEN_EXRESCODE;
    flags |= access == Access::read_write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    std::string name = file.string();
    if (access == Access::immutable) {
        // The only way to say so is a URI; the path itself is escaped.
        flags |= SQLITE_OPEN_URI;
        name = immutable_uri(file);
    }
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &raw, flags, nullptr);
    Handle handle{raw};
    if (code != SQLITE_OK) {
        throw_sqlite(handle.get(), code, file, "opening");
    }
    sqlite3_busy_timeout(handle.get(), static_cast<int>(busy_timeout.count()));
    harden(handle.get(), file);
    return handle;
}

void configure(sqlite3* handle, const std::filesystem::path& file)
{
    // Temporary tables hold one row per listed item. They go to a file that SQLite unlinks at once
    // (mode 0600), not to memory: a run's memory must not grow with the trackers. temp.cache_size
    // bounds what stays.
    execute(handle,
            file,
            "PRAGMA temp_store = FILE; PRAGMA temp.cache_size = -4000; PRAGMA temp.journal_mode = "
            "MEMORY; PRAGMA cache_size = -6000;"
            "PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON;"
            "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0");
}

VacuumPermit::VacuumPermit(sqlite3* handle) : m_handle{handle}
{
    sqlite3_limit(m_handle, SQLITE_LIMIT_ATTACHED, 1);
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1, nullptr);
}

VacuumPermit::~VacuumPermit()
{
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_limit(m_handle, SQLITE_LIMIT_ATTACHED, 0);
}

Handle open_scratch()
{
    sqlite3* raw = nullptr;
    const int code =
        sqlite3_open_v2(":memory:",
                        &raw,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX,
                        nullptr);
    Handle handle{raw};
    if (code != SQLITE_OK) {
        throw_sqlite(handle.get(), code, "(memory)", "opening");
    }
    return handle;
}

void create_file(const std::filesystem::path& file, std::chrono::milliseconds busy_timeout)
{
    // Two `setup` at once: the second one finds the file of the first.
    const auto lock = base::FileLock::acquire(writer_lock_of(file), busy_timeout);
    if (!lock) {
        throw Error{
            ErrorCode::locked,
            fmt::format("making {}: another process is using the database", in_quotes(file)),
            "wait until it has finished, then run the command again"};
    }

    struct stat info {};

    if (::lstat(file.c_str(), &info) == 0) {
        throw Error{ErrorCode::io,
                    fmt::format("making {}: there is a file of that name", in_quotes(file))};
    }
    const auto temporary = with_suffix(file, ".new");
    // Left behind by a setup that was killed; nobody else makes it while we hold the lock.
    ::unlink(temporary.c_str());
    write_first_page(temporary);
    if (std::rename(temporary.c_str(), file.c_str()) != 0) {
        base::throw_errno("making", file, errno);
    }
    // The first commit syncs the folder, because the log is made in it.
}

void execute(sqlite3* handle, const std::filesystem::path& file, const std::string& sql)
{
    const int code = sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        throw_sqlite(handle, code, file, "using");
    }
}

std::int64_t
query_integer(sqlite3* handle, const std::filesystem::path& file, const std::string& sql)
{
    const auto statement = compile(handle, file, sql);
    return step(handle, file, statement.get()) ? sqlite3_column_int64(statement.get(), 0) : 0;
}

std::string query_text(sqlite3* handle, const std::filesystem::path& file, const std::string& sql)
{
    const auto statement = compile(handle, file, sql);
    return step(handle, file, statement.get()) ? column_text(statement.get(), 0) : std::string{};
}

namespace {

void add_check_lines(sqlite3* handle,
                     const std::filesystem::path& file,
                     const std::string& pragma,
                     std::string& problems)
{
    const auto check = compile(handle, file, pragma);
    while (step(handle, file, check.get())) {
        const auto line = column_text(check.get(), 0);
        if (line != "ok") {
            problems += line + "\n";
        }
    }
}

/// What the check adds, and what it stumbles over.
std::string problems_of(const std::function<void(std::string& problems)>& check)
{
    std::string problems;
    try {
        check(problems);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::damaged_database) {
            throw;
        }
        problems += error.message() + "\n";
    }
    return problems;
}

} // namespace

std::string integrity_problems_of(sqlite3* handle, const std::filesystem::path& file)
{
    return problems_of([&](std::string& problems) {
        add_check_lines(handle, file, "PRAGMA integrity_check(20)", problems);
        const auto keys = compile(handle, file, "PRAGMA foreign_key_check");
        while (step(handle, file, keys.get())) {
            problems += fmt::format("row {} of {} refers to a row of {} that is not there\n",
                                    sqlite3_column_int64(keys.get(), 1),
                                    column_text(keys.get(), 0),
                                    column_text(keys.get(), 2));
        }
    });
}

std::string quick_problems_of(sqlite3* handle, const std::filesystem::path& file)
{
    // Asking whether each JSON text is one would take four times as long as reading the pages.
    const auto switch_off = compile(handle, file, "PRAGMA ignore_check_constraints=ON");
    const auto switch_on = compile(handle, file, "PRAGMA ignore_check_constraints=OFF");
    step(handle, file, switch_off.get());
    auto problems = problems_of([&](std::string& found) {
        add_check_lines(handle, file, "PRAGMA quick_check(20)", found);
    });
    step(handle, file, switch_on.get());
    return problems;
}

} // namespace syncctl::store
