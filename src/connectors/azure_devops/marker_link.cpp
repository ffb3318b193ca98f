#include "marker_link.hpp"

#include "percent.hpp"
#include "words.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>

namespace syncctl::connectors::azure_devops {

namespace {

using nlohmann::json;

constexpr std::string_view k_beginning = "https://syncctl.invalid/item/";
constexpr std::string_view k_hyperlink = "Hyperlink";
constexpr std::size_t k_longest_url = 2048;
constexpr std::size_t k_longest_comment = 255;
constexpr std::size_t k_most_relations = 20'000;

/// The service numbers relations in the order in which they were made.
std::int64_t number_of(const json& relation)
{
    const auto& id = member(member(relation, "attributes"), "id");
    return id.is_number_integer() ? id.get<std::int64_t>()
                                  : std::numeric_limits<std::int64_t>::max();
}

std::string marker_of(const json& relation)
{
    if (!same_name(text_member(relation, "rel", 128), k_hyperlink)) {
        return {};
    }
    const auto url = text_member(relation, "url", k_longest_url + 1);
    if (url.size() > k_longest_url || !starts_with_name(url, k_beginning)) {
        return {};
    }
    return percent_decoded(std::string_view{url}.substr(k_beginning.size())).value_or("");
}

} // namespace

json marker_relation(const std::string& marker)
{
    const auto comment = base::first_code_points(marker, k_longest_comment);
    return {{"rel", k_hyperlink},
            {"url", fmt::format("{}{}", k_beginning, percent_encoded(marker))},
            {"attributes", {{"comment", comment}}}};
}

std::string marker_in(const json& relations)
{
    std::string oldest;
    auto oldest_number = std::numeric_limits<std::int64_t>::max();
    std::size_t looked_at = 0;
    for (const auto& relation : array_or_nothing(relations)) {
        if (++looked_at > k_most_relations) {
            break;
        }
        auto marker = marker_of(relation);
        if (!marker.empty() && (oldest.empty() || number_of(relation) < oldest_number)) {
            oldest = std::move(marker);
            oldest_number = number_of(relation);
        }
    }
    return oldest;
}

} // namespace syncctl::connectors::azure_devops
