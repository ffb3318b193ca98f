#include "connectors/azure_devops/write_result.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace syncctl::tests {

using namespace connectors::azure_devops;
using connectors::Refused;

namespace {

Answer rejected(FieldProblem problem)
{
    Answer answer;
    answer.meaning = Meaning::rejected;
    answer.status = 400;
    answer.reason = problem.message;
    answer.problems = {std::move(problem)};
    return answer;
}

} // namespace

TEST_CASE("a broken rule is told in words, wherever and however the tracker names it",
          "[azure_devops]")
{
    const model::Fields sent{{"System.State", std::string{"Nowhere"}}};
    const auto [message, flags] = GENERATE(table<std::string, std::string>(
        {{"TF401320: Error code: Required, HasValues, InvalidListValue.", ""},
         {"TF401320: a rule error.", "required, hasValues, invalidListValue"}}));

    const auto result = failure_of(
        rejected({.field = "System.State", .message = message, .flags = flags}), sent, {});

    const auto& refused = std::get<Refused>(result);
    CHECK(refused.field == "System.State");
    CHECK(refused.reason ==
          "'Nowhere': not one of the values that the field takes now: " + message);
}

} // namespace syncctl::tests
