#include "connectors/files/field_check.hpp"
#include "connectors/files/tracker_document.hpp"
#include "folder_fixture.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using Catch::Matchers::Contains;

namespace {

model::TypeInfo bug()
{
    return *connectors::files::read_tracker_document(tests::k_bug_tracker, "tracker.json")
                .find_type("Bug");
}

/// The reason, with the blamed field in front; empty when the fields can be written.
std::string refusal(const model::Fields& fields)
{
    const auto refused = connectors::files::check_fields(fields, bug());
    return refused ? refused->field + ": " + refused->reason : std::string{};
}

std::string text(std::size_t length)
{
    std::string filled(length, 'x');
    return filled;
}

} // namespace

TEST_CASE("fields of the right type can be written", "[files]")
{
    CHECK(refusal({{"Title", std::string{"T"}},
                   {"State", std::string{"Closed"}},
                   {"Priority", model::Number{"1.5"}},
                   {"Blocking", true},
                   {"Severity", std::string{"Low"}},
                   {"Tags", model::List{"a"}},
                   {"Owner", model::Value{}},
                   {"Repro.Steps", text(100'000)}})
              .empty());
}

TEST_CASE("a field that cannot be written is refused with its name and reason", "[files]")
{
    CHECK_THAT(refusal({{"Titel", std::string{"T"}}}),
               Contains("Titel: ") && Contains("did you mean 'Title'"));
    CHECK_THAT(refusal({{"Due date", std::string{"2026-05-01"}}}),
               Contains("has no field 'Due date'"));
    CHECK_THAT(refusal({{"Serial", std::string{"1"}}}),
               Contains("Serial: ") && Contains("read-only"));
    CHECK_THAT(refusal({{"Title", model::Value{}}}), Contains("cannot be empty"));
    CHECK_THAT(refusal({{"Title", std::string{}}}), Contains("cannot be empty"));
    CHECK_THAT(refusal({{"Title", std::string{" \t "}}}), Contains("cannot be empty"));
    CHECK_THAT(refusal({{"State", model::Value{}}}), Contains("cannot be empty"));
    CHECK_THAT(refusal({{"State", std::string{"Close"}}}), Contains("did you mean 'Closed'"));
    CHECK_THAT(refusal({{"Severity", std::string{"low"}}}), Contains("Low, High"));
    CHECK_THAT(refusal({{"Priority", std::string{"1"}}}),
               Contains("it holds a number, not a text"));
    CHECK_THAT(refusal({{"Blocking", model::Number{"1"}}}), Contains("it holds a boolean"));
    CHECK_THAT(refusal({{"Tags", std::string{"a"}}}), Contains("it holds a list"));
    CHECK_THAT(refusal({{"Owner", true}}), Contains("it holds a text"));
    CHECK_THAT(refusal({{"Owner", std::string{"\xFF"}}}), Contains("UTF-8"));
    CHECK_THAT(refusal({{"Owner", std::string{"a\0b", 3}}}), Contains("NUL"));
    CHECK_THAT(refusal({{"Tags", model::List{"\xC3"}}}), Contains("UTF-8"));
}

TEST_CASE("the greatest length counts characters, not octets", "[files]")
{
    std::string umlauts;
    for (int i = 0; i < 250; ++i) {
        umlauts += "\xC3\xA4";
    }
    CHECK(refusal({{"Title", umlauts}}).empty());
    CHECK(refusal({{"Title", text(250)}}).empty());
    CHECK_THAT(refusal({{"Title", text(251)}}), Contains("251 characters, at most 250"));
    CHECK_FALSE(refusal({{"Title", umlauts + "x"}}).empty());
}

TEST_CASE("a new item needs its required fields, but not its status", "[files]")
{
    using connectors::files::check_new_fields;

    CHECK_FALSE(check_new_fields({{"Title", std::string{"T"}}}, bug()).has_value());
    const auto refused = check_new_fields({{"Owner", std::string{"jo"}}}, bug());
    REQUIRE(refused.has_value());
    CHECK(refused->field == "Title");
    CHECK(check_new_fields({{"Title", model::Value{}}}, bug()).has_value());
}

} // namespace syncctl::tests
