#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// Where a project lives.
struct Address {
    std::string base;    ///< the organization (Services) or collection (Server), normalised
    std::string project; ///< name or GUID, decoded
};

/// What is wrong with a URL that names an organization or collection, or a project in it.
[[nodiscard]] std::optional<std::string> url_problem(const std::string& url);
/// \throws Error{setting} where url_problem() has something to say
[[nodiscard]] std::string normalise_url(const std::string& url);
/// \throws Error{setting}
[[nodiscard]] std::vector<std::string> origins(const std::string& url);

/// The project is the setting or, without one, the last segment of the URL.
/// \throws Error{setting} when neither names a project, or they name two
[[nodiscard]] Address address_of(const std::string& url, const std::string& project_setting);

/// What is wrong with a project name, which becomes one segment of many paths.
[[nodiscard]] std::optional<std::string> project_problem(std::string_view project);

} // namespace syncctl::connectors::azure_devops
