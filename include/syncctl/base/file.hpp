#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace syncctl::base {

/// A file descriptor that is closed when it goes out of scope. Always close-on-exec.
class UniqueFd {
public:
    UniqueFd() = default;

    explicit UniqueFd(int fd) noexcept : m_fd{fd} {}

    UniqueFd(UniqueFd&& other) noexcept : m_fd{other.release()} {}

    UniqueFd& operator=(UniqueFd&& other) noexcept;
    UniqueFd(const UniqueFd&) = delete;
    UniqueFd& operator=(const UniqueFd&) = delete;

    ~UniqueFd() { reset(); }

    [[nodiscard]] int get() const noexcept { return m_fd; }

    [[nodiscard]] bool is_open() const noexcept { return m_fd >= 0; }

    int release() noexcept;
    void reset() noexcept;

private:
    int m_fd = -1;
};

/// Reads a whole regular file.
/// \throws Error{not_found} when there is none, Error{io} for anything else: a directory, a device,
/// a
///         FIFO (never waits on one), more than max_bytes, no permission
[[nodiscard]] std::string read_file(const std::filesystem::path& path, std::size_t max_bytes);

/// The same for a file in a folder of our own: a symbolic link at `path`, and a file that belongs
/// to another user, are Error{io}.
[[nodiscard]] std::string read_private_file(const std::filesystem::path& path,
                                            std::size_t max_bytes);

/// Replaces a file as a whole: temporary file beside it, fsync, rename, fsync of the directory.
/// A symbolic link at `path` is refused. Mode 0600.
/// \throws Error{io} or Error{disk_full}
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

/// The same for what other users may read: mode 0644, whatever the umask.
void write_public_file_atomically(const std::filesystem::path& path, std::string_view content);

/// A name beside `path` that nobody else uses, for a file that gets its own name once it is whole.
[[nodiscard]] std::filesystem::path temporary_name_for(const std::filesystem::path& path);

/// Gives a finished file its name, which must be free; the directory is synced.
/// \throws Error{io} when there is something of that name
void rename_to_new(const std::filesystem::path& temporary, const std::filesystem::path& path);

/// Creates a private file (0600, synced) that must not exist yet. It is there as a whole or not at
/// all, whenever the process is killed.
/// \throws Error{io} when it exists
void create_private_file(const std::filesystem::path& path, std::string_view content);

/// Makes a directory and its parents, 0700 for those it makes.
void make_private_directory(const std::filesystem::path& path);

/// Makes what was created in a directory, renamed or removed there survive a power cut.
void sync_directory(const std::filesystem::path& directory);

/// An exclusive lock that the kernel frees when the process ends, however it ends (flock). The file
/// is left in place, empty.
class FileLock {
public:
    /// Takes the lock, waiting up to `wait`; nullopt when another process (or object) still has it.
    /// \throws Error{io} when the file cannot be made
    [[nodiscard]] static std::optional<FileLock> acquire(const std::filesystem::path& path,
                                                         std::chrono::milliseconds wait = {});

private:
    explicit FileLock(UniqueFd fd) noexcept : m_fd{std::move(fd)} {}

    UniqueFd m_fd;
};

/// What an errno value means, in words.
[[nodiscard]] std::string errno_text(int errno_value);

/// The Error for a failed system call: disk_full for ENOSPC/EDQUOT, else io; names the path and the
/// cause. \param doing for instance "writing"
[[noreturn]] void
throw_errno(std::string_view doing, const std::filesystem::path& path, int errno_value);

} // namespace syncctl::base
