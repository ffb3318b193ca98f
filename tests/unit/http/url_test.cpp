#include "http/url_parts.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/http/url.hpp"

#include <catch2/catch.hpp>

#include <string>

using syncctl::Error;
using syncctl::ErrorCode;
using syncctl::http::read_url;
using syncctl::http::Url;

namespace {

std::string problem(std::string_view text)
{
    return Url::problem(text).value_or("");
}

} // namespace

TEST_CASE("a base URL has one form, however it is written", "[http]")
{
    CHECK(Url::parse("https://Dev.Azure.com/Contoso/").text() == "https://dev.azure.com/Contoso");
    CHECK(Url::parse("HTTPS://h:443").text() == "https://h");
    CHECK(Url::parse("https://h:443").origin() == "https://h:443");
    CHECK(Url::parse("http://localhost:80//").text() == "http://localhost");
    CHECK(Url::parse("https://tfs.example:8443/tfs/Default%20Collection").text() ==
          "https://tfs.example:8443/tfs/Default%20Collection");
}

TEST_CASE("what a base URL may not be", "[http]")
{
    struct Row {
        std::string text;
        std::string problem;
    };

    const std::string scheme = "it does not begin with https://";
    const std::string user = "it holds a user name or a password";
    const std::string port = "its port is not a number from 1 to 65535";
    const std::string blank = "it holds a blank or a control character";
    const std::vector<Row> rows{
        {"", "it is empty"},
        {"file:///etc/passwd", scheme},
        {"ftp://h/", scheme},
        {"gopher://h/", scheme},
        {"javascript:alert(1)", scheme},
        {"dev.azure.com/contoso", scheme},
        {"//dev.azure.com", scheme},
        {"https:dev.azure.com", scheme},
        {"https:/dev.azure.com", scheme},
        {"https://", "it names no host"},
        {"https:///path", "it names no host"},
        {"https://user@h/", user},
        {"https://user:pass@h/", user},
        {"https://@h/", user},
        {"https://:@h/", user},
        {"https://h\\@evil/", "it holds a backslash"},
        {"https://h/\\..\\x", "it holds a backslash"},
        {"https://h /x", blank},
        {" https://h", blank},
        {"https://h\r\nX-Evil: 1", blank},
        {"https://h/\t", blank},
        {std::string{"https://h/\0x", 12}, blank},
        {"https://h/\x7f", blank},
        {"https://h:0/", port},
        {"https://h:99999/", port},
        {"https://h:-1/", port},
        {"https://h:8o/", port},
        {"https://exa%6dple.com", "its host is percent-encoded"},
        {"https://[fe80::1%25eth0]/", "its host is percent-encoded"},
        {"https://[fe80::zz]/", "its host is not valid"},
        {"https://.h/", "its host is not valid"},
        {"https://h<x/", "its host is not valid"},
        {"https://h/?x=1", "it has a query (?...)"},
        {"https://h/?", "it has a query (?...)"},
        {"https://h/#x", "it has a fragment (#...)"},
        {"https://h/#", "it has a fragment (#...)"},
        {"https://h/\xff", "it is not UTF-8"},
        {"https://h/" + std::string(70'000, 'a'), "it is longer than 2048 octets"},
    };
    for (const auto& row : rows) {
        INFO(row.text.substr(0, 60));
        CHECK(problem(row.text) == row.problem);
        CHECK_THROWS_AS(Url::parse(row.text), Error);
    }
}

TEST_CASE("a URL that is refused is not repeated in the message", "[http]")
{
    try {
        (void)Url::parse("https://user:s3cret@h/");
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::setting);
        CHECK(error.message().find("s3cret") == std::string::npos);
    }
}

TEST_CASE("a port without digits is the default one", "[http]")
{
    CHECK(Url::parse("https://h:/x").origin() == "https://h:443");
}

TEST_CASE("loopback is judged after parsing", "[http]")
{
    const std::vector<std::string> loopback{"http://127.0.0.1",
                                            "http://[::1]",
                                            "http://localhost",
                                            "http://LOCALHOST:81",
                                            "http://2130706433",
                                            "http://0x7f.1",
                                            "http://127.1",
                                            "http://127.255.255.254",
                                            "http://017700000001"};
    for (const auto& text : loopback) {
        INFO(text);
        CHECK(Url::parse(text).is_loopback());
    }
    CHECK(Url::parse("http://2130706433").text() == "http://127.0.0.1");
    const std::vector<std::string> outside{"http://127.0.0.1.evil.test",
                                           "http://localhost.evil.test",
                                           "http://evil.localhost.test",
                                           "http://[::ffff:8.8.8.8]",
                                           "http://[::ffff:127.0.0.1]",
                                           "http://8.8.8.8",
                                           "http://128.0.0.1",
                                           "http://0.0.0.0",
                                           "http://localhost.",
                                           "http://[::]"};
    for (const auto& text : outside) {
        INFO(text);
        CHECK_FALSE(Url::parse(text).is_loopback());
    }
}

TEST_CASE("a host that looks like another one is refused", "[http]")
{
    // The first letter is Cyrillic.
    CHECK(problem("https://\xD0\xB0zure.com") ==
          "its host is not ASCII; give it in punycode (xn--...)");
    CHECK(Url::parse("https://xn--zure-53d.com").text() == "https://xn--zure-53d.com");
}

TEST_CASE("dot segments of a base are folded, the rest of a path is encoded", "[http]")
{
    CHECK(Url::parse("https://h/a/../b/./c").text() == "https://h/b/c");
    CHECK(Url::parse("https://h/../..").text() == "https://h");
    CHECK(Url::parse("https://h/Gr\xC3\xB6\xC3\x9F"
                     "e")
              .text() == "https://h/Gr%c3%b6%c3%9fe");
}

TEST_CASE("each part of a URL is encoded by itself", "[http]")
{
    const auto base = Url::parse("https://h/org");
    CHECK(base.with({"Team A", "_apis", "wit", "$Bug"}) == "https://h/org/Team%20A/_apis/wit/$Bug");
    CHECK(base.with({"../../_apis/projects"}) == "https://h/org/..%2F..%2F_apis%2Fprojects");
    CHECK(base.with({"a/b"}) == "https://h/org/a%2Fb");
    CHECK(base.with({"a%2fb"}) == "https://h/org/a%252fb");
    CHECK(base.with({"a?b#c"}) == "https://h/org/a%3Fb%23c");
    CHECK(base.with({"a\r\nb", "\xC3\xA4", "x\\y", "p:q@r;s"}) ==
          "https://h/org/a%0D%0Ab/%C3%A4/x%5Cy/p%3Aq%40r%3Bs");
    CHECK(base.with({std::string{"\0", 1}}) == "https://h/org/%00");
    CHECK(base.with({"x"}, {{"$top", "200"}, {"ids", "1,2"}, {"q", "a&b=c+d e"}}) ==
          "https://h/org/x?$top=200&ids=1%2C2&q=a%26b%3Dc%2Bd%20e");
    CHECK(base.with({}) == "https://h/org");
    for (const auto* segment : {"", ".", ".."}) {
        CHECK_THROWS_AS(base.with({"a", segment, "b"}), Error);
    }
}

TEST_CASE("what was built is requested as it was built", "[http]")
{
    const auto base = Url::parse("http://127.0.0.1:8080");
    for (const auto* segment : {"%2e%2e", "...", "a;b", "a%00b", "~", "$wiql"}) {
        const auto text = base.with({"x", segment, "y"}, {{"k", "%2e%2e/?#"}});
        const auto url = read_url(text);
        REQUIRE(url.parts);
        CHECK(url.parts->text() == text);
    }
}

TEST_CASE("where a Location leads is seen from the URL that was asked", "[http]")
{
    const auto from = *read_url("https://h:444/a/b?c=d").parts;

    struct Row {
        std::string location;
        std::string target; ///< empty: not usable
    };

    const std::vector<Row> rows{
        {"x", "https://h:444/a/x"},
        {"/x?y=z", "https://h:444/x?y=z"},
        {"../x#frag", "https://h:444/x"},
        {"?q", "https://h:444/a/b?q"},
        {"https://h:444/z", "https://h:444/z"},
        {"https://h/z", "https://h/z"},
        {"http://h:444/z", "http://h:444/z"},
        {"//evil/z", "https://evil/z"},
        {"https://h:444@evil/", ""},
        {"https://h\\@evil/", ""},
        {"\\\\evil/", ""},
        {"file:///etc/passwd", ""},
        {"https://user:pass@h:444/", ""},
        {"/x\r\nSet-Cookie: a=b", ""},
        {"", ""},
        {std::string(70'000, 'a'), ""},
    };
    for (const auto& row : rows) {
        INFO(row.location.substr(0, 60));
        const auto url = read_url(row.location, from);
        CHECK((url.parts ? url.parts->text() : std::string{}) == row.target);
    }
}
