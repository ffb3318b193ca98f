#include "commands/findings.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;

namespace {

constexpr std::int64_t k_hour = 3'600'000;
constexpr base::Timestamp k_now{1'000 * k_hour};

std::vector<std::string> notes_for(std::int64_t hours_ago)
{
    app::MappingCheck check;
    check.against.source = {"dev", {k_now.ms - hours_ago * k_hour}};
    return cli::metadata_notes(check, k_now);
}

} // namespace

TEST_CASE("a check says how old the knowledge is that it rests on", "[cli]")
{
    CHECK(notes_for(0) == std::vector<std::string>{"checked against what dev offered just now"});
    CHECK(notes_for(-5) == notes_for(0)); // a clock that was set back
    CHECK(notes_for(1) == std::vector<std::string>{"checked against what dev offered 1 hour ago"});
    CHECK(notes_for(24) == std::vector<std::string>{"checked against what dev offered 1 day ago"});
    CHECK(notes_for(77) ==
          std::vector<std::string>{
              "checked against what dev offered 3 days ago; syncctl connector discover dev"});
}

TEST_CASE("a check says what it could not check", "[cli]")
{
    app::MappingCheck check;
    check.against.target.connector = "desk\x1b";
    const auto notes = cli::metadata_notes(check, k_now);
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].find("not checked: types, statuses, fields and values of desk\\x1b") == 0);
}
