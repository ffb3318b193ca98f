#include "syncctl/http/library_versions.hpp"

#include "curl_library.hpp"

#include "syncctl/base/error.hpp"

#include <zlib.h>

#include <string_view>

namespace syncctl::http {

namespace {

/// "7.88.1" of "libcurl/7.88.1 OpenSSL/3.0.17 ...".
std::string curl_version_number()
{
    try {
        std::string_view text = curl().version();
        text = text.substr(0, text.find(' '));
        const auto slash = text.find('/');
        return std::string{slash == std::string_view::npos ? text : text.substr(slash + 1)};
    } catch (const Error&) {
        return "missing";
    }
}

} // namespace

std::vector<base::LibraryVersion> library_versions()
{
    return {{.name = "curl", .version = curl_version_number()},
            {.name = "zlib", .version = zlibVersion()}};
}

} // namespace syncctl::http
