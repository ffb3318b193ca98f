#include "syncctl/model/size.hpp"

namespace syncctl::model {

namespace {

constexpr std::size_t k_around_a_field = 100; ///< node of the map, names of usual length
constexpr std::size_t k_around_a_text = 32;

std::size_t octets_of(const Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value)) {
        return text->size();
    }
    std::size_t octets = 0;
    if (const auto* list = std::get_if<List>(&value)) {
        for (const auto& text : *list) {
            octets += k_around_a_text + text.size();
        }
    }
    return octets;
}

} // namespace

std::size_t octets_of(const WorkItem& item)
{
    std::size_t octets = sizeof(WorkItem) + item.id.size() + item.marker.size();
    for (const auto& [name, value] : item.fields) {
        octets += k_around_a_field + name.size() + octets_of(value);
    }
    return octets;
}

} // namespace syncctl::model
