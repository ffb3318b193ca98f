#include "suggest/samples.hpp"

#include "text_functions.hpp"
#include "utf8.hpp"

#include "syncctl/mapping/transform.hpp"

#include <algorithm>
#include <variant>

namespace syncctl::mapping {
namespace {

using model::Side;

constexpr std::size_t k_compared_octets = 1000;

/// Title -> item, for titles that one item alone has.
std::map<std::string, const model::WorkItem*> by_title(const std::vector<model::WorkItem>& items,
                                                       const std::string& type,
                                                       const std::string& title)
{
    std::map<std::string, const model::WorkItem*> found;
    for (const auto& item : items) {
        const auto text = comparable_text(model::field_of(item, title));
        if (item.type == type && !text.empty()) {
            const auto [entry, is_new] = found.emplace(text, &item);
            entry->second = is_new ? &item : nullptr;
        }
    }
    return found;
}

} // namespace

std::string comparable_text(const model::Value& value)
{
    const auto text = model::to_text(value);
    return to_lower(trimmed(std::string_view{text}.substr(0, k_compared_octets)));
}

SampleEvidence::SampleEvidence(const SuggestRequest& request,
                               const TypePair& pair,
                               const model::BothSides<std::string>& titles)
{
    const auto targets = by_title(request.sides.target.samples, pair.target->name, titles.target);
    for (const auto& [title, item] :
         by_title(request.sides.source.samples, pair.source->name, titles.source)) {
        const auto partner = targets.find(title);
        if (item != nullptr && partner != targets.end() && partner->second != nullptr) {
            m_items.emplace_back(item, partner->second);
        }
    }
}

int SampleEvidence::Share::bonus() const
{
    constexpr int k_enough = 5;
    return compared == 0 ? 0 : (200 * equal / compared - 100) * std::min(compared, k_enough) / 25;
}

std::optional<SampleEvidence::Share> SampleEvidence::share(const model::FieldMappingRow& row) const
{
    Share share;
    if (m_items.empty()) {
        return std::nullopt;
    }
    const Chain chain{row.chain};
    const auto to = model::points_to(row.arrow, Side::target) ? Side::target : Side::source;
    for (const auto& [source, target] : m_items) {
        const auto from_source = model::field_of(*source, row.source_field);
        const auto from_target = model::field_of(*target, row.target_field);
        if (model::is_null(from_source) || model::is_null(from_target)) {
            continue;
        }
        ++share.compared;
        const auto result = chain.towards(to, to == Side::target ? from_source : from_target);
        const auto* value = std::get_if<model::Value>(&result);
        const auto& there = to == Side::target ? from_target : from_source;
        const bool is_equal = value != nullptr && comparable_text(*value) == comparable_text(there);
        share.equal += is_equal ? 1 : 0;
    }
    return share.compared == 0 ? std::nullopt : std::optional{share};
}

} // namespace syncctl::mapping
