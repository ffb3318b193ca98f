#include "fakes/http_date.hpp"

#include <array>
#include <ctime>
#include <regex>

namespace syncctl::fakes {

std::string http_date(base::Timestamp time)
{
    const std::time_t seconds = time.ms / 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    const std::size_t length =
        std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), length};
}

std::optional<base::Timestamp> read_http_date(const std::string& text)
{
    static const std::regex k_form{
        R"([A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT)"};
    static const std::string k_months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    std::smatch match;
    const auto month =
        std::regex_match(text, match, k_form) ? k_months.find(match[2].str()) : std::string::npos;
    if (month == std::string::npos) {
        return std::nullopt;
    }
    std::tm parts{};
    parts.tm_mday = std::stoi(match[1].str());
    parts.tm_mon = static_cast<int>(month / 3);
    parts.tm_year = std::stoi(match[3].str()) - 1900;
    parts.tm_hour = std::stoi(match[4].str());
    parts.tm_min = std::stoi(match[5].str());
    parts.tm_sec = std::stoi(match[6].str());
    return base::Timestamp{static_cast<std::int64_t>(timegm(&parts)) * 1000};
}

} // namespace syncctl::fakes
