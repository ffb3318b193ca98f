#include "markdown_details.hpp"

#include "characters.hpp"

#include <algorithm>
#include <cstddef>

namespace syncctl::markup {

namespace {

/// The octets that md4c may have to look at for all uses of references.
constexpr std::size_t k_most_reference_octets = 1'000'000'000;

} // namespace

bool has_too_many_references(std::string_view markdown)
{
    if (markdown.find("]:") == std::string_view::npos) {
        return false;
    }
    const auto uses = std::count(markdown.begin(), markdown.end(), '[');
    return static_cast<std::size_t>(uses) * markdown.size() > k_most_reference_octets;
}

Align align_of(MD_ALIGN align)
{
    switch (align) {
    case MD_ALIGN_LEFT:
        return Align::left;
    case MD_ALIGN_CENTER:
        return Align::center;
    case MD_ALIGN_RIGHT:
        return Align::right;
    default:
        return Align::none;
    }
}

std::string text_of(const MD_ATTRIBUTE& attribute)
{
    std::string text;
    for (std::size_t i = 0; attribute.size > 0 && attribute.substr_offsets[i] < attribute.size;
         ++i) {
        const auto begin = attribute.substr_offsets[i];
        const std::string_view part{attribute.text + begin,
                                    attribute.substr_offsets[i + 1] - begin};
        if (attribute.substr_types[i] == MD_TEXT_ENTITY) {
            text += decoded_entity(part);
        } else {
            text += part;
        }
    }
    return text;
}

} // namespace syncctl::markup
