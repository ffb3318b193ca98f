#pragma once

#include "syncctl/base/file.hpp"

#include <filesystem>
#include <string>

namespace syncctl::cli {

/// A file that records are appended to, each by one write(2), so that the records of several
/// processes do not mix. Opened by name once: who renames it (logrotate) gets what this process
/// still has to say in the renamed file.
class LogFile {
public:
    /// Made with mode 0600 where there is none.
    /// \throws Error{io} for a symbolic link, anything but a regular file, and a file of another
    /// user; Error{disk_full}
    explicit LogFile(const std::filesystem::path& path);

    /// \param record with its line end \return 0 or the errno
    [[nodiscard]] int append(const std::string& record);

private:
    base::UniqueFd m_fd;
    bool m_is_cut = false; ///< the last record is there in part: it gets its line end first
};

} // namespace syncctl::cli
