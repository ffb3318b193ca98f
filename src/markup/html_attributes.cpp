#include "html_attributes.hpp"

#include <algorithm>

namespace syncctl::markup {

std::string_view view(const xmlChar* text)
{
    return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

std::string_view Attributes::find(std::string_view name) const
{
    for (const auto* const* pair = m_pairs; pair != nullptr && *pair != nullptr; pair += 2) {
        if (view(pair[0]) == name) {
            return view(pair[1]);
        }
    }
    return {};
}

bool Attributes::has(std::string_view name) const
{
    for (const auto* const* pair = m_pairs; pair != nullptr && *pair != nullptr; pair += 2) {
        if (view(pair[0]) == name) {
            return true;
        }
    }
    return false;
}

std::uint32_t Attributes::number(std::string_view name, std::uint32_t most) const
{
    const auto digits = find(name);
    std::uint32_t value = 0;
    if (digits.empty() || digits.size() > 9) {
        return 0;
    }
    for (const char c : digits) {
        if (c < '0' || c > '9') {
            return 0;
        }
        value = value * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return value <= most ? value : 0;
}

bool contains_word(std::string_view style, std::string_view property, std::string_view value)
{
    const auto at = style.find(property);
    if (at == std::string_view::npos) {
        return false;
    }
    auto rest = style.substr(at + property.size());
    rest = rest.substr(std::min(rest.size(), rest.find_first_not_of(" :")));
    return rest.starts_with(value);
}

Align align_of(const Attributes& attributes)
{
    const auto align = attributes.find("align");
    const auto style = attributes.find("style");
    const auto is = [&](std::string_view value) {
        return align == value || contains_word(style, "text-align", value);
    };
    return is("left")     ? Align::left
           : is("center") ? Align::center
           : is("right")  ? Align::right
                          : Align::none;
}

std::string language_of(const Attributes& attributes)
{
    constexpr std::string_view k_prefix = "language-";
    const auto classes = attributes.find("class");
    return classes.starts_with(k_prefix) ? std::string{classes.substr(k_prefix.size())}
                                         : std::string{};
}

} // namespace syncctl::markup
