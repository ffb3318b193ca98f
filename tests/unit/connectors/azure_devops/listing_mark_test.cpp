#include "connectors/azure_devops/listing_mark.hpp"

#include "syncctl/base/error.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <limits>
#include <string>

namespace syncctl::tests {

using namespace connectors::azure_devops;

namespace {

ListingMark a_mark(Changes changes = Changes::automatic)
{
    return {.scope = {.project = "Fiber", .changes = changes},
            .project = {.id = "6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c", .name = "Fiber"},
            .version = "7.0",
            .place = FeedPlace{"813;350;1"}};
}

std::string with_deleted(const std::string& list)
{
    return R"({"setting": "Fiber", "changes": "query", "project": "6ce954b1", "name": "Fiber",
               "version": "7.1", "seen": 1, "deleted": ")" +
           list + "\"}";
}

} // namespace

TEST_CASE("a watermark keeps what the next listing needs", "[azure_devops]")
{
    const auto mark = a_mark();
    const auto read = mark_of(watermark_of(mark), mark.scope);
    REQUIRE(read.has_value());
    CHECK(read->project == mark.project);
    CHECK(read->version == "7.0");
    CHECK(std::get<FeedPlace>(read->place).token == "813;350;1");
    CHECK_FALSE(mark_of({}, mark.scope).has_value());
}

TEST_CASE("a watermark remembers that it is one of a query, with the recycle bin", "[azure_devops]")
{
    auto mark = a_mark();
    for (const QueryPlace& place :
         {QueryPlace{.seen = {1'790'000'000'123}},
          QueryPlace{.seen = {0}, .deleted = {7}},
          QueryPlace{.seen = {1}, .deleted = {1, 2, 40, std::numeric_limits<std::uint64_t>::max()}},
          QueryPlace{.seen = {1}, .deleted = std::vector<std::uint64_t>{9, 10}}}) {
        mark.place = place;
        const auto read = mark_of(watermark_of(mark), mark.scope);
        REQUIRE(read.has_value());
        CHECK(std::get<QueryPlace>(read->place) == place);
    }
    QueryPlace full{.seen = {1}};
    for (std::uint64_t i = 1; i <= k_most_deleted; ++i) {
        full.deleted.push_back(i * 1'000'000'000);
    }
    mark.place = full;
    CHECK(std::get<QueryPlace>(mark_of(watermark_of(mark), mark.scope)->place) == full);
}

TEST_CASE("for another project or another way to list, everything is listed again",
          "[azure_devops]")
{
    for (const auto made : {Changes::automatic, Changes::feed, Changes::query}) {
        const auto watermark = watermark_of(a_mark(made));
        for (const auto wanted : {Changes::automatic, Changes::feed, Changes::query}) {
            const ListingScope scope{.project = "Fiber", .changes = wanted};
            CHECK(mark_of(watermark, scope).has_value() == (made == wanted));
        }
        const ListingScope other{.project = "Other", .changes = made};
        CHECK_FALSE(mark_of(watermark, other).has_value());
    }
}

TEST_CASE("a watermark from before there was a choice goes on with the feed", "[azure_devops]")
{
    const connectors::Watermark old{
        R"({"name":"Fiber","project":"6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c","setting":"Fiber",)"
        R"("token":"813;350;1","version":"7.0"})"};
    const auto mark = mark_of(old, {.project = "Fiber", .changes = Changes::automatic});
    REQUIRE(mark.has_value());
    CHECK(std::get<FeedPlace>(mark->place).token == "813;350;1");
    CHECK_FALSE(mark_of(old, {.project = "Fiber", .changes = Changes::query}).has_value());
}

TEST_CASE("a watermark of somebody else is no beginning", "[azure_devops]")
{
    for (const auto* bytes : {"x",
                              "{}",
                              "[]",
                              R"({"token": 7})",
                              R"({"token": "1"})",
                              R"({"project": "1", "seen": 1})",
                              R"({"project": "1", "seen": "1", "deleted": ""})",
                              R"({"project": "1", "changes": "ledger", "token": "1"})",
                              R"({"project": "1", "changes": 1, "token": "1"})"}) {
        CAPTURE(bytes);
        CHECK_THROWS_AS(mark_of({bytes}, {.project = "Fiber"}), Error);
    }
    const ListingScope scope{.project = "Fiber", .changes = Changes::query};
    CHECK(mark_of({with_deleted("5,1,1")}, scope).has_value());
    for (const auto* list :
         {"0", "5,", ",5", "5,,1", "5,0", "-5", "5;1", "5,18446744073709551615", "x", " 5"}) {
        CAPTURE(list);
        CHECK_THROWS_AS(mark_of({with_deleted(list)}, scope), Error);
    }
}

} // namespace syncctl::tests
