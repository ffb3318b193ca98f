#pragma once

#include <cstdint>
#include <filesystem>
#include <sys/types.h>

namespace syncctl::store {

/// What the checks saw, to compare with later.
struct FileFacts {
    dev_t device = 0;
    ino_t inode = 0;
    std::int64_t size_bytes = 0;
    std::int64_t wal_size_bytes = 0;
};

/// The file with its folder's real path, so that nothing of it depends on the working directory and
/// only the last part can be a symbolic link (which is refused). \throws Error{no_database} when
/// the folder does not exist
[[nodiscard]] std::filesystem::path resolved(const std::filesystem::path& path);

/// The folder must not let strangers put files beside the database.
void check_folder(const std::filesystem::path& file);
/// A regular, private, non-empty file of this user (or root), and nothing planted beside it. By
/// lstat only: closing a descriptor of the file would drop the POSIX locks of every connection of
/// this process to it. \throws Error{no_database | foreign_database}
[[nodiscard]] FileFacts check_file(const std::filesystem::path& file);
/// `-wal`, `-shm`, `-journal` and the lock file: regular, and of this user.
void check_companions(const std::filesystem::path& file);
/// Whether the path still names the file that was checked.
[[nodiscard]] bool is_still(const std::filesystem::path& file, const FileFacts& facts);
/// The same, \throws Error{foreign_database}
void check_unchanged(const std::filesystem::path& file, const FileFacts& facts);

[[nodiscard]] std::filesystem::path with_suffix(const std::filesystem::path& file,
                                                const char* suffix);
[[nodiscard]] std::filesystem::path writer_lock_of(const std::filesystem::path& file);

} // namespace syncctl::store
