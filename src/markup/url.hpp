#pragma once

#include <string>
#include <string_view>

namespace syncctl::markup {

/// The address in one spelling: without control characters and space around it, other octets that
/// no address holds as `%XX`. Empty when it is not safe or not sensible: a scheme other than http,
/// https, mailto, ftp and tel (however it is disguised), or longer than 8 KiB.
[[nodiscard]] std::string safe_url(std::string_view url);

} // namespace syncctl::markup
