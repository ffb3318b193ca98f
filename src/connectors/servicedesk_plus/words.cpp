#include "words.hpp"

#include "syncctl/base/text.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cstdint>

namespace syncctl::connectors::servicedesk_plus {

namespace {

constexpr std::size_t k_most_id_digits = 19;
/// The end of the year 9999: later ones have no form of four digits.
constexpr std::int64_t k_latest_ms = 253'402'300'799'999;
constexpr std::size_t k_most_time_digits = 15;

} // namespace

bool can_be_id(std::string_view id)
{
    return base::is_decimal(id, k_most_id_digits) && id.front() != '0';
}

std::optional<std::string> id_member(const nlohmann::json& object)
{
    const auto& value = member(object, "id");
    auto text = value.is_number_integer() ? value.dump() : text_member(object, "id");
    return can_be_id(text) ? std::optional{std::move(text)} : std::nullopt;
}

bool is_lower_id(std::string_view one, std::string_view other)
{
    return one.size() != other.size() ? one.size() < other.size() : one < other;
}

std::optional<base::Timestamp> time_of(const nlohmann::json& datetime)
{
    const auto& value = member(datetime, "value");
    const auto text = value.is_number_integer() ? value.dump() : text_member(datetime, "value");
    base::Timestamp time;
    if (!base::is_decimal(text, k_most_time_digits)) {
        return std::nullopt;
    }
    std::from_chars(text.data(), text.data() + text.size(), time.ms);
    return time.ms > 0 && time.ms <= k_latest_ms ? std::optional{time} : std::nullopt;
}

std::optional<base::Timestamp> time_member(const nlohmann::json& object, std::string_view key)
{
    return time_of(member(object, key));
}

} // namespace syncctl::connectors::servicedesk_plus
