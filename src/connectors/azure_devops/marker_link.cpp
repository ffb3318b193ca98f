#include "marker_link.hpp"

#include "web/percent.hpp"
#include "words.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace syncctl::connectors::azure_devops {

namespace {

using nlohmann::json;

/// Where the partner has no address of its own: a name that never leads anywhere (RFC 2606).
constexpr std::string_view k_nowhere = "https://syncctl.invalid/item";
/// A browser keeps what follows to itself, so that the link leads to the partner.
constexpr std::string_view k_mark = "#syncctl=";
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

/// It was put together by another connector; nothing but a plain address may come before the mark.
bool is_web_address(std::string_view address)
{
    return (address.starts_with("https://") || address.starts_with("http://")) &&
           std::all_of(address.begin(), address.end(), [](char c) {
               return c > ' ' && static_cast<unsigned char>(c) < 127 && c != '#' && c != '"' &&
                      c != '<' && c != '>';
           });
}

std::string comment_of(const std::string& marker)
{
    return std::string{base::first_code_points(marker, k_longest_comment)};
}

std::string marker_of(const json& relation)
{
    if (!same_name(text_member(relation, "rel", 128), k_hyperlink)) {
        return {};
    }
    const auto url = text_member(relation, "url", k_longest_url + 1);
    const auto mark = url.find(k_mark);
    if (url.size() > k_longest_url || mark == std::string::npos) {
        return {};
    }
    auto marker = percent_decoded(std::string_view{url}.substr(mark + k_mark.size())).value_or("");
    // Somebody may have followed the link and put the address of that page into another item.
    return comment_of(marker) == text_member(member(relation, "attributes"), "comment", 1000)
               ? marker
               : std::string{};
}

} // namespace

json marker_relation(const std::string& marker, const std::string& origin_address)
{
    const auto mark = fmt::format("{}{}", k_mark, percent_encoded(marker));
    const bool leads_there =
        is_web_address(origin_address) && origin_address.size() + mark.size() <= k_longest_url;
    return {{"rel", k_hyperlink},
            {"url", fmt::format("{}{}", leads_there ? origin_address : k_nowhere, mark)},
            {"attributes", {{"comment", comment_of(marker)}}}};
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
