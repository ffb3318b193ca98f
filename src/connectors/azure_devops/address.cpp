#include "address.hpp"

#include "web/percent.hpp"
#include "words.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"
#include "syncctl/http/url.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::connectors::azure_devops {

namespace {

constexpr std::string_view k_services_host = "dev.azure.com";
constexpr std::string_view k_old_services_domain = ".visualstudio.com";
constexpr std::size_t k_longest_project = 64; ///< code points, as the service has it

bool is_services(const http::Url& url)
{
    return url.host() == k_services_host;
}

/// `ORGANIZATION.visualstudio.com`: the organization stands in the host.
bool is_old_services(const http::Url& url)
{
    return url.host().size() > k_old_services_domain.size() &&
           url.host().ends_with(k_old_services_domain);
}

std::vector<std::string> segments_of(const http::Url& url)
{
    const std::string& text = url.text();
    std::vector<std::string> segments;
    auto at = text.find('/', text.find("://") + 3);
    while (at != std::string::npos) {
        const auto end = text.find('/', at + 1);
        auto segment = text.substr(at + 1, end == std::string::npos ? end : end - at - 1);
        if (!segment.empty()) {
            segments.push_back(std::move(segment));
        }
        at = end;
    }
    return segments;
}

std::string without_last_segment(const http::Url& url)
{
    return url.text().substr(0, url.text().rfind('/'));
}

/// How many segments the organization or collection takes at least.
std::size_t base_segments(const http::Url& url)
{
    return is_old_services(url) ? 0 : 1;
}

std::optional<std::string> path_problem(const http::Url& url)
{
    const auto segments = segments_of(url);
    for (const auto& segment : segments) {
        if (segment.front() == '_') {
            return fmt::format("it goes up to the project: leave out '/{}' and what follows",
                               segment);
        }
        const auto decoded = percent_decoded(segment);
        if (!decoded || project_problem(*decoded)) {
            return std::string{"a segment of its path cannot be a name"};
        }
    }
    if (segments.size() < base_segments(url)) {
        return std::string{is_services(url) ? "the organization is missing"
                                            : "the collection is missing"};
    }
    if (is_services(url) && segments.size() > 2) {
        return std::string{"behind the organization and the project nothing may follow"};
    }
    return std::nullopt;
}

[[noreturn]] void refuse(std::string message)
{
    throw Error{ErrorCode::setting,
                std::move(message),
                "--url https://dev.azure.com/ORGANIZATION/PROJECT, or --set project=NAME"};
}

} // namespace

std::optional<std::string> project_problem(std::string_view project)
{
    if (project.empty() || project == "." || project == "..") {
        return std::string{"no project has this name"};
    }
    if (!base::is_valid_utf8(project) || base::term_safe(project) != project) {
        return std::string{"it has control characters"};
    }
    if (base::code_points(project) > k_longest_project) {
        return fmt::format("it is longer than {} characters", k_longest_project);
    }
    if (project.find_first_of("/\\") != std::string_view::npos) {
        return std::string{"it has a slash"};
    }
    return std::nullopt;
}

std::optional<std::string> url_problem(const std::string& url)
{
    if (auto problem = http::Url::problem(url)) {
        return problem;
    }
    return path_problem(http::Url::parse(url));
}

std::string normalise_url(const std::string& url)
{
    if (auto problem = url_problem(url)) {
        throw Error{ErrorCode::setting, std::move(*problem)};
    }
    return http::Url::parse(url).text();
}

std::vector<std::string> origins(const std::string& url)
{
    return {http::Url::parse(url).origin()};
}

Address address_of(const std::string& url_text, const std::string& project_setting)
{
    const auto url = http::Url::parse(normalise_url(url_text));
    const auto segments = segments_of(url);
    const auto last = segments.empty() ? std::string{} : *percent_decoded(segments.back());
    if (project_setting.empty()) {
        if (segments.size() <= base_segments(url)) {
            refuse("neither the URL nor the setting 'project' names the project");
        }
        return {.base = without_last_segment(url), .project = last};
    }
    if (const auto problem = project_problem(project_setting)) {
        refuse(fmt::format("setting 'project': {}", *problem));
    }
    if (is_services(url) && segments.size() == 2) {
        if (!same_name(last, project_setting)) {
            refuse("the URL and the setting 'project' name two projects");
        }
        return {.base = without_last_segment(url), .project = project_setting};
    }
    return {.base = url.text(), .project = project_setting};
}

} // namespace syncctl::connectors::azure_devops
