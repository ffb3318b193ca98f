#include "fixture.hpp"

using namespace syncctl;
using namespace syncctl::test;

TEST_CASE("the section 'users' says what it takes", "[mapping][users]")
{
    check_error(document_with("users: [ a <-> b ]\n"), 6, 8, "must be a mapping of keys");
    check_error(document_with("users: { mach: email }\n"), 6, 10, "unknown key 'mach'", "'match'");
    check_error(
        document_with("users: { match: mail }\n"), 6, 17, "unknown match 'mail'", "'email'");
    check_error(document_with("users: { map: a <-> b }\n"), 6, 15, "must be a list");
    check_error(document_with("users: { map: [a -> ''] }\n"), 6, 21, "has a name or address");
    check_error(document_with("users: { map: [_ -> b] }\n"), 6, 16, "does not stand for people");
    check_error(document_with("users: { unknown: leav }\n"),
                6,
                19,
                "no rule for unknown people",
                "'leave'");
    check_error(document_with("users: { unknown: nobody }\n"), 6, 19, "no rule", "mail address");
    check_error(document_with("users: { unknown: { sorce: leave } }\n"),
                6,
                21,
                "unknown key 'sorce'",
                "'source'");
    check_error(document_with("users: { unknown: [leave] }\n"), 6, 19, "must be text, not a list");
}

TEST_CASE("'users' that no rule uses is a warning", "[mapping][users]")
{
    check_warning(
        document_with("users: { match: email }\n"), 6, 1, "no rule uses 'users'", "| user");
}

namespace {

std::string with_users(std::string_view users, std::string_view rule = "Ticket <-> note | user")
{
    return rule_document(rule, "users: " + std::string{users} + "\n");
}

} // namespace

TEST_CASE("each step 'user' carries the people of the document", "[mapping][users]")
{
    const auto result = compiled(with_users(
        "{ match: table, map: [ j.doe@a <-> jdoe, x@a -> jdoe ], unknown: { target: help@b } }",
        "Ticket <-> note | user\n  - Due -> category | trim | user"));
    CAPTURE(result.diagnostics);
    REQUIRE(result.diagnostics.empty());
    const auto& step = result.rows.fields.at(0).chain.at(0);
    REQUIRE(step.users);
    CHECK_FALSE(step.users->match_address);
    CHECK(step.users->unknown.source.rule == model::UnknownPerson::Rule::error);
    CHECK(step.users->unknown.target ==
          model::UnknownPerson{model::UnknownPerson::Rule::substitute, "help@b"});
    const std::vector<model::TransformStep::TableLine> lines{
        {"j.doe@a", "jdoe", model::Arrow::both}, {"x@a", "jdoe", model::Arrow::to_target}};
    CHECK(step.table == lines);
    CHECK(result.rows.fields.at(1).chain.at(1) == step);
}

TEST_CASE("without a section 'users' people are matched by address", "[mapping][users]")
{
    const auto result = compiled(rule_document("Ticket <-> note | user"));
    REQUIRE(result.diagnostics.empty());
    CHECK(result.rows.fields.at(0).chain.at(0).users == model::UserRule{});
}

TEST_CASE("two answers for one person are an error in the directions in use", "[mapping][users]")
{
    const std::string twice = "{ map: [ a@x <-> j, A@x <-> k ] }";
    check_error(
        with_users(twice), 8, 28, "'A@x' has a line towards the target already (line 8)", "'<-'");
    check_clean(with_users(twice, "Ticket <- note | user"));
}

TEST_CASE("people that cannot be reached at all are an error", "[mapping][users]")
{
    check_error(with_users("{ match: table, map: [ a -> b ] }"),
                7,
                23,
                "'users' has no line towards the source");
    check_clean(with_users("{ match: table, map: [ a -> b ], unknown: { source: leave } }"));
    check_clean(with_users("{ match: table, map: [ a -> b ] }", "Ticket -> note | user"));
}
