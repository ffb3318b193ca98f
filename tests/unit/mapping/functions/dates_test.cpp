#include "../chains.hpp"

#include <cstdlib>
#include <ctime>

using namespace syncctl;
using namespace syncctl::test;

namespace {

std::string date_of(const std::string& written, const std::string& zone = "UTC")
{
    const auto result = chain("date", {zone}).forward(text(written));
    const auto* problem = std::get_if<TransformProblem>(&result);
    return problem == nullptr ? text_of(result) : "problem: " + problem->reason;
}

std::string day_of(const std::string& written, const std::string& zone = "UTC")
{
    return text_of(chain("day", {zone}).forward(text(written)));
}

bool is_refused(const std::string& written, const std::string& zone = "UTC")
{
    return date_of(written, zone).starts_with("problem: '") &&
           problem_of(chain("date", {zone}).backward(text(written))) != "(no problem)";
}

} // namespace

TEST_CASE("dates of many forms become one", "[mapping][transform][dates]")
{
    CHECK(date_of("2026-01-05") == "2026-01-05T00:00:00.000Z");
    CHECK(date_of("2026-01-05T10:00") == "2026-01-05T10:00:00.000Z");
    CHECK(date_of("2026-01-05 10:00:07") == "2026-01-05T10:00:07.000Z");
    CHECK(date_of(" 2026-01-05t10:00:07.5z ") == "2026-01-05T10:00:07.500Z");
    CHECK(date_of("2026-01-05T10:00:07.1239999Z") == "2026-01-05T10:00:07.123Z");
    CHECK(date_of("2026-01-05T10:00:00+02:00") == "2026-01-05T08:00:00.000Z");
    CHECK(date_of("2026-01-05T10:00:00-0330") == "2026-01-05T13:30:00.000Z");
    CHECK(date_of("2026-01-05T10:00:00+14") == "2026-01-04T20:00:00.000Z");
    CHECK(date_of("2026-01-05T10:00:00-12:00") == "2026-01-05T22:00:00.000Z");
    CHECK(date_of("2024-02-29") == "2024-02-29T00:00:00.000Z");
    CHECK(text_of(chain("date").backward(text("2026-01-05"))) == "2026-01-05T00:00:00.000Z");
    CHECK(text_of(chain("formatDateISO").forward(text("2026-01-05"))) ==
          "2026-01-05T00:00:00.000Z");
}

TEST_CASE("milliseconds since 1970 are read, as a tracker hands them over",
          "[mapping][transform][dates]")
{
    CHECK(text_of(chain("date").forward(number("1783092412757"))) == "2026-07-03T15:26:52.757Z");
    CHECK(text_of(chain("date").forward(number("0"))) == "1970-01-01T00:00:00.000Z");
    CHECK(text_of(chain("date").forward(number("-1"))) == "1969-12-31T23:59:59.999Z");
    CHECK(date_of("1783092412757") == "2026-07-03T15:26:52.757Z");
    CHECK(date_of("/Date(1783092412757)/") == "2026-07-03T15:26:52.757Z");
    CHECK(date_of("/Date(1783092412757+0200)/") == "2026-07-03T15:26:52.757Z");
    CHECK(date_of("/Date(-1)/") == "1969-12-31T23:59:59.999Z");
    for (const auto& wrong : {number("1e18"), number("1.5"), number("1e300"), number("-1e15")}) {
        CHECK(problem_of(chain("date").forward(wrong)).find("is no date such as") !=
              std::string::npos);
    }
}

TEST_CASE("what is no date is a problem, never another date", "[mapping][transform][dates]")
{
    for (const std::string wrong : {"",
                                    "tomorrow",
                                    "2026-02-29",
                                    "2026-13-01",
                                    "2026-00-10",
                                    "2026-04-31",
                                    "2026-1-5",
                                    "20260105",
                                    "05.01.2026",
                                    "01/05/2026",
                                    "2026-01-05T",
                                    "2026-01-05T10",
                                    "2026-01-05T24:00:00Z",
                                    "2026-01-05T10:60:00Z",
                                    "2026-01-05T10:00:60Z",
                                    "9999-12-31T23:59:60Z",
                                    "2026-01-05T10:00:00.",
                                    "2026-01-05T10:00:00.1234567890Z",
                                    "2026-01-05T10:00:00Zx",
                                    "2026-01-05T10:00:00+24:00",
                                    "2026-01-05T10:00:00+2",
                                    "2026-01-05T10:00:00 Europe/Berlin",
                                    "1000000000000000000",
                                    "-1783092412757",
                                    "12345",
                                    "/Date()/",
                                    "/Date(1e9)/",
                                    "/Date(1+99)/",
                                    "/Date(1",
                                    "٢٠٢٦-٠١-٠٥"}) {
        CAPTURE(wrong);
        CHECK(is_refused(wrong));
    }
}

TEST_CASE("the first and the last year end where four digits end", "[mapping][transform][dates]")
{
    CHECK(date_of("0001-01-01T00:00:00Z") == "0001-01-01T00:00:00.000Z");
    CHECK(date_of("9999-12-31T23:59:59.999Z") == "9999-12-31T23:59:59.999Z");
    CHECK(is_refused("0000-12-31T23:59:59Z"));
    CHECK(is_refused("0000-01-01"));
    CHECK(is_refused("10000-01-01"));
    CHECK(is_refused("0001-01-01T00:00:00+14:00"));
    CHECK(is_refused("9999-12-31T23:59:59-12:00"));
    CHECK(date_of("0001-01-01", "+01:00").find("not within the years 1 to 9999") !=
          std::string::npos);
    CHECK(date_of("9999-12-31T20:00", "America/New_York").find("not within the years") !=
          std::string::npos);
    CHECK(problem_of(chain("day", {"+01:00"}).forward(text("9999-12-31T23:30:00Z")))
              .find("not within the years") != std::string::npos);
}

TEST_CASE("a date without offset is read in the zone given", "[mapping][transform][dates]")
{
    CHECK(date_of("2026-01-05T10:00", "Europe/Berlin") == "2026-01-05T09:00:00.000Z");
    CHECK(date_of("2026-07-05T10:00", "Europe/Berlin") == "2026-07-05T08:00:00.000Z");
    CHECK(date_of("2026-07-05T10:00Z", "Europe/Berlin") == "2026-07-05T10:00:00.000Z");
    CHECK(date_of("2026-01-05", "Asia/Kolkata") == "2026-01-04T18:30:00.000Z");
    CHECK(date_of("2026-01-05T10:00", "+05:45") == "2026-01-05T04:15:00.000Z");
    CHECK(date_of("2026-01-05T10:00", "-12:00") == "2026-01-05T22:00:00.000Z");
}

TEST_CASE("where clocks go forward a time does not exist, where they go back the first one counts",
          "[mapping][transform][dates]")
{
    const auto skipped = [](const std::string& written, const std::string& zone) {
        return date_of(written, zone).find("its clocks skip it") != std::string::npos;
    };
    SECTION("Berlin")
    {
        CHECK(date_of("2026-03-29T01:59:59", "Europe/Berlin") == "2026-03-29T00:59:59.000Z");
        CHECK(skipped("2026-03-29T02:00", "Europe/Berlin"));
        CHECK(skipped("2026-03-29T02:59:59.999", "Europe/Berlin"));
        CHECK(date_of("2026-03-29T03:00", "Europe/Berlin") == "2026-03-29T01:00:00.000Z");
        CHECK(date_of("2026-10-25T02:30", "Europe/Berlin") == "2026-10-25T00:30:00.000Z");
        CHECK(date_of("2026-10-25T03:00", "Europe/Berlin") == "2026-10-25T02:00:00.000Z");
    }
    SECTION("New York")
    {
        CHECK(skipped("2026-03-08T02:30", "America/New_York"));
        CHECK(date_of("2026-11-01T01:30", "America/New_York") == "2026-11-01T05:30:00.000Z");
        CHECK(date_of("2026-11-01T02:00", "America/New_York") == "2026-11-01T07:00:00.000Z");
    }
    SECTION("Lord Howe, by half an hour")
    {
        CHECK(skipped("2026-10-04T02:15", "Australia/Lord_Howe"));
        CHECK(date_of("2026-10-04T02:30", "Australia/Lord_Howe") == "2026-10-03T15:30:00.000Z");
        CHECK(date_of("2026-04-05T01:45", "Australia/Lord_Howe") == "2026-04-04T14:45:00.000Z");
        CHECK(date_of("2026-04-05T02:00", "Australia/Lord_Howe") == "2026-04-04T15:30:00.000Z");
    }
    SECTION("Apia, which had no 30 December 2011")
    {
        CHECK(date_of("2011-12-29T23:59:59", "Pacific/Apia") == "2011-12-30T09:59:59.000Z");
        CHECK(skipped("2011-12-30T12:00", "Pacific/Apia"));
        CHECK(skipped("2011-12-30", "Pacific/Apia"));
        CHECK(date_of("2011-12-31", "Pacific/Apia") == "2011-12-30T10:00:00.000Z");
        CHECK(day_of("2011-12-30T09:59:59Z", "Pacific/Apia") == "2011-12-29");
        CHECK(day_of("2011-12-30T10:00:00Z", "Pacific/Apia") == "2011-12-31");
    }
    SECTION("a day whose midnight was skipped begins when the clocks go on")
    {
        CHECK(date_of("2018-11-04", "America/Sao_Paulo") == "2018-11-04T03:00:00.000Z");
        CHECK(skipped("2018-11-04T00:30", "America/Sao_Paulo"));
    }
}

TEST_CASE("rules of today go on behind the years that the database spells out",
          "[mapping][transform][dates]")
{
    CHECK(date_of("2050-01-05T10:00", "Europe/Berlin") == "2050-01-05T09:00:00.000Z");
    CHECK(date_of("2050-07-05T10:00", "Europe/Berlin") == "2050-07-05T08:00:00.000Z");
    CHECK(date_of("2050-03-27T02:30", "Europe/Berlin").find("skip it") != std::string::npos);
    CHECK(date_of("2050-10-30T02:30", "Europe/Berlin") == "2050-10-30T00:30:00.000Z");
    CHECK(date_of("9999-07-05T10:00", "America/New_York") == "9999-07-05T14:00:00.000Z");
    CHECK(date_of("2100-01-05T10:00", "Australia/Lord_Howe") == "2100-01-04T23:00:00.000Z");
    CHECK(date_of("2100-07-05T10:00", "Asia/Tokyo") == "2100-07-05T01:00:00.000Z");
}

TEST_CASE("day is the date in the zone", "[mapping][transform][dates]")
{
    CHECK(day_of("2026-01-05T23:30:00Z") == "2026-01-05");
    CHECK(day_of("2026-01-05T23:30:00Z", "Europe/Berlin") == "2026-01-06");
    CHECK(day_of("2026-01-05T02:00:00Z", "America/New_York") == "2026-01-04");
    CHECK(day_of("2026-01-05", "America/New_York") == "2026-01-05");
    CHECK(day_of("2026-01-05T23:30", "America/New_York") == "2026-01-05");
    CHECK(text_of(chain("day").forward(number("1783092412757"))) == "2026-07-03");
    CHECK(text_of(chain("formatDateShort").backward(text("2026-01-05T10:00Z"))) == "2026-01-05");
}

TEST_CASE("dates stay what they are when transformed again", "[mapping][transform][dates]")
{
    for (const std::string zone : {"UTC", "Europe/Berlin", "Pacific/Apia", "-12:00"}) {
        for (const std::string any : {"2026-10-25T02:30", "2011-12-31", "2026-01-05T10:00:00Z"}) {
            for (const std::string name : {"date", "day"}) {
                const auto once = value_of(chain(name, {zone}).forward(text(any)));
                CHECK(value_of(chain(name, {zone}).forward(once)) == once);
                CHECK(value_of(chain(name, {zone}).backward(text(any))) == once);
            }
        }
    }
}

TEST_CASE("zones are checked when the mapping is saved", "[mapping][transform][dates]")
{
    for (const std::string name : {"UTC", "Europe/Berlin", "EST5EDT", "+02:00", "-0330", "+14"}) {
        CHECK(refusal_of("date", {name}).empty());
        CHECK(refusal_of("day", {name}).empty());
    }
    CHECK(refusal_of("date", {"Europe/Berlni"}) ==
          "unknown time zone 'Europe/Berlni'; did you mean 'Europe/Berlin'?");
    for (const std::string wrong : {"",
                                    "localtime",
                                    "Mars",
                                    "europe/berlin",
                                    "../../../etc/passwd",
                                    "right/Europe/Berlin",
                                    "+24:00",
                                    "+2",
                                    "Europe"}) {
        CHECK(refusal_of("day", {wrong}).starts_with("unknown time zone"));
    }
    CHECK(refusal_of("date", {std::string(100'000, 'E')}).size() < 200);
}

TEST_CASE("the machine's own zone plays no part", "[mapping][transform][dates]")
{
    const char* before = std::getenv("TZ");
    const std::string saved = before == nullptr ? "" : before;
    for (const auto* zone : {"America/New_York", "Pacific/Apia", "garbage"}) {
        ::setenv("TZ", zone, 1);
        ::tzset();
        CHECK(date_of("2026-01-05T10:00") == "2026-01-05T10:00:00.000Z");
        CHECK(date_of("2026-07-05T10:00", "Europe/Berlin") == "2026-07-05T08:00:00.000Z");
        CHECK(day_of("2026-01-05T23:30:00Z") == "2026-01-05");
    }
    before == nullptr ? ::unsetenv("TZ") : ::setenv("TZ", saved.c_str(), 1);
    ::tzset();
}
