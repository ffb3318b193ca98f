#include "connectors/azure_devops/wiql.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

using namespace connectors::azure_devops;

TEST_CASE("a WIQL literal stays one, whatever is in it", "[azure_devops]")
{
    CHECK(wiql_literal("Bug") == "'Bug'");
    CHECK(wiql_literal("x' OR ''='") == "'x'' OR ''''='''");
    CHECK(wiql_literal("a\\b\"c\nd") == "'a\\b\"c\nd'");
    CHECK(wiql_literal(std::string(100'000, '\'')).size() == 200'002);
    CHECK(wiql_literal(base::Timestamp{0}) == "'1970-01-01T00:00:00.000Z'");
    CHECK(wiql_field("System.Id") == "[System.Id]");
    CHECK_THROWS_AS(wiql_field("a] OR [b"), Error);
    CHECK_THROWS_AS(wiql_field(""), Error);
    const std::vector<std::string> ids{"1", "22"};
    CHECK(is_one_of(ids) == "[System.Id] IN (1, 22)");
}

TEST_CASE("a condition is one that cannot leave its parentheses", "[azure_devops]")
{
    for (const auto* good :
         {"",
          "  ",
          "[System.State] <> 'Closed'",
          "([System.Title] Contains 'it''s' OR [System.Tags] Contains \"a)b\") AND 1 = 1",
          "[System.Title] = 'ORDER BY ) SELECT'",
          "[Order By Date] >= @today - 7\n AND [System.AreaPath] UNDER 'A\\B'",
          "[System.AssignedTo] In Group '[Fiber]\\Team'"}) {
        CAPTURE(good);
        CHECK_FALSE(condition_problem(good).has_value());
    }
    for (const auto* bad : {"[System.Id] > 0) OR ([System.Id] > 0",
                            "([System.Id] > 0",
                            "[System.Title] = 'open",
                            "[System.Title] = \"open'",
                            "[System.Id > 0",
                            "[System.Id] > 0 ORDER BY [System.Id]",
                            "[System.Id] > 0 asof '2020-01-01'",
                            "SELECT [System.Id] FROM WorkItems",
                            "[System.Title] = '''",
                            "\xFF"}) {
        CAPTURE(bad);
        CHECK(condition_problem(bad).has_value());
    }
    CHECK(condition_problem(std::string(8001, ' ')).has_value());
    CHECK(condition_problem(std::string{"a = 1\0", 6}).has_value());
}

} // namespace syncctl::tests
