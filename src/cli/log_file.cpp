#include "log_file.hpp"

#include "syncctl/base/error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <sys/stat.h>

namespace syncctl::cli {

LogFile::LogFile(const std::filesystem::path& path)
{
    constexpr mode_t k_private = 0600;
    // O_NONBLOCK: opening a FIFO must not wait for a reader.
    m_fd = base::UniqueFd{
        ::open(path.c_str(),
               O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
               k_private)};
    if (!m_fd.is_open()) {
        if (errno == ELOOP) {
            throw Error{ErrorCode::io,
                        fmt::format("log file {}: symbolic links are refused", path.string())};
        }
        base::throw_errno("opening the log file", path, errno);
    }

    struct stat info {};

    if (::fstat(m_fd.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
        throw Error{ErrorCode::io,
                    fmt::format("log file {}: it is not a regular file", path.string())};
    }
    if (info.st_uid != ::geteuid() && info.st_uid != 0) {
        throw Error{ErrorCode::io,
                    fmt::format("log file {}: it belongs to another user", path.string())};
    }
}

int LogFile::append(const std::string& record)
{
    const auto text = m_is_cut ? "\n" + record : record;
    while (true) {
        const auto written = ::write(m_fd.get(), text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return errno;
        }
        m_is_cut = static_cast<std::size_t>(written) < text.size();
        return m_is_cut ? ENOSPC : 0;
    }
}

} // namespace syncctl::cli
