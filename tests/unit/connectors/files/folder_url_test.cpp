#include "connectors/files/folder_url.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

namespace syncctl::tests {

using connectors::files::folder_path;
using connectors::files::folder_url_problem;

TEST_CASE("a folder is given as a path or a file:// URL and stored as one absolute path", "[files]")
{
    CHECK(folder_path("/srv/tracker") == "/srv/tracker");
    CHECK(folder_path("/srv//tracker/") == "/srv/tracker");
    CHECK(folder_path("/srv/./a/../tracker/.") == "/srv/tracker");
    CHECK(folder_path("//srv/tracker") == "/srv/tracker");
    CHECK(folder_path("/") == "/");
    CHECK(folder_path("file:///srv/tracker") == "/srv/tracker");
    CHECK(folder_path("file://localhost/srv/tracker/") == "/srv/tracker");
    CHECK(folder_path("file:///srv/a%20b%C3%A9") == "/srv/a b\xC3\xA9");
    CHECK(folder_path("demo/dev") == (std::filesystem::current_path() / "demo/dev").string());
    CHECK(folder_path("./a:b") == (std::filesystem::current_path() / "a:b").string());
    CHECK(folder_path(folder_path("x/../y")) == folder_path("x/../y"));
}

TEST_CASE("a URL that is no folder of this machine is refused", "[files]")
{
    for (const std::string& url : std::vector<std::string>{"",
                                                           "http://host/folder",
                                                           "ftp://x/",
                                                           "file://host/folder",
                                                           "file://",
                                                           "file://localhost",
                                                           "file:///a?b",
                                                           "file:///a#b",
                                                           "file:///a%2",
                                                           "file:///a%zz",
                                                           "file:///a%00b",
                                                           "file:///a%0ab",
                                                           "/a\nb",
                                                           "/a\x1b[2J",
                                                           std::string{"/a\0b", 4},
                                                           "/a\xFF",
                                                           "/" + std::string(10'000, 'x')}) {
        CAPTURE(url.substr(0, 60));
        CHECK(folder_url_problem(url).has_value());
        CHECK_THROWS_AS(folder_path(url), Error);
    }
    CHECK_FALSE(folder_url_problem("relative/folder").has_value());
}

} // namespace syncctl::tests
