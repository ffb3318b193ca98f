#include "connectors/servicedesk_plus/webhook.hpp"
#include "sdp_examples.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using namespace connectors::servicedesk_plus;
using Ids = std::vector<std::string>;

namespace {

Ids named_by(const std::string& body)
{
    const std::string url = "https://desk.example:8080";
    return items_named_by({.url = url, .settings = {}, .body = body});
}

} // namespace

TEST_CASE("bodies that an administrator can configure name their request",
          "[servicedesk_plus][webhook]")
{
    const auto body_of = [](const char* name) -> std::string {
        return sdp_case("webhook-bodies", name).at("body_text");
    };
    CHECK(named_by(body_of("recommended, cloud")) == Ids{"123640000000240013"});
    CHECK(named_by(body_of("recommended, on-prem")) == Ids{"860"});
    CHECK(named_by(body_of("wrapped in request")) == Ids{"860"});
    CHECK(named_by(body_of("form with input_data")) == Ids{"860"});
    CHECK_THROWS_AS(named_by(body_of("broken by an unescaped subject")), Error);
    CHECK_THROWS_AS(named_by(body_of("unresolved placeholder")), Error);
}

TEST_CASE("what is no such body is refused", "[servicedesk_plus][webhook]")
{
    for (const auto* body : {"",
                             "null",
                             "[860]",
                             R"({"id":"0860"})",
                             R"({"id":"860","id":"861"})",
                             R"({"id":"860; DROP TABLE due_items"})",
                             R"({"id":true})",
                             R"({"request":{}})",
                             R"({"ids":"860"})",
                             "id=860",
                             "input_data=%7B%22id%22%3A%22860%22%7D&input_data=%7B%7D",
                             "input_data=%7",
                             "input_data=%00"}) {
        INFO(body);
        CHECK_THROWS_AS(named_by(body), Error);
    }
}

} // namespace syncctl::tests
