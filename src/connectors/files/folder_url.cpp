#include "folder_url.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <variant>

namespace syncctl::connectors::files {

namespace {

constexpr std::string_view k_scheme = "file://";
constexpr std::size_t k_max_path_bytes = 4095;

struct Path {
    std::string text;
};

struct Problem {
    std::string text;
};

using Parsed = std::variant<Path, Problem>;

int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    if (digit >= 'a' && digit <= 'f') {
        return digit - 'a' + 10;
    }
    if (digit >= 'A' && digit <= 'F') {
        return digit - 'A' + 10;
    }
    return -1;
}

std::optional<std::string> percent_decoded(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(text[i]);
            continue;
        }
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        out.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    return out;
}

/// `scheme:` at the front, as in http://host; a path such as ./a:b is none.
bool has_scheme(std::string_view url)
{
    const auto end = url.find("://");
    return end != std::string_view::npos && url.find('/') > end;
}

Parsed parse_file_url(std::string_view url)
{
    const std::string_view rest = url.substr(k_scheme.size());
    const auto slash = rest.find('/');
    const std::string_view host = rest.substr(0, slash);
    if (!host.empty() && host != "localhost") {
        return Problem{
            fmt::format("a file:// URL names a folder of this machine, not of host '{}'; "
                        "write file:///folder",
                        host)};
    }
    if (slash == std::string_view::npos) {
        return Problem{"the file:// URL has no path; write file:///folder"};
    }
    const std::string_view path = rest.substr(slash);
    if (path.find_first_of("?#") != std::string_view::npos) {
        return Problem{"a file:// URL has no query or fragment; write %3F for ? and %23 for #"};
    }
    auto decoded = percent_decoded(path);
    if (!decoded) {
        return Problem{"the URL has a % that is not followed by two hexadecimal digits"};
    }
    return Path{*std::move(decoded)};
}

Parsed parse(const std::string& url)
{
    Parsed parsed = Path{url};
    if (url.rfind(k_scheme, 0) == 0) {
        parsed = parse_file_url(url);
    } else if (has_scheme(url)) {
        return Problem{"a folder path or a file:// URL was expected"};
    }
    const auto* path = std::get_if<Path>(&parsed);
    if (path == nullptr) {
        return parsed;
    }
    if (path->text.empty()) {
        return Problem{"the folder path is empty"};
    }
    if (path->text.size() > k_max_path_bytes) {
        return Problem{fmt::format("the folder path has more than {} octets", k_max_path_bytes)};
    }
    if (!base::is_valid_utf8(path->text)) {
        return Problem{"the folder path is not valid UTF-8"};
    }
    const bool has_control = std::any_of(path->text.begin(), path->text.end(), [](char octet) {
        const auto code = static_cast<unsigned char>(octet);
        return code < 0x20U || code == 0x7fU;
    });
    if (has_control) {
        return Problem{"the folder path holds a control character"};
    }
    return parsed;
}

} // namespace

std::optional<std::string> folder_url_problem(const std::string& url)
{
    Parsed parsed = parse(url);
    if (auto* problem = std::get_if<Problem>(&parsed)) {
        return std::move(problem->text);
    }
    return std::nullopt;
}

std::string folder_path(const std::string& url)
{
    const Parsed parsed = parse(url);
    if (const auto* problem = std::get_if<Problem>(&parsed)) {
        throw Error{ErrorCode::setting, fmt::format("folder '{}': {}", url, problem->text)};
    }
    std::string path =
        std::filesystem::absolute(std::get<Path>(parsed).text).lexically_normal().string();
    while (path.size() > 1 && path.back() == '/') {
        path.pop_back();
    }
    // POSIX leaves the meaning of exactly two leading slashes open; Linux takes them for one.
    if (path.rfind("//", 0) == 0) {
        path.erase(0, 1);
    }
    return path;
}

} // namespace syncctl::connectors::files
