// The first weeks of the simulated year, with everything that happens in a year.

#include "year.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace syncctl::year;

TEST_CASE("weeks of two pairs with all that goes wrong end with both sides equal", "[year]")
{
    YearOptions options;
    options.seed = 7;
    options.days = DAYS;
    options.items = 30;
    options.days_of_month = 3;
    options.retention_days = 2;
    options.days_between_rotations = 5;
    options.restore_day = 9;
    std::ostringstream out;

    const auto report = play_year(options, out);

    INFO(out.str());
    CHECK(report.violations == std::vector<std::string>{});
    CHECK(report.runs > DAYS * 24);
    CHECK(report.deaths > 0);
    CHECK(report.decisions > 0);
    CHECK(report.restores == 1);
    CHECK(report.rotations == DAYS / 5);
    CHECK(report.backups == DAYS);
}
