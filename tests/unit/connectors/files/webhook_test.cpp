#include "connectors/files/webhook.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using Ids = std::vector<std::string>;

namespace {

Ids named_by(const std::string& body)
{
    const std::string url = "/srv/desk";
    return connectors::files::items_named_by({.url = url, .settings = {}, .body = body});
}

std::string many_ids(int count)
{
    std::string body = R"({"ids":[)";
    for (int i = 1; i <= count; ++i) {
        body += (i > 1 ? "," : "") + std::to_string(i);
    }
    return body + "]}";
}

} // namespace

TEST_CASE("a generic body names an item, or several", "[files][webhook]")
{
    CHECK(named_by(R"({"id":7})") == Ids{"7"});
    CHECK(named_by(R"({"id":"7","title":"is not looked at"})") == Ids{"7"});
    CHECK(named_by(R"({"ids":[7,"8"]})") == Ids{"7", "8"});
    CHECK(named_by(R"({"id":7,"ids":[8]})") == Ids{"7", "8"});
    CHECK(named_by(R"({"ids":[]})").empty());
    CHECK(named_by(many_ids(1000)).size() == 1000);
}

TEST_CASE("ids that can be none, and bodies without one, are refused", "[files][webhook]")
{
    for (const auto& body : {std::string{"{}"},
                             std::string{R"({"id":"../../etc/passwd"})"},
                             std::string{R"({"id":"07"})"},
                             std::string{R"({"ids":[7,null]})"},
                             std::string{R"({"ids":{"7":1}})"},
                             many_ids(1001),
                             std::string(200'000, '[')}) {
        INFO(body.substr(0, 40));
        CHECK_THROWS_AS(named_by(body), Error);
    }
}

} // namespace syncctl::tests
