#include "syncctl/markup/library_versions.hpp"

#include <fmt/format.h>

#include <charconv>
#include <libxml/parser.h>
#include <libxml/xmlversion.h>
#include <string_view>

namespace syncctl::markup {

std::vector<base::LibraryVersion> library_versions()
{
    // "20914" stands for 2.9.14.
    const std::string_view text{xmlParserVersion};
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return {{.name = "libxml2",
             .version = fmt::format("{}.{}.{}", number / 10000, number / 100 % 100, number % 100)}};
}

} // namespace syncctl::markup
