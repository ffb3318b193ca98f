#include "connectors/servicedesk_plus/listing_mark.hpp"
#include "connectors/servicedesk_plus/options.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using namespace connectors::servicedesk_plus;
using connectors::Watermark;

TEST_CASE("a watermark keeps the newest times", "[servicedesk_plus]")
{
    const ListingMark mark{.updated = {1'593'012'464'184}, .created = {1'593'000'300'533}};
    const ListingScope scope{.portal = "itdesk", .portal_id = {}};
    CHECK(mark_of(watermark_of(mark, scope), scope) == mark);
    CHECK(mark_of(watermark_of({}, scope), scope) == ListingMark{});
}

TEST_CASE("a watermark of another portal lists everything", "[servicedesk_plus]")
{
    const auto watermark =
        watermark_of({.updated = {5}, .created = {6}}, {.portal = "itdesk", .portal_id = {}});
    CHECK_FALSE(mark_of(watermark, {.portal = "hr", .portal_id = {}}));
    CHECK_FALSE(mark_of(watermark, {.portal = "itdesk", .portal_id = "2"}));
    CHECK_FALSE(mark_of(Watermark{}, {.portal = "itdesk", .portal_id = {}}));
    Options options;
    options.address.portal = "itdesk";
    options.portal_id = "3";
    CHECK(scope_of(options) == ListingScope{.portal = "itdesk", .portal_id = "3"});
}

TEST_CASE("what is no watermark of ours is damage", "[servicedesk_plus]")
{
    for (const auto* bytes :
         {"x",
          "{}",
          "[]",
          R"({"version":2,"portal":"","portal_id":"","updated":1,"created":1})",
          R"({"version":1,"portal":"","portal_id":"","updated":-1,"created":1})",
          R"({"version":1,"portal":"","portal_id":"","updated":"1","created":1})",
          R"({"version":1,"portal_id":"","updated":1,"created":1})",
          R"({"version":1,"portal":"","portal_id":"","updated":1})",
          R"({"version":1,"portal":"","updated":1e300,"created":1})"}) {
        CAPTURE(bytes);
        try {
            static_cast<void>(mark_of(Watermark{bytes}, {}));
            FAIL_CHECK("taken for a watermark");
        } catch (const Error& error) {
            CHECK(error.code() == ErrorCode::damaged_database);
        }
    }
}

} // namespace syncctl::tests
