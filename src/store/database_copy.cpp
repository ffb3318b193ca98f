#include "database_copy.hpp"

#include "database_impl.hpp"
#include "file_checks.hpp"
#include "sqlite_error.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>

namespace syncctl::store {

namespace {

constexpr std::int64_t k_incremental = 2; // PRAGMA auto_vacuum

/// Removes a copy that did not become whole.
class UnfinishedCopy {
public:
    explicit UnfinishedCopy(std::filesystem::path file) : m_file{std::move(file)} {}

    ~UnfinishedCopy()
    {
        if (!m_is_whole) {
            ::unlink(m_file.c_str());
        }
    }

    UnfinishedCopy(const UnfinishedCopy&) = delete;
    UnfinishedCopy& operator=(const UnfinishedCopy&) = delete;

    void keep() noexcept { m_is_whole = true; }

private:
    std::filesystem::path m_file;
    bool m_is_whole = false;
};

/// Octets SQLite wrote without a sync.
void make_durable(const std::filesystem::path& file)
{
    const base::UniqueFd fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (!fd.is_open() || ::fsync(fd.get()) != 0) {
        base::throw_errno("writing", file, errno);
    }
}

} // namespace

void copy_database(sqlite3* source,
                   const std::filesystem::path& target,
                   std::chrono::milliseconds busy_timeout)
{
    const auto final_name = resolved(target);
    if (std::filesystem::exists(std::filesystem::symlink_status(final_name))) {
        base::throw_errno("creating", target, EEXIST);
    }
    // A backup is trusted by its name, so it only gets it when it is whole.
    const auto copy = base::temporary_name_for(final_name);
    base::create_private_file(copy, {});
    UnfinishedCopy unfinished{copy};
    {
        const VacuumPermit permit{source};
        char* statement = sqlite3_mprintf("VACUUM INTO %Q", copy.c_str());
        const int code = sqlite3_exec(source, statement, nullptr, nullptr, nullptr);
        sqlite3_free(statement);
        if (code != SQLITE_OK) {
            throw_sqlite(source, code, target, "copying the database to");
        }
    }
    {
        const auto written = open_hardened(copy, Access::read_only, busy_timeout);
        configure(written.get(), target);
        const auto problems = integrity_problems_of(written.get(), target);
        if (!problems.empty()) {
            throw Error{ErrorCode::damaged_database,
                        fmt::format("{} is damaged: {}", in_quotes(target), problems),
                        "syncctl migrate verify"};
        }
    }
    make_durable(copy);
    base::rename_to_new(copy, final_name);
    unfinished.keep();
}

bool has_interrupted_change(const std::filesystem::path& file)
{
    return ::access(with_suffix(file, "-journal").c_str(), F_OK) == 0 &&
           ::access(file.c_str(), W_OK) == 0 && ::access(file.parent_path().c_str(), W_OK) == 0;
}

void roll_back_interrupted_change(const std::filesystem::path& file)
{
    try {
        const auto writer = open_hardened(file, Access::read_write, std::chrono::milliseconds{0});
        static_cast<void>(query_integer(writer.get(), file, "PRAGMA application_id"));
    } catch (const Error&) { // NOLINT(bugprone-empty-catch): told by the reader
    }
}

void Database::copy_to(const std::filesystem::path& target)
{
    m_impl->require_usable();
    copy_database(m_impl->handle.get(), target, m_impl->busy_timeout);
}

void Database::vacuum()
{
    m_impl->require_usable();
    const auto lock = m_impl->lock_for_writing(m_impl->busy_timeout);
    {
        const VacuumPermit permit{m_impl->handle.get()};
        const int code = sqlite3_exec(m_impl->handle.get(),
                                      "PRAGMA auto_vacuum = INCREMENTAL; VACUUM",
                                      nullptr,
                                      nullptr,
                                      nullptr);
        if (code != SQLITE_OK) {
            throw_sqlite(m_impl->handle.get(), code, m_impl->path, "compacting");
        }
    }
    m_impl->checkpoint_under_lock(SQLITE_CHECKPOINT_TRUNCATE);
}

bool Database::can_shrink_in_steps()
{
    m_impl->require_usable();
    return query_integer(m_impl->handle.get(), m_impl->path, "PRAGMA auto_vacuum") == k_incremental;
}

std::int64_t Database::free_bytes()
{
    m_impl->require_usable();
    auto* handle = m_impl->handle.get();
    return query_integer(handle, m_impl->path, "PRAGMA freelist_count") *
           query_integer(handle, m_impl->path, "PRAGMA page_size");
}

bool Database::shrink_a_step(int pages)
{
    Transaction transaction{*this};
    auto* handle = m_impl->handle.get();
    const auto free_pages = query_integer(handle, m_impl->path, "PRAGMA freelist_count");
    if (free_pages == 0) {
        return false;
    }
    execute(handle, m_impl->path, fmt::format("PRAGMA incremental_vacuum({})", pages));
    const auto left = query_integer(handle, m_impl->path, "PRAGMA freelist_count");
    transaction.commit();
    return left > 0 && left < free_pages;
}

} // namespace syncctl::store
