#include "entry.hpp"

#include "words.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using model::StatusCategory;
using nlohmann::json;

constexpr std::size_t k_longest_name = 256;
constexpr std::size_t k_most_shown = 5;

std::optional<bool> told_flag(const json& row, std::string_view key)
{
    const auto& value = member(row, key);
    return value.is_boolean() ? std::optional{value.get<bool>()} : std::nullopt;
}

bool is_of_requests(const json& row)
{
    const auto module = text_member(member(row, "module"), "name", k_longest_name);
    return module.empty() || same_name(module, "request") || same_name(module, "requests");
}

/// By the name that an installation has out of the box, or that people commonly give.
StatusCategory category_by_name(const Entry& status)
{
    constexpr std::array<std::pair<std::string_view, StatusCategory>, 12> k_usual{
        {{"Open", StatusCategory::proposed},
         {"New", StatusCategory::proposed},
         {"Resolved", StatusCategory::resolved},
         {"Closed", StatusCategory::completed},
         {"Completed", StatusCategory::completed},
         {"Done", StatusCategory::completed},
         {"Cancelled", StatusCategory::removed},
         {"Canceled", StatusCategory::removed},
         {"Rejected", StatusCategory::removed},
         {"Onhold", StatusCategory::in_progress},
         {"On Hold", StatusCategory::in_progress},
         {"Assigned", StatusCategory::in_progress}}};
    for (const auto& [name, category] : k_usual) {
        if (same_name(name, status.internal_name) || same_name(name, status.name)) {
            return category;
        }
    }
    return StatusCategory::in_progress;
}

} // namespace

std::optional<Entry> entry_of(const json& row, std::string_view parent)
{
    Entry entry;
    entry.id = id_member(row).value_or(std::string{});
    entry.name = text_member(row, "name", k_longest_name);
    if (entry.id.empty() || entry.name.empty() || flag_member(row, "deleted") ||
        flag_member(row, "inactive") || !is_of_requests(row)) {
        return std::nullopt;
    }
    entry.mail = text_member(row, "email_id", k_longest_name);
    if (!parent.empty()) {
        entry.parent = id_member(member(row, parent)).value_or(std::string{});
    }
    entry.internal_name = text_member(row, "internal_name", k_longest_name);
    entry.in_progress = told_flag(row, "in_progress");
    entry.stops_timer = told_flag(row, "stop_timer");
    return entry;
}

std::vector<const Entry*> entries_named(std::span<const Entry> entries, std::string_view name)
{
    std::vector<const Entry*> exact;
    std::vector<const Entry*> any_case;
    for (const auto& entry : entries) {
        if (entry.name == name) {
            exact.push_back(&entry);
        } else if (same_name(entry.name, name)) {
            any_case.push_back(&entry);
        }
    }
    return exact.empty() ? any_case : exact;
}

Refused no_such_entry(std::string_view field, std::string_view name, std::span<const Entry> entries)
{
    std::vector<std::string> names;
    for (const auto& entry : entries) {
        if (std::find(names.begin(), names.end(), entry.name) == names.end()) {
            names.push_back(entry.name);
        }
    }
    if (const auto nearest = base::closest_match(name, names)) {
        const auto found = std::find(names.begin(), names.end(), *nearest);
        std::rotate(names.begin(), found, std::next(found));
    }
    const auto all = names.size();
    names.resize(std::min(all, k_most_shown));
    auto reason = names.empty()
                      ? fmt::format("'{}': the tracker has no entry for this field", name)
                      : fmt::format("'{}' is not one of {}", name, fmt::join(names, ", "));
    if (all > names.size()) {
        reason += fmt::format(" and {} more", all - names.size());
    }
    return {.reason = std::move(reason), .field = std::string{field}};
}

StatusCategory category_of(const Entry& status, const Options& options)
{
    const auto usual = category_by_name(status);
    if (status.in_progress) {
        const bool is_over = usual == StatusCategory::resolved || usual == StatusCategory::removed;
        if (!*status.in_progress) {
            return is_over ? usual : StatusCategory::completed;
        }
        const bool is_new =
            usual == StatusCategory::proposed && !status.stops_timer.value_or(false);
        return is_new ? usual : StatusCategory::in_progress;
    }
    const auto& completed = options.completed_statuses;
    const bool is_named = std::any_of(completed.begin(), completed.end(), [&](const auto& name) {
        return same_name(name, status.name);
    });
    return is_named ? StatusCategory::completed : usual;
}

} // namespace syncctl::connectors::servicedesk_plus
