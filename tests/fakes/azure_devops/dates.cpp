#include "fakes/azure_devops/world.hpp"
#include "fakes/http_date.hpp"

#include <fmt/format.h>

#include <array>
#include <ctime>
#include <regex>

namespace syncctl::fakes {

namespace {

std::int64_t to_ms(int year, int month, int day, std::int64_t second_of_day)
{
    std::tm parts{};
    parts.tm_year = year - 1900;
    parts.tm_mon = month - 1;
    parts.tm_mday = day;
    return (static_cast<std::int64_t>(timegm(&parts)) + second_of_day) * 1000;
}

std::int64_t number(const std::smatch& match, std::size_t group)
{
    return match[group].matched && match[group].length() > 0 ? std::stoll(match[group].str()) : 0;
}

} // namespace

std::string wire_date(base::Timestamp time)
{
    std::string text = base::format_utc(time);
    text.pop_back();
    while (text.back() == '0') {
        text.pop_back();
    }
    if (text.back() == '.') {
        text.pop_back();
    }
    return text + "Z";
}

std::optional<ParsedDate> read_date(std::string_view view)
{
    static const std::regex k_form{
        R"((\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?(?:Z|([+-])(\d{2}):(\d{2}))?)?)"};
    const std::string text{view};
    std::smatch match;
    if (!std::regex_match(text, match, k_form)) {
        const auto time = read_http_date(text);
        return time ? std::optional{ParsedDate{.time = *time, .has_time = true}} : std::nullopt;
    }
    const std::string fraction = (match[7].matched ? match[7].str() : "") + "000";
    const std::int64_t offset =
        (number(match, 9) * 60 + number(match, 10)) * 60'000 * (match[8].str() == "-" ? -1 : 1);
    const std::int64_t day_seconds =
        number(match, 4) * 3600 + number(match, 5) * 60 + number(match, 6);
    return ParsedDate{.time = {to_ms(static_cast<int>(number(match, 1)),
                                     static_cast<int>(number(match, 2)),
                                     static_cast<int>(number(match, 3)),
                                     day_seconds) +
                               std::stoll(fraction.substr(0, 3)) - offset},
                      .has_time = match[4].matched};
}

} // namespace syncctl::fakes
