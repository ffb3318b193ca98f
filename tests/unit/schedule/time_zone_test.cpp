#include "syncctl/schedule/time_zone.hpp"

#include <catch2/catch.hpp>

namespace syncctl::test {

using schedule::machine_zone;
using schedule::Zone;

TEST_CASE("the machine's zone is what TZ names", "[schedule]")
{
    const auto [text, name] = GENERATE(table<std::string, std::string>(
        {{"Europe/Berlin", "Europe/Berlin"},
         {":Europe/Berlin", "Europe/Berlin"},
         {"/usr/share/zoneinfo/America/New_York", "America/New_York"},
         {":/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"},
         {"UTC", "UTC"},
         {"", "UTC"},
         {":", "UTC"}}));
    const auto zone = machine_zone(text);
    CHECK(zone.name == name);
    CHECK(zone.problem.empty());
}

TEST_CASE("a TZ that names no zone is UTC, and is told", "[schedule]")
{
    const auto* text = GENERATE("CET-1CEST,M3.5.0,M10.5.0/3",
                                "nowhere",
                                "../../etc/passwd",
                                "/etc/localtime",
                                "localtime",
                                "Europe/Berlin ",
                                "\x1b[31m");
    const auto zone = machine_zone(text);
    CHECK(zone.name == "UTC");
    CHECK(zone.problem.find("names no zone of the IANA database") != std::string::npos);
}

TEST_CASE("without TZ the machine's own zone is one that can be stored", "[schedule]")
{
    const auto zone = machine_zone(std::nullopt);
    CHECK(std::holds_alternative<Zone>(Zone::named(zone.name)));
}

TEST_CASE("a zone that is not known is refused with the closest one", "[schedule]")
{
    CHECK(std::get<std::string>(Zone::named("Europe/Berln")) ==
          "unknown time zone 'Europe/Berln'; did you mean 'Europe/Berlin'?");
}

} // namespace syncctl::test
