#include "syncctl/markup/library_versions.hpp"

#include <libxml/parser.h>
#include <libxml/xmlversion.h>

namespace syncctl::markup {

std::vector<base::LibraryVersion> library_versions()
{
    // 20914 of libxml2 2.9.14, with a suffix in some builds
    return {{.name = "libxml2", .version = xmlParserVersion}};
}

} // namespace syncctl::markup
