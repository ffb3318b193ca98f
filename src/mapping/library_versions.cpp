#include "syncctl/mapping/library_versions.hpp"

#include "syncctl/markup/library_versions.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <yaml.h>

#include <array>

namespace syncctl::mapping {

std::vector<base::LibraryVersion> library_versions()
{
    auto versions = markup::library_versions();
    std::array<char, 64> pcre2{};
    const int length = pcre2_config(PCRE2_CONFIG_VERSION, pcre2.data());
    const std::string text{pcre2.data(), length > 0 ? static_cast<std::size_t>(length - 1) : 0U};
    versions.push_back({.name = "pcre2", .version = text.substr(0, text.find(' '))});
    versions.push_back({.name = "yaml", .version = yaml_get_version_string()});
    return versions;
}

} // namespace syncctl::mapping
