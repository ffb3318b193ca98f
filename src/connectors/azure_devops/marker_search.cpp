#include "marker_search.hpp"

#include "id_pages.hpp"
#include "wiql.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace syncctl::connectors::azure_devops {

namespace {

/// How far two clocks may be apart without an item being missed.
constexpr std::int64_t k_clock_margin_ms = 24LL * 60 * 60 * 1000;
/// Markers in one query.
constexpr std::size_t k_markers = 50;

std::string with_markers(std::span<const model::Intent> intents, const std::string& field)
{
    std::vector<std::string> literals;
    literals.reserve(intents.size());
    for (const auto& intent : intents) {
        literals.push_back(wiql_literal(intent.marker));
    }
    return fmt::format("{} IN ({})", wiql_field(field), fmt::join(literals, ", "));
}

/// The older of two items with the same marker is ours: the other one is a copy that somebody made.
bool is_older(const model::WorkItem& one, const model::WorkItem& other)
{
    return one.id.size() != other.id.size() ? one.id.size() < other.id.size() : one.id < other.id;
}

} // namespace

std::string condition_for(std::span<const model::Intent> intents,
                          const std::string& marker_field,
                          base::Timestamp now)
{
    if (!marker_field.empty()) {
        return with_markers(intents, marker_field);
    }
    // The address of a hyperlink cannot be asked for, but when an item was made can, and that no
    // one can edit. The count of links is left out: it may be computed later than the item.
    std::optional<base::Timestamp> first;
    for (const auto& intent : intents) {
        first = std::min(first.value_or(intent.first_sent_at), intent.first_sent_at);
    }
    const auto since = first.value_or(base::Timestamp{}).ms - k_clock_margin_ms;
    const bool is_usable = since > 0 && (now.ms == 0 || since <= now.ms);
    return fmt::format("[{}] >= {}",
                       k_created_date,
                       wiql_literal(is_usable ? base::Timestamp{since} : base::Timestamp{0}));
}

std::vector<SettleResult> search_markers(Api& api,
                                         const std::string& project,
                                         Reader& reader,
                                         std::span<const model::Intent> intents,
                                         const std::string& marker_field,
                                         base::Timestamp now)
{
    std::map<std::string, std::optional<model::WorkItem>> wanted;
    for (const auto& intent : intents) {
        wanted.emplace(intent.marker, std::nullopt);
    }
    const auto step = marker_field.empty() ? intents.size() : k_markers;
    for (std::size_t start = 0; start < intents.size(); start += step) {
        const auto some = intents.subspan(start, std::min(step, intents.size() - start));
        const auto ids = query_ids(api, project, condition_for(some, marker_field, now));
        for (std::size_t at = 0; at < ids.size(); at += k_batch) {
            const std::span page{ids.data() + at, std::min(k_batch, ids.size() - at)};
            for (auto& parsed : reader.items(page)) {
                auto* item = std::get_if<model::WorkItem>(&parsed);
                const auto found = item == nullptr ? wanted.end() : wanted.find(item->marker);
                if (found != wanted.end() && (!found->second || is_older(*item, *found->second))) {
                    found->second = std::move(*item);
                }
            }
        }
    }
    std::vector<SettleResult> results;
    results.reserve(intents.size());
    for (const auto& intent : intents) {
        const auto& found = wanted.at(intent.marker);
        results.push_back(found ? SettleResult{Found{*found}} : SettleResult{NotYetKnowable{}});
    }
    return results;
}

} // namespace syncctl::connectors::azure_devops
