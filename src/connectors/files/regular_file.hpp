#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/connectors/connector.hpp"
#include "syncctl/model/work_item.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <variant>

namespace syncctl::connectors::files {

inline constexpr std::size_t k_max_document_bytes = std::size_t{16} << 20U;

/// What tells one content of a file from another without reading it.
struct FileStamp {
    std::uint64_t size_bytes = 0;
    std::int64_t mtime_ns = 0;
    std::uint64_t inode = 0;
    bool operator==(const FileStamp&) const = default;
};

[[nodiscard]] FileStamp stamp_of(const struct stat& status);
/// `SIZE-MTIME-INODE` in hexadecimal.
[[nodiscard]] model::Revision revision_of(const FileStamp& stamp);
[[nodiscard]] base::Timestamp modified_at(const FileStamp& stamp);

/// A regular file read as a whole; the stamp belongs to exactly this text.
struct FileContent {
    std::string text;
    FileStamp stamp;
    mode_t mode = 0;
    uid_t owner = 0;
    gid_t group = 0;
};

using ReadResult = std::variant<FileContent, Absent, Forbidden, Unreadable>;

/// Reads `name` in an open directory. Follows no symbolic link, waits on no FIFO, takes nothing
/// above k_max_document_bytes. A file that changes while it is read is read again.
[[nodiscard]] ReadResult read_regular_file(int directory, const std::string& name);

} // namespace syncctl::connectors::files
