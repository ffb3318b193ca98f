#pragma once

#include "regular_file.hpp"

#include "syncctl/base/file.hpp"

#include <string>

namespace syncctl::connectors::files {

inline constexpr const char* k_tracker_file = "tracker.json";
inline constexpr const char* k_items_folder = "items";

/// A tracker's folder by its path. Only the path itself may lead through symbolic links; nothing
/// inside is followed, so that no document reaches outside.
class Folder {
public:
    /// \param path absolute
    Folder(std::string path, std::string connector_name);

    [[nodiscard]] const std::string& path() const { return m_path; }

    [[nodiscard]] std::string items_path() const { return m_path + "/" + k_items_folder; }

    [[nodiscard]] std::string tracker_path() const { return m_path + "/" + k_tracker_file; }

    /// Each: \throws Error{unavailable}
    [[nodiscard]] base::UniqueFd open_root() const;
    [[nodiscard]] base::UniqueFd open_items(const base::UniqueFd& root) const;
    [[nodiscard]] FileContent read_tracker(const base::UniqueFd& root) const;

    [[noreturn]] void unavailable(const std::string& message) const;

private:
    std::string m_path;
    std::string m_connector_name;
};

} // namespace syncctl::connectors::files
