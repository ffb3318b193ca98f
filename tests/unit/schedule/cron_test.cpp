// tests/data/cron/good.txt and bad.txt hold the expressions; good.txt was worked out by watching a
// wall clock minute by minute (expected.py), not by this code.

#include "syncctl/schedule/cron.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace syncctl::test {

namespace {

using schedule::Cron;
using schedule::CronProblem;
using schedule::Zone;

std::string trimmed(const std::string& text)
{
    const auto begin = text.find_first_not_of(' ');
    return begin == std::string::npos ? std::string{}
                                      : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// The lines of a file, cut at ` | `.
std::vector<std::vector<std::string>> lines_of(const std::string& name)
{
    std::ifstream in{std::string{SYNCCTL_TEST_DATA} + "/cron/" + name};
    std::vector<std::vector<std::string>> lines;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() == '#') {
            continue;
        }
        std::vector<std::string> parts;
        for (std::size_t at = 0; at != std::string::npos;) {
            const auto end = line.find(" | ", at);
            parts.push_back(trimmed(line.substr(at, end - at)));
            at = end == std::string::npos ? end : end + 3;
        }
        lines.push_back(std::move(parts));
    }
    return lines;
}

/// `\xNN` becomes the octet.
std::string unescaped(const std::string& text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.compare(i, 2, "\\x") == 0) {
            result += static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16));
            i += 3;
        } else {
            result += text[i];
        }
    }
    return result;
}

base::Timestamp moment(std::string text)
{
    text.insert(text.size() - 1, ".000");
    return base::parse_utc(text).value();
}

Cron cron(const std::string& text)
{
    return std::get<Cron>(Cron::parsed(text));
}

CronProblem problem(const std::string& text)
{
    return std::get<CronProblem>(Cron::parsed(text));
}

Zone zone(const std::string& name)
{
    return std::get<Zone>(Zone::named(name));
}

std::string next(const std::string& expression, const std::string& name, const std::string& after)
{
    const auto comes = cron(expression).next_after(moment(after), zone(name));
    return comes ? base::format_utc(*comes) : "never";
}

} // namespace

TEST_CASE("an expression comes when a clock on the wall says so", "[schedule]")
{
    const auto lines = lines_of("good.txt");
    REQUIRE(lines.size() >= 200);
    for (const auto& line : lines) {
        INFO(line.at(0) << " in " << line.at(1) << " after " << line.at(2));
        REQUIRE(line.size() == 4);
        CHECK(next(line[0], line[1], line[2]) == base::format_utc(moment(line[3])));
    }
}

TEST_CASE("what is no expression is refused with the place and the reason", "[schedule]")
{
    const auto lines = lines_of("bad.txt");
    REQUIRE(lines.size() >= 200);
    for (const auto& line : lines) {
        INFO(line.at(0));
        REQUIRE(line.size() == 3);
        const auto read = Cron::parsed(unescaped(line[0]));
        REQUIRE(std::holds_alternative<CronProblem>(read));
        const auto& found = std::get<CronProblem>(read);
        CHECK(found.column == std::stoul(line[1]));
        INFO(found.message);
        CHECK(found.message.find(line[2]) != std::string::npos);
    }
}

TEST_CASE("a refusal says what to type instead", "[schedule]")
{
    CHECK(problem("5/15 * * * *").hint == "a step follows '*' or a range: */15 or 0-59/15");
    CHECK(problem("0 22-2 * * *").hint == "two ranges: 22-23,0-2");
    CHECK(problem("0 0 * * monday").hint == "write MON");
    CHECK(problem("0 0 * * Mo").hint == "names are SUN, MON, TUE, WED, THU, FRI, SAT");
    CHECK(problem("0 0 ? * *").hint == "write '*'");
    CHECK(problem("0 0 30 FEB *").hint == "FEB has 29 days at most");
    CHECK(problem("@dayly").hint == "did you mean @daily?");
    CHECK(problem("0 2 * *").hint.find("'30 2 * * *'") != std::string::npos);
    CHECK(problem("TZ=UTC 0 2 * * *").hint == "the time zone is given with --time-zone");
    CHECK(problem("noon * * * *").hint == "use numbers from 0 to 59");
}

TEST_CASE("blanks and tabs may stand around the fields", "[schedule]")
{
    CHECK(next(" \t0  2\t* *   * ", "UTC", "2026-11-26T00:00:00Z") == "2026-11-26T02:00:00.000Z");
    CHECK(problem("  61 * * * *").column == 3);
    CHECK(problem("*   *   25,x * *").column == 12);
}

TEST_CASE("an expression may be 256 characters long", "[schedule]")
{
    std::string list{"0"};
    while (list.size() + 2 + 8 <= 256) {
        list += ",0";
    }
    list += std::string(256 - list.size() - 8, ' ') + " * * * *";
    REQUIRE(list.size() == 256);
    CHECK(std::holds_alternative<Cron>(Cron::parsed(list)));
    CHECK(problem(list + " ").message == "it is longer than 256 characters");
    CHECK(problem(std::string(1U << 20U, ',')).column == 257);
}

TEST_CASE("rules of summer time hold beyond what the time zone database spells out", "[schedule]")
{
    CHECK(next("30 2 * * *", "Europe/Berlin", "2050-07-01T12:00:00Z") ==
          "2050-07-02T00:30:00.000Z");
    CHECK(next("30 2 * * *", "Europe/Berlin", "2050-03-26T12:00:00Z") ==
          "2050-03-27T01:00:00.000Z");
}

TEST_CASE("what comes after the year 9999 does not come", "[schedule]")
{
    CHECK(next("0 0 1 1 *", "UTC", "9998-12-31T23:59:00Z") == "9999-01-01T00:00:00.000Z");
    CHECK(next("0 0 1 1 *", "UTC", "9999-12-31T23:59:00Z") == "never");
}

TEST_CASE("a 29 February that is a certain day of the week is waited for across 2100", "[schedule]")
{
    // `*/7` begins with a star, so both have to agree; it is Sunday only.
    CHECK(next("0 0 29 2 */7", "UTC", "2088-03-01T00:00:00Z") == "2128-02-29T00:00:00.000Z");
}

} // namespace syncctl::test
