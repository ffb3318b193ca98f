#include "given_settings.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <charconv>

namespace syncctl::connectors {

std::string GivenSettings::text(const std::string& name) const
{
    const auto found = m_settings.find(name);
    return found == m_settings.end() ? std::string{} : found->second;
}

bool GivenSettings::flag(const std::string& name) const
{
    const auto value = text(name);
    if (value.empty() || value == "false") {
        return false;
    }
    if (value != "true") {
        refuse_setting(name, "it is true or false");
    }
    return true;
}

int GivenSettings::number(const std::string& name, int otherwise, int most, int least) const
{
    const auto value = text(name);
    if (value.empty()) {
        return otherwise;
    }
    int number = 0;
    const auto* end = value.data() + value.size();
    const auto result = std::from_chars(value.data(), end, number);
    if (result.ec != std::errc{} || result.ptr != end || number < least || number > most) {
        refuse_setting(name, fmt::format("it is a number from {} to {}", least, most));
    }
    return number;
}

void refuse_setting(std::string_view name, std::string_view problem)
{
    throw Error{ErrorCode::setting,
                fmt::format("setting '{}': {}", name, problem),
                fmt::format("--set {}=VALUE", name)};
}

} // namespace syncctl::connectors
