#include "folder.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <utility>

namespace syncctl::connectors::files {

Folder::Folder(std::string path, std::string connector_name)
    : m_path{std::move(path)}, m_connector_name{std::move(connector_name)}
{
}

void Folder::unavailable(const std::string& message) const
{
    throw Error{ErrorCode::unavailable,
                message,
                m_connector_name.empty()
                    ? "Check that the folder is mounted and complete."
                    : fmt::format("syncctl connector test {}", m_connector_name)};
}

base::UniqueFd Folder::open_root() const
{
    base::UniqueFd root{::open(m_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!root.is_open()) {
        const int cause = errno;
        unavailable(cause == ENOENT
                        ? fmt::format("folder '{}' does not exist", m_path)
                        : fmt::format("folder '{}': {}", m_path, base::errno_text(cause)));
    }
    return root;
}

base::UniqueFd Folder::open_items(const base::UniqueFd& root) const
{
    base::UniqueFd items{
        ::openat(root.get(), k_items_folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
    if (items.is_open()) {
        return items;
    }
    const int cause = errno;

    struct stat status {};

    if (::fstatat(root.get(), k_items_folder, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISLNK(status.st_mode)) {
        unavailable(
            fmt::format("'{}' is a symbolic link; it must be a folder of its own", items_path()));
    }
    unavailable(cause == ENOENT
                    ? fmt::format("folder '{}' does not exist", items_path())
                    : fmt::format("folder '{}': {}", items_path(), base::errno_text(cause)));
}

FileContent Folder::read_tracker(const base::UniqueFd& root) const
{
    ReadResult result = read_regular_file(root.get(), k_tracker_file);
    if (std::holds_alternative<Absent>(result)) {
        unavailable(fmt::format(
            "folder '{}' has no tracker.json: it is not a tracker, or it is not mounted", m_path));
    }
    if (const auto* forbidden = std::get_if<Forbidden>(&result)) {
        unavailable(fmt::format("folder '{}': {}", m_path, forbidden->reason));
    }
    if (const auto* unreadable = std::get_if<Unreadable>(&result)) {
        unavailable(fmt::format("folder '{}': {}", m_path, unreadable->reason));
    }
    return std::get<FileContent>(std::move(result));
}

} // namespace syncctl::connectors::files
