#include "syncctl/model/intent.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::model; // NOLINT(google-build-using-namespace): this file tests that one
                                // module

namespace {

const std::string k_uuid = "0b9d7c1e-6a51-4c58-9f4e-2f6f3a1c0d11";

} // namespace

TEST_CASE("a marker names the pair, the side and the item it came from", "[model]")
{
    const auto marker = marker_for(k_uuid, Side::target, "4711");
    CHECK(marker == "syncctl:" + k_uuid + ":target:4711");
    const auto parts = parse_marker(marker);
    REQUIRE(parts.has_value());
    CHECK(parts->pair_uuid == k_uuid);
    CHECK(parts->origin == Side::target);
    CHECK(parts->item_id == "4711");
}

TEST_CASE("an item id may hold anything, also a colon", "[model]")
{
    const auto parts = parse_marker(marker_for(k_uuid, Side::source, "PROJ:7:x"));
    REQUIRE(parts.has_value());
    CHECK(parts->item_id == "PROJ:7:x");
}

TEST_CASE("a damaged marker is none", "[model]")
{
    for (const auto& text : {std::string{},
                             std::string{"syncctl:"},
                             std::string{"<!-- syncctl:"} + k_uuid + ":source:1 -->",
                             "syncctl:" + k_uuid,
                             "syncctl:" + k_uuid + ":source:",
                             "syncctl:" + k_uuid + ":source",
                             "syncctl:" + k_uuid + ":left:1",
                             "syncctl:" + k_uuid.substr(1) + ":source:1",
                             "SYNCCTL:" + k_uuid + ":source:1"}) {
        INFO(text);
        CHECK_FALSE(parse_marker(text).has_value());
    }
}
