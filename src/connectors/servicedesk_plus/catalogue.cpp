#include "catalogue.hpp"

#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;

constexpr std::size_t k_most_entries = 10'000;

/// Where the list behind a field is found (contract, section 6).
struct ListRoute {
    std::string_view field;
    std::string_view on_premises;
    std::string_view cloud;    ///< empty: one list per parent
    std::string_view parent{}; ///< field that the entries depend on
};

constexpr std::array<ListRoute, 14> k_routes{
    {{"status", "statuses", "statuses"},
     {"priority", "priorities", "priorities"},
     {"urgency", "urgencies", "urgencies"},
     {"impact", "impacts", "impacts"},
     {"level", "levels", "levels"},
     {"mode", "modes", "modes"},
     {"request_type", "request_types", "request_types"},
     {"template", "request_templates", "request_templates"},
     {"category", "categories", "categories"},
     {"subcategory", "subcategories", "", "category"},
     {"item", "items", "", "subcategory"},
     {"site", "sites", "sites"},
     {"group", "support_groups", "groups", "site"},
     {k_closure_code, "closure_codes", "closure_codes"}}};

const ListRoute* route_of(std::string_view field)
{
    const auto* const found = std::find_if(
        k_routes.begin(), k_routes.end(), [&](const auto& each) { return each.field == field; });
    return found == k_routes.end() ? nullptr : found;
}

/// The tracker does not give the list, to this user or at all; the next call may go well.
bool is_withheld(const Answer& answer)
{
    switch (answer.meaning) {
    case Meaning::signed_out: // a scope that the token does not have is answered in the same way
    case Meaning::forbidden:
    case Meaning::not_found:
    case Meaning::rejected:
        return true;
    case Meaning::failed:
        return answer.has_code(4004); // an unsupported query, too
    case Meaning::good:
    case Meaning::throttled:
    case Meaning::unreadable:
    case Meaning::not_sent:
    case Meaning::no_answer:
        break;
    }
    return false;
}

std::string text_of(const model::Fields& fields, std::string_view field)
{
    const auto* text = std::get_if<std::string>(&model::value_of(fields, field));
    return text == nullptr ? std::string{} : *text;
}

json by_id(const Entry& entry)
{
    return {{"id", entry.id}};
}

} // namespace

std::optional<std::vector<json>>
rows_of(Api& api, const std::vector<std::string>& path, const json& search)
{
    std::vector<json> rows;
    while (rows.size() < k_most_entries) {
        json list_info{{"row_count", k_most_rows}, {"start_index", rows.size() + 1}};
        if (!search.is_null()) {
            list_info["search_criteria"] = search;
        }
        auto call = list_call(path, std::move(list_info));
        call.is_optional = true;
        const auto answer = api.send(call);
        api.require_signed_in(); // the sign-in itself may have failed
        if (is_withheld(answer)) {
            return std::nullopt;
        }
        if (!answer.is_good()) {
            throw error_of(answer, api.caller());
        }
        const auto& page = member(answer.body, path.back());
        if (!page.is_array()) {
            throw api.unusable(fmt::format("list has no '{}'", path.back()));
        }
        rows.insert(rows.end(), page.begin(), page.end());
        if (page.empty() || !flag_member(member(answer.body, "list_info"), "has_more_rows")) {
            break;
        }
    }
    return rows;
}

const std::vector<Entry>* Catalogue::list(const std::string& key,
                                          const std::vector<std::string>& path,
                                          std::string_view parent)
{
    auto known = m_lists.find(key);
    if (known == m_lists.end()) {
        std::optional<std::vector<Entry>> entries;
        if (const auto rows = rows_of(m_api, path)) {
            entries.emplace();
            for (const auto& row : *rows) {
                if (auto entry = entry_of(row, parent)) {
                    entries->push_back(std::move(*entry));
                }
            }
        }
        known = m_lists.emplace(key, std::move(entries)).first;
    }
    return known->second ? &*known->second : nullptr;
}

const std::vector<Entry>* Catalogue::entries(std::string_view field)
{
    const auto* route = route_of(field);
    if (route == nullptr) {
        return nullptr;
    }
    const auto path = m_options.is_cloud() ? route->cloud : route->on_premises;
    return path.empty() ? nullptr : list(std::string{field}, {std::string{path}}, route->parent);
}

/// Those that a field takes now. The cloud has a list of its own for each category.
const std::vector<Entry>* Catalogue::candidates(std::string_view field, const std::string& parent)
{
    const auto* route = route_of(field);
    if (route == nullptr || !m_options.is_cloud() || !route->cloud.empty()) {
        return entries(field);
    }
    if (parent.empty()) {
        return nullptr;
    }
    const auto* above = field == "item" ? "subcategories" : "categories";
    return list(fmt::format("{} {}", field, parent),
                {above, parent, std::string{route->on_premises}},
                route->parent);
}

/// Id of what the entries of this field depend on; empty when it is none, or not known.
std::string Catalogue::parent_id(std::string_view field, const model::Fields& request)
{
    const auto* route = route_of(field);
    if (route == nullptr || route->parent.empty()) {
        return {};
    }
    const auto name = text_of(request, route->parent);
    if (name.empty()) {
        return {};
    }
    const auto resolved = reference(route->parent, name, request);
    const auto* found = std::get_if<json>(&resolved);
    return found == nullptr ? std::string{} : text_member(*found, "id", 32);
}

Reference
Catalogue::reference(std::string_view field, const std::string& name, const model::Fields& request)
{
    if (field == "technician") {
        return technician(name);
    }
    const auto parent = parent_id(field, request);
    const auto* all = candidates(field, parent);
    if (all == nullptr) {
        return json{{"name", name}};
    }
    const auto depends_on = route_of(field)->parent;
    std::vector<Entry> possible;
    std::copy_if(all->begin(), all->end(), std::back_inserter(possible), [&](const auto& entry) {
        // A group of no site serves all of them.
        return parent.empty() || entry.parent.empty() || entry.parent == parent;
    });
    auto named = entries_named(possible, name);
    if (named.empty() && field == "group") {
        named = entries_named(*all, name); // whether it serves the site is the tracker's word
    }
    if (named.empty()) {
        return no_such_entry(field, name, possible);
    }
    if (named.size() > 1 && !depends_on.empty()) {
        std::erase_if(named, [&](const auto* entry) { return entry->parent != parent; });
    }
    if (named.size() != 1 && !depends_on.empty()) {
        return Refused{.reason =
                           fmt::format("'{}' exists more than once: the {} tells which one is "
                                       "meant, so map that too",
                                       name,
                                       depends_on),
                       .field = std::string{field}};
    }
    return by_id(*named.front());
}

Reference Catalogue::technician(const std::string& text)
{
    const bool is_mail = text.find('@') != std::string::npos;
    const auto as_it_is = json{{is_mail ? "email_id" : "name", text}};
    auto known = m_technicians.find(text);
    if (known == m_technicians.end()) {
        const auto rows = !m_has_technicians ? std::nullopt
                                             : rows_of(m_api,
                                                       {"technicians"},
                                                       {{"field", is_mail ? "email_id" : "name"},
                                                        {"condition", "is"},
                                                        {"value", text}});
        if (!rows) {
            m_has_technicians = false;
            return as_it_is;
        }
        std::vector<Entry> found;
        for (const auto& row : *rows) {
            auto entry = entry_of(row);
            if (entry && same_name(is_mail ? entry->mail : entry->name, text)) {
                found.push_back(std::move(*entry));
            }
        }
        known = m_technicians.emplace(text, std::move(found)).first;
    }
    const auto& found = known->second;
    if (found.size() == 1) {
        return by_id(found.front());
    }
    return Refused{.reason = found.empty()
                                 ? fmt::format("the tracker has no technician '{}'", text)
                                 : fmt::format("{} technicians are called '{}': a mail address "
                                               "tells which one is meant",
                                               found.size(),
                                               text),
                   .field = "technician"};
}

const Entry* Catalogue::status_named(std::string_view name)
{
    const auto* statuses = entries(k_status);
    if (statuses == nullptr) {
        return nullptr;
    }
    const auto named = entries_named(*statuses, name);
    return named.empty() ? nullptr : named.front();
}

model::StatusCategory Catalogue::category_of_name(std::string_view status)
{
    const auto* known = status_named(status);
    return known != nullptr ? category_of(*known)
                            : category_of({.id = {}, .name = std::string{status}});
}

} // namespace syncctl::connectors::servicedesk_plus
