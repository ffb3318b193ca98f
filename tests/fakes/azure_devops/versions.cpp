#include "fakes/azure_devops/call.hpp"

#include <fmt/format.h>

#include <regex>

namespace syncctl::fakes {

namespace {

struct Version {
    int major = 0;
    int minor = 0;
    auto operator<=>(const Version&) const = default;
};

struct Support {
    Version released; ///< 0.0: preview only
    Version newest;   ///< with -preview
    int resource_version = 1;
};

Support support_of(ServerAge age, const std::string& area, const std::string& resource)
{
    const bool is_services = age == ServerAge::services;
    const Version released = age == ServerAge::server_2020   ? Version{6, 0}
                             : age == ServerAge::server_2022 ? Version{7, 0}
                                                             : Version{7, 1};
    Support support{.released = released,
                    .newest = is_services ? Version{7, 2} : released,
                    .resource_version = 4};
    const bool was_preview = resource == "states" || resource == "tags";
    if (area == "connectiondata" || resource == "comments" ||
        (was_preview && age == ServerAge::server_2020)) {
        support.released = {};
    }
    if (resource == "comments" && !is_services) {
        support.resource_version = 3;
    }
    return support;
}

std::string requested_version(const Call& call)
{
    if (const std::string query = call.parameter("api-version"); !query.empty()) {
        return query;
    }
    static const std::regex k_in_accept{R"(;\s*api-version=([^;,\s]+))", std::regex::icase};
    std::smatch match;
    const std::string accept = header_of(call.headers, "Accept");
    return std::regex_search(accept, match, k_in_accept) ? match[1].str() : "";
}

std::string sub_resource(const Call& call)
{
    const std::string first = call.resource();
    const std::string third = call.path.size() > 2 ? lower(call.path[2]) : "";
    return third == "states" || third == "comments" ? third : first;
}

[[noreturn]] void out_of_range(const std::string& requested, const Support& support)
{
    throw Refusal{400,
                  "VssVersionOutOfRangeException",
                  fmt::format("The requested REST API version of {} is out of range for this "
                              "server. The latest REST API version this server supports is {}.{}.",
                              requested,
                              support.newest.major,
                              support.newest.minor)};
}

} // namespace

void check_version(const World& world, const Call& call)
{
    if (call.method == "OPTIONS") {
        return;
    }
    const std::string requested = requested_version(call);
    if (requested.empty()) {
        // The official client asks for connectionData without a version.
        if (call.area == "connectiondata") {
            return;
        }
        throw Refusal{400,
                      "VssVersionNotSpecifiedException",
                      fmt::format("No api-version was supplied for the \"{}\" request. The version "
                                  "must be supplied either as part of the Accept header (e.g. "
                                  "\"application/json; api-version=1.0\") or as a query parameter "
                                  "(e.g. \"?api-version=1.0\").",
                                  call.method)};
    }
    static const std::regex k_form{R"((\d{1,2})\.(\d)(-preview(?:\.(\d{1,3}))?)?)"};
    std::smatch match;
    const Support support = support_of(world.switches.age, call.area, sub_resource(call));
    if (!std::regex_match(requested, match, k_form)) {
        out_of_range(requested, support);
    }
    const Version version{std::stoi(match[1]), std::stoi(match[2])};
    const bool is_preview = match[3].matched;
    if (version > support.newest ||
        (match[4].matched && std::stoi(match[4]) > support.resource_version)) {
        out_of_range(requested, support);
    }
    if (!is_preview && version > support.released) {
        throw Refusal{400,
                      "VssInvalidPreviewVersionException",
                      fmt::format("The requested version \"{0}\" of the resource is under preview. "
                                  "The -preview flag must be supplied in the api-version for such "
                                  "requests. For example: \"{0}-preview\"",
                                  requested)};
    }
}

} // namespace syncctl::fakes
