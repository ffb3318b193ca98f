#include "connectors/azure_devops/feed_mark.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using namespace connectors::azure_devops;

TEST_CASE("a watermark keeps what the next listing needs", "[azure_devops]")
{
    const FeedMark mark{.setting = "Fiber",
                        .project = {.id = "6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c", .name = "Fiber"},
                        .version = "7.0",
                        .token = "813;350;1"};
    const auto read = mark_of(watermark_of(mark), "Fiber");
    REQUIRE(read.has_value());
    CHECK(read->project == mark.project);
    CHECK(read->version == "7.0");
    CHECK(read->token == "813;350;1");
    CHECK_FALSE(mark_of({}, "Fiber").has_value());
    CHECK_FALSE(mark_of(watermark_of(mark), "Other").has_value()); // everything is listed again
}

TEST_CASE("a watermark of somebody else is no beginning", "[azure_devops]")
{
    for (const auto* bytes : {"x", "{}", "[]", "{\"token\": 7}", "{\"token\": \"1\"}"}) {
        CHECK_THROWS_AS(mark_of({bytes}, "Fiber"), Error);
    }
}

} // namespace syncctl::tests
