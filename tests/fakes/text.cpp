#include "fakes/text.hpp"

#include <algorithm>

namespace syncctl::fakes {

namespace {

char lower_char(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

std::string lower(std::string_view text)
{
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), lower_char);
    return result;
}

bool same_text(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return lower_char(x) == lower_char(y);
    });
}

} // namespace syncctl::fakes
