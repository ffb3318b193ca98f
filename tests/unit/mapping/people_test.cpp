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
