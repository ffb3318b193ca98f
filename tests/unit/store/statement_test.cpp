#include "store_fixture.hpp"

#include "syncctl/store/statement.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using namespace syncctl::test;

namespace {

constexpr std::string_view k_echo = "SELECT :value, typeof(:value);";

} // namespace

TEST_CASE("a statement refuses to run with a parameter unbound", "[store][statement]")
{
    ReadyDatabase ready;
    auto statement = ready.database->prepare("SELECT :one, :two;");
    statement.bind(":one", std::int64_t{1});

    CHECK_THAT(message_of([&] { statement.step(); }), Catch::Contains("unbound"));
    statement.bind_null(":two");
    CHECK(statement.step());
    CHECK(statement.is_null(1));
    CHECK_FALSE(statement.step());
    CHECK(error_of([&] { statement.step(); }) == ErrorCode::failed);
}

TEST_CASE("a parameter of another name is refused", "[store][statement]")
{
    ReadyDatabase ready;
    auto statement = ready.database->prepare(k_echo);

    CHECK(error_of([&] { statement.bind(":valeu", std::int64_t{1}); }) == ErrorCode::failed);
}

TEST_CASE("every kind of value comes back as it was bound", "[store][statement]")
{
    ReadyDatabase ready;
    auto statement = ready.database->prepare(k_echo);
    const auto echo = [&] { REQUIRE(statement.step()); };

    SECTION("integers")
    {
        for (const auto value : {std::int64_t{0}, INT64_MAX, INT64_MIN}) {
            statement.bind(":value", value);
            echo();
            CHECK(statement.integer(0) == value);
            statement.reset();
        }
    }
    SECTION("text with a NUL, and empty text, which is not NULL")
    {
        for (const std::string& value : {std::string{"a\0b", 3}, std::string{}}) {
            statement.bind(":value", value);
            echo();
            CHECK(statement.text(0) == value);
            CHECK(statement.text(1) == "text");
            statement.reset();
        }
        statement.bind(":value", std::string_view{});
        echo();
        CHECK(statement.text(1) == "text");
    }
    SECTION("octets")
    {
        const std::string octets{"\xff\x00\xfe", 3};
        statement.bind_blob(":value", octets);
        echo();
        CHECK(statement.blob(0) == octets);
        CHECK(statement.text(1) == "blob");
    }
    SECTION("times, of which an unknown one is NULL")
    {
        statement.bind(":value", ready.now());
        echo();
        CHECK(statement.text(0) == "2026-03-04T05:06:07.890Z");
        CHECK(statement.time(0) == ready.now());
        statement.reset();
        statement.bind(":value", base::Timestamp{});
        echo();
        CHECK(statement.is_null(0));
        CHECK(statement.time(0) == base::Timestamp{});
    }
    SECTION("a text that is no time")
    {
        statement.bind(":value", "yesterday");
        echo();
        CHECK(error_of([&] { (void)statement.time(0); }) == ErrorCode::damaged_database);
    }
}

TEST_CASE("a statement can be used again while its rows are being read", "[store][statement]")
{
    ReadyDatabase ready;
    constexpr std::string_view k_keys = "SELECT key FROM system_settings ORDER BY key;";
    int count = 0;
    auto outer = ready.database->prepare(k_keys);
    while (outer.step()) {
        auto inner = ready.database->prepare(k_keys);
        while (inner.step()) {
            ++count;
        }
    }
    CHECK(count == 64); // each of the eight settings, eight times
}

TEST_CASE("a statement that was not read to its end starts anew", "[store][statement]")
{
    ReadyDatabase ready;
    constexpr std::string_view k_keys = "SELECT key FROM system_settings ORDER BY key;";
    std::string first;
    {
        auto rows = ready.database->prepare(k_keys);
        REQUIRE(rows.step());
        first = rows.text(0);
        REQUIRE(rows.step());
    }
    auto rows = ready.database->prepare(k_keys);
    REQUIRE(rows.step());
    CHECK(rows.text(0) == first);
}

TEST_CASE("a statement that writes needs a transaction", "[store][statement]")
{
    ReadyDatabase ready;
    auto statement = ready.database->prepare("DELETE FROM meta;");

    CHECK_THAT(message_of([&] { statement.run(); }), Catch::Contains("outside a transaction"));
}

TEST_CASE("a value above 64 MiB is refused", "[store][statement]")
{
    ReadyDatabase ready;
    auto statement = ready.database->prepare(k_echo);

    CHECK(error_of([&] { statement.bind(":value", std::string((64U << 20U) + 1, 'x')); }) ==
          ErrorCode::failed);
}
