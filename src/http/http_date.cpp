#include "http_date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace syncctl::http {
namespace {

constexpr std::array<std::string_view, 12> k_months{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::size_t k_length = 29;

} // namespace

std::optional<base::Timestamp> parse_http_date(std::string_view text)
{
    if (text.size() != k_length || text.substr(3, 2) != ", " || text[7] != ' ' || text[11] != ' ' ||
        text.substr(16, 1) != " " || text.substr(25) != " GMT") {
        return std::nullopt;
    }
    const auto* const month = std::find(k_months.begin(), k_months.end(), text.substr(8, 3));
    if (month == k_months.end()) {
        return std::nullopt;
    }
    // parse_utc knows which days and times there are.
    return base::parse_utc(fmt::format("{}-{:02}-{}T{}.000Z",
                                       text.substr(12, 4),
                                       month - k_months.begin() + 1,
                                       text.substr(5, 2),
                                       text.substr(17, 8)));
}

} // namespace syncctl::http
