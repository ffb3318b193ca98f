#include "../chains.hpp"

using namespace syncctl;
using namespace syncctl::test;
using model::Arrow;
using model::Side;
using model::UnknownPerson;
using Rule = model::UnknownPerson::Rule;

namespace {

Chain people(bool match_address, UnknownPerson unknown)
{
    model::TransformStep step{"user",
                              {},
                              {{"jane@contoso.com", "Jane.Doe@desk.example", Arrow::both},
                               {"Build Service", "robot@desk.example", Arrow::both},
                               {"old@contoso.com", "Jane.Doe@desk.example", Arrow::to_target}}};
    step.users = model::UserRule{match_address, {unknown, unknown}};
    return Chain{{step}};
}

std::string left_alone(const TransformResult& result)
{
    const auto* left = std::get_if<LeftAlone>(&result);
    return left == nullptr ? "(not left alone)" : left->reason;
}

} // namespace

TEST_CASE("a line of the users comes first, in both directions", "[mapping][transform][users]")
{
    const auto each = people(true, {});
    check_both_ways(each, text("jane@contoso.com"), text("Jane.Doe@desk.example"));
    check_both_ways(each, text("Build Service"), text("robot@desk.example"));
    CHECK(text_of(each.forward(text("old@contoso.com"))) == "Jane.Doe@desk.example");
}

TEST_CASE("addresses are compared without case and white space, names in brackets are passed over",
          "[mapping][transform][users]")
{
    const auto each = people(false, {});
    for (const std::string written : {"JANE@Contoso.com",
                                      "  jane@contoso.com\t",
                                      "Jane Doe <jane@contoso.com>",
                                      "\"Doe, Jane <VP>\" < Jane@Contoso.com > "}) {
        CHECK(text_of(each.forward(text(written))) == "Jane.Doe@desk.example");
    }
    CHECK(text_of(each.backward(text("jane.doe@DESK.example"))) == "jane@contoso.com");
    CHECK(problem_of(each.forward(text("JÁNE@contoso.com"))).find("nobody known") !=
          std::string::npos);
}

TEST_CASE("an address without a line is the same person on both sides",
          "[mapping][transform][users]")
{
    const auto each = people(true, {});
    check_both_ways(each, text("new@contoso.com"), text("new@contoso.com"));
    CHECK(text_of(each.forward(text("New One <New@contoso.com>"))) == "New@contoso.com");
    for (const std::string nobody : {"New One", "", "@", "a@", "@b", "a@b@c", "<>"}) {
        CAPTURE(nobody);
        CHECK(problem_of(each.forward(text(nobody))).find("is nobody known on the target") !=
              std::string::npos);
    }
}

TEST_CASE("whom the other side does not know is an error, left alone or replaced, by side",
          "[mapping][transform][users]")
{
    const auto stranger = text("New One");
    CHECK(problem_of(people(true, {Rule::error, ""}).forward(stranger)) ==
          "'New One' is nobody known on the target");
    CHECK(problem_of(people(false, {Rule::error, ""}).backward(text("new@contoso.com"))) ==
          "'new@contoso.com' is nobody known on the source");
    CHECK(left_alone(people(true, {Rule::leave, ""}).forward(stranger)) ==
          "'New One' is nobody known on the target");
    CHECK(text_of(people(true, {Rule::substitute, "team@x"}).forward(stranger)) == "team@x");

    model::TransformStep step{"user", {}, {}};
    step.users = model::UserRule{true, {{Rule::error, ""}, {Rule::leave, ""}}};
    const Chain by_side{{step}};
    CHECK(problem_of(by_side.backward(stranger)).find("on the source") != std::string::npos);
    CHECK(left_alone(by_side.forward(stranger)).find("on the target") != std::string::npos);
}

TEST_CASE("every person of a list is looked up; one who is unknown decides for the whole field",
          "[mapping][transform][users]")
{
    const auto known = list({"jane@contoso.com", "new@contoso.com"});
    CHECK(value_of(people(true, {}).forward(known)) ==
          list({"Jane.Doe@desk.example", "new@contoso.com"}));
    CHECK(value_of(people(true, {}).forward(list({"jane@contoso.com", "old@contoso.com"}))) ==
          list({"Jane.Doe@desk.example"}));
    const auto mixed = list({"jane@contoso.com", "New One"});
    CHECK(problem_of(people(true, {}).forward(mixed)) == "'New One' is nobody known on the target");
    CHECK(left_alone(people(true, {Rule::leave, ""}).forward(mixed)).find("'New One'") == 0);
    CHECK(value_of(people(true, {Rule::substitute, "team@x"}).forward(mixed)) ==
          list({"Jane.Doe@desk.example", "team@x"}));
    CHECK(value_of(people(true, {}).forward(list({}))) == list({}));
}

TEST_CASE("nothing runs behind a person who is left alone", "[mapping][transform][users]")
{
    model::TransformStep step{"user", {}, {}};
    step.users = model::UserRule{false, {{Rule::leave, ""}, {Rule::leave, ""}}};
    const Chain both{{step, {"default", {"somebody@x"}, {}}, {"upper", {}, {}}}};
    CHECK(left_alone(both.forward(text("x@y"))).find("'x@y'") == 0);
    CHECK(both.trace(Side::target, text("x@y")).size() == 1);
    CHECK(text_of(both.forward(Value{})) == "SOMEBODY@X");
}

TEST_CASE("without a section users, addresses match and all others are errors",
          "[mapping][transform][users]")
{
    CHECK(text_of(chain("user").forward(text("a@b"))) == "a@b");
    CHECK(problem_of(chain("user").forward(text("Jane"))).find("nobody known") !=
          std::string::npos);
}

TEST_CASE("username is the text before the first @", "[mapping][transform][users]")
{
    CHECK(text_of(chain("username").forward(text("jane@contoso.com"))) == "jane");
    CHECK(text_of(chain("username").forward(text("a@b@c"))) == "a");
    CHECK(text_of(chain("username").forward(text("jane"))) == "jane");
    CHECK(text_of(chain("username").forward(text("Jane <jane@contoso.com>"))) == "jane");
    CHECK(text_of(chain("username").forward(text("@x"))).empty());
    CHECK(text_of(chain("emailToUsername").backward(text("a@b"))) == "a");
}
