#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace syncctl::vault {

struct FileDigest {
    std::string sha256; ///< 64 lower-case hex digits
    std::int64_t size_bytes = 0;
};

/// SHA-256 of a regular file of any size; a symbolic link is refused. Not for a database that this
/// process has open: closing the file would drop SQLite's locks on it. \throws Error{io}
[[nodiscard]] FileDigest digest_of_file(const std::filesystem::path& file);

} // namespace syncctl::vault
