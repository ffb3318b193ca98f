#include "syncctl/store/sole_use.hpp"

#include "connection.hpp"
#include "database_copy.hpp"
#include "file_checks.hpp"
#include "sqlite_error.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <thread>

namespace syncctl::store {

namespace {

constexpr std::chrono::milliseconds k_wait_slice{20};
constexpr std::array<const char*, 3> k_logs{"-wal", "-shm", "-journal"};

[[noreturn]] void throw_in_use(const std::filesystem::path& path)
{
    throw Error{
        ErrorCode::locked,
        fmt::format("{}: another program has the database open", in_quotes(path)),
        "wait until it has finished (a program that replicates the file has to be stopped), "
        "then run the command again"};
}

void remove_if_there(const std::filesystem::path& file)
{
    if (::unlink(file.c_str()) != 0 && errno != ENOENT) {
        base::throw_errno("removing", file, errno);
    }
}

/// Octet by octet, synced, 0600; for what SQLite cannot read.
void copy_octets(const std::filesystem::path& from, const std::filesystem::path& to)
{
    const base::UniqueFd in{::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    const base::UniqueFd out{::open(
        to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    if (!in.is_open() || !out.is_open()) {
        base::throw_errno("copying to", to, errno);
    }
    std::array<char, 65536> buffer{};
    for (;;) {
        const auto got = ::read(in.get(), buffer.data(), buffer.size());
        if (got == 0) {
            break;
        }
        std::string_view rest{buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
        if (got < 0) {
            base::throw_errno("reading", from, errno);
        }
        while (!rest.empty()) {
            const auto written = ::write(out.get(), rest.data(), rest.size());
            if (written <= 0) {
                base::throw_errno("writing", to, errno);
            }
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    if (::fsync(out.get()) != 0) {
        base::throw_errno("writing", to, errno);
    }
}

} // namespace

struct SoleUse::Impl {
    std::filesystem::path path; ///< as it was given, for messages
    std::filesystem::path file;
    std::chrono::milliseconds wait;
    std::optional<base::FileLock> lock;
    Found found = Found::nothing;
    Handle handle; ///< holds SQLite's exclusive lock on the file

    void take_over();
    [[nodiscard]] bool leave_wal_mode();
    void become_the_only_one();
    void leave_nothing_beside();
};

/// Only the last connection may: it moves the log into the file and removes it. False while there
/// are others.
bool SoleUse::Impl::leave_wal_mode()
{
    try {
        return query_text(handle.get(), path, "PRAGMA journal_mode = DELETE") == "delete";
    } catch (const Error& error) {
        if (error.code() != ErrorCode::locked) {
            throw;
        }
        return false;
    }
}

/// From then on the exclusive lock of the file itself keeps everybody out.
void SoleUse::Impl::become_the_only_one()
{
    handle = open_hardened(file, Access::read_write, std::chrono::milliseconds{0});
    configure(handle.get(), path);
    // Somebody who only looks is gone soon.
    const auto deadline = std::chrono::steady_clock::now() + wait;
    while (!leave_wal_mode()) {
        if (std::chrono::steady_clock::now() >= deadline) {
            throw_in_use(path);
        }
        std::this_thread::sleep_for(k_wait_slice);
    }
    execute(handle.get(), path, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
}

void SoleUse::Impl::take_over()
{
    struct stat info {};

    if (::lstat(file.c_str(), &info) != 0) {
        if (errno != ENOENT) {
            base::throw_errno("opening", path, errno);
        }
        return;
    }
    if (has_interrupted_change(file)) {
        roll_back_interrupted_change(file);
    }
    try {
        // Says whose file it is, and refuses links, devices and files of others.
        const Database known{path, OpenMode::read_only, wait};
        found = Found::database;
    } catch (const Error& error) {
        const bool is_emptied = S_ISREG(info.st_mode) && info.st_size == 0;
        if (error.code() != ErrorCode::damaged_database && !is_emptied) {
            throw;
        }
        found = Found::damaged;
        return;
    }
    try {
        become_the_only_one();
    } catch (const Error& error) {
        if (error.code() == ErrorCode::locked) {
            throw_in_use(path);
        }
        if (error.code() != ErrorCode::damaged_database) {
            throw;
        }
        handle.reset();
        found = Found::damaged;
    }
}

/// Logs that SQLite would take for those of the file that comes next.
void SoleUse::Impl::leave_nothing_beside()
{
    for (const char* suffix : k_logs) {
        remove_if_there(with_suffix(file, suffix));
    }
}

SoleUse::SoleUse(const std::filesystem::path& path, std::chrono::milliseconds wait)
    : m_impl{std::make_unique<Impl>()}
{
    m_impl->path = path;
    m_impl->file = resolved(path);
    m_impl->wait = wait;
    check_folder(m_impl->file);
    check_companions(m_impl->file);
    m_impl->lock = base::FileLock::acquire(writer_lock_of(m_impl->file), wait);
    if (!m_impl->lock) {
        throw_in_use(path);
    }
    m_impl->take_over();
}

SoleUse::~SoleUse() = default;

SoleUse::Found SoleUse::found() const
{
    return m_impl->found;
}

void SoleUse::copy_to(const std::filesystem::path& target)
{
    if (m_impl->found == Found::database) {
        copy_database(m_impl->handle.get(), target, m_impl->wait);
        return;
    }
    const auto log = with_suffix(m_impl->file, "-wal");
    if (std::filesystem::exists(std::filesystem::symlink_status(log))) {
        copy_octets(log, with_suffix(target, "-wal"));
    }
    copy_octets(m_impl->file, target);
    base::sync_directory(resolved(target).parent_path());
}

void SoleUse::replace_with(const std::filesystem::path& finished)
{
    m_impl->leave_nothing_beside();
    if (std::rename(finished.c_str(), m_impl->file.c_str()) != 0) {
        base::throw_errno("replacing", m_impl->path, errno);
    }
    base::sync_directory(m_impl->file.parent_path());
}

void SoleUse::remove()
{
    m_impl->leave_nothing_beside();
    remove_if_there(m_impl->file);
    base::sync_directory(m_impl->file.parent_path());
}

void prepare_replacement(Database& from, const std::filesystem::path& target)
{
    from.copy_to(target);
    {
        const auto handle = open_hardened(target, Access::read_write, k_default_busy_timeout);
        configure(handle.get(), target);
        if (query_text(handle.get(), target, "PRAGMA journal_mode = WAL") != "wal") {
            throw Error{ErrorCode::io,
                        fmt::format("{}: its file system does not support a write-ahead log",
                                    in_quotes(target)),
                        "keep the database on a local file system"};
        }
        sqlite3_db_config(handle.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    }
    const base::UniqueFd fd{::open(target.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (!fd.is_open() || ::fsync(fd.get()) != 0) {
        base::throw_errno("writing", target, errno);
    }
}

} // namespace syncctl::store
