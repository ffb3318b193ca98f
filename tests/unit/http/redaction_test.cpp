#include "http/base64.hpp"
#include "http/redaction.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace syncctl::http;
using syncctl::base::Secret;

namespace {

Authorization authorization(std::string_view header, std::string_view value)
{
    return {std::string{header}, Secret{value}};
}

} // namespace

TEST_CASE("base64 as in RFC 4648", "[http]")
{
    const std::vector<std::pair<std::string, std::string>> rows{{"", ""},
                                                                {"f", "Zg=="},
                                                                {"fo", "Zm8="},
                                                                {"foo", "Zm9v"},
                                                                {"foob", "Zm9vYg=="},
                                                                {"fooba", "Zm9vYmE="},
                                                                {"foobar", "Zm9vYmFy"},
                                                                {"\xff\xfe\xfd", "//79"}};
    for (const auto& [octets, text] : rows) {
        CHECK(base64_encoded(octets) == text);
        CHECK(base64_decoded(text) == octets);
    }
    for (const auto* text : {"Zg=", "Z", "Zg==Zg==", "Z===", "====", "Zm9-", "Zm 9"}) {
        INFO(text);
        CHECK_FALSE(base64_decoded(text));
    }
}

TEST_CASE("a credential is taken out of a text in every form", "[http]")
{
    Redactor redactor;
    // ":p/ss+word?" as a personal access token travels
    redactor.learn(authorization("Authorization", "Basic OnAvc3Mrd29yZD8="));
    for (const auto* text : {"Basic OnAvc3Mrd29yZD8=",
                             "OnAvc3Mrd29yZD8=",
                             ":p/ss+word?",
                             "p/ss+word?",
                             "p%2Fss%2Bword%3F",
                             "p%2fss%2bword%3f",
                             "cC9zcyt3b3JkPw==",
                             "OnAvc3Mrd29yZD8%3D"}) {
        INFO(text);
        CHECK(redactor.redacted(std::string{"a "} + text + " b " + text) == "a *** b ***");
    }
    CHECK(redactor.redacted("nothing in it") == "nothing in it");
}

TEST_CASE("a token that was replaced stays secret, short values make no holes", "[http]")
{
    Redactor redactor;
    redactor.learn(authorization("Authorization", "Bearer first-token"));
    redactor.learn(authorization("Authorization", "Bearer second-token"));
    redactor.learn(authorization("authtoken", "abc"));
    redactor.learn(authorization("", ""));
    CHECK(redactor.redacted("first-token, second-token, abc") == "***, ***, abc");
}

TEST_CASE("a URL is shown without the values of its query", "[http]")
{
    const auto shown = [](std::string_view text) { return redacted_url(*read_url(text).parts); };
    CHECK(shown("https://h/a/b") == "https://h/a/b");
    CHECK(shown("https://h:8443/a?authtoken=abc&$top=5") ==
          "https://h:8443/a?authtoken=***&$top=***");
    CHECK(shown("https://h/a?secret") == "https://h/a?***");
    CHECK(shown("https://h/a?x=1=2&&y=") == "https://h/a?x=***&***&y=***");
    CHECK(shown("https://h/a?x=1#frag") == "https://h/a?x=***");
}

TEST_CASE("only headers known to be harmless show their values", "[http]")
{
    CHECK(redacted_header({"content-TYPE", "text/html"}) == "content-TYPE: text/html");
    CHECK(redacted_header({"Retry-After", "7"}) == "Retry-After: 7");
    for (const auto* name : {"Authorization",
                             "authtoken",
                             "X-Api-Key",
                             "PRIVATE-TOKEN",
                             "Cookie",
                             "Set-Cookie",
                             "Location",
                             "WWW-Authenticate",
                             "X-Anything"}) {
        CHECK(redacted_header({name, "s3cret"}) == std::string{name} + ": ***");
    }
}
