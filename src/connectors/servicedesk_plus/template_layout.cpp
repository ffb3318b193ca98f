#include "template_layout.hpp"

#include "catalogue.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;

/// One call each, and the cloud takes few in a minute.
constexpr std::size_t k_most_templates = 20;
constexpr std::size_t k_longest_name = 256;

/// What every request gets when nobody says otherwise.
constexpr std::array<std::string_view, 4> k_filled{
    "requester", "status", "template", "request_type"};

Call layout_call(const std::string& id)
{
    Call call;
    call.path = {"request_templates", id, "_get_template_with_layout"};
    call.is_optional = true;
    return call;
}

const json& layouts_of(const json& body)
{
    const auto& own = member(body, "layouts");
    return own.is_array() ? own : member(member(body, "request_template"), "layouts");
}

bool is_wanted(const json& row, const Options& options)
{
    return can_be_id(text_member(row, "id", 32)) && !flag_member(row, "inactive") &&
           (options.types_by == TypesBy::request_template || flag_member(row, "is_default"));
}

} // namespace

std::set<std::string, std::less<>> mandatory_in(const json& layouts)
{
    std::set<std::string, std::less<>> names;
    for (const auto& layout : array_or_nothing(layouts)) {
        for (const auto& section : array_or_nothing(member(layout, "sections"))) {
            for (const auto& field : array_or_nothing(member(section, "fields"))) {
                auto name = text_member(field, "name", k_longest_name);
                const bool is_filled =
                    std::find(k_filled.begin(), k_filled.end(), name) != k_filled.end() ||
                    !member(field, "default_value").is_null();
                if (flag_member(field, "mandatory") && !is_filled) {
                    names.insert(std::move(name));
                }
            }
        }
    }
    return names;
}

std::map<std::string, std::set<std::string, std::less<>>>
mandatory_fields(Api& api, const Options& options, base::Log& log)
{
    std::map<std::string, std::set<std::string, std::less<>>> mandatory;
    const auto rows = options.is_cloud() ? rows_of(api, {"request_templates"}) : std::nullopt;
    if (!rows) {
        log.detail("which fields the templates require is not told: a request without one is "
                   "refused when it is created");
        return mandatory;
    }
    std::vector<Call> calls;
    std::vector<std::string> names;
    for (const auto& row : *rows) {
        if (is_wanted(row, options) && calls.size() < k_most_templates) {
            calls.push_back(layout_call(text_member(row, "id", 32)));
            names.push_back(options.types_by == TypesBy::request_template
                                ? text_member(row, "name", k_longest_name)
                                : std::string{});
        }
    }
    const auto answers = api.send_all(calls);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (answers[i].is_good()) {
            mandatory[names[i]] = mandatory_in(layouts_of(answers[i].body));
        } else {
            log.detail(
                fmt::format("the layout of a template cannot be read: {}", answers[i].reason));
        }
    }
    return mandatory;
}

} // namespace syncctl::connectors::servicedesk_plus
