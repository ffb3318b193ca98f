#pragma once

#include <optional>
#include <string>

namespace syncctl::connectors::files {

/// What is wrong with a folder given as a path or `file://` URL; nullopt when it can be used.
[[nodiscard]] std::optional<std::string> folder_url_problem(const std::string& url);

/// The absolute path of a URL without problem: `.` and `..` resolved in the text, no trailing
/// slash. A relative path is taken from the current folder.
[[nodiscard]] std::string folder_path(const std::string& url);

} // namespace syncctl::connectors::files
