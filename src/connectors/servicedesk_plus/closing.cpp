#include "closing.hpp"

#include "words.hpp"

#include <algorithm>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

bool is_closure(std::string_view field)
{
    return field == k_closure_code || field == k_closure_comments;
}

/// What is told at closing: by the mapping, else by the settings. Empty: nothing.
model::Fields closure_of(const model::Fields& given, const Options& options)
{
    model::Fields closure;
    const auto add = [&](std::string_view field, const std::string& setting) {
        const auto mapped = text_of(given, field);
        const auto& text = mapped.empty() ? setting : mapped;
        if (!text.empty()) {
            closure.emplace(field, text);
        }
    };
    add(k_closure_code, options.closure_code);
    add(k_closure_comments, options.closure_comments);
    return closure;
}

} // namespace

std::string text_of(const model::Fields& fields, std::string_view field)
{
    const auto* text = std::get_if<std::string>(&model::value_of(fields, field));
    return text == nullptr ? std::string{} : *text;
}

bool is_over(model::StatusCategory category)
{
    return category == model::StatusCategory::completed ||
           category == model::StatusCategory::removed;
}

const std::string* CloseRoute::next(const std::vector<std::string>& tried) const
{
    const auto untried =
        std::find_if(m_spellings.begin(), m_spellings.end(), [&](const auto& spelling) {
            return std::find(tried.begin(), tried.end(), spelling) == tried.end();
        });
    return untried == m_spellings.end() ? nullptr : &*untried;
}

std::vector<WriteStep> steps_of(WriteKind first,
                                const model::Fields& fields,
                                const model::Fields& given,
                                const std::string& current,
                                const Options& options,
                                const StatusCategories& categories)
{
    const auto status = text_of(fields, k_status);
    auto closure = closure_of(given, options);
    if (closure.empty() || status.empty() ||
        categories(status) != model::StatusCategory::completed ||
        (!current.empty() && is_over(categories(current)))) {
        return {{first, fields}};
    }
    auto others = fields;
    std::erase_if(others, [](const auto& field) {
        return field.first == k_status || is_closure(field.first);
    });
    std::vector<WriteStep> steps;
    if (first == WriteKind::create || !others.empty()) {
        steps.push_back({first, std::move(others)});
    }
    closure.emplace(k_status, status);
    steps.push_back({WriteKind::close, std::move(closure)});
    return steps;
}

std::vector<WriteStep> reopening_steps(const model::Fields& fields,
                                       const StatusCategories& categories)
{
    const auto status = text_of(fields, k_status);
    if (status.empty() || fields.size() < 2 || is_over(categories(status))) {
        return {};
    }
    auto others = fields;
    others.erase(std::string{k_status});
    return {{WriteKind::edit, {{std::string{k_status}, status}}},
            {WriteKind::edit, std::move(others)}};
}

std::variant<nlohmann::json, Refused> closing_body(const WriteStep& step,
                                                   const BodyContext& context)
{
    auto closure = step.fields;
    closure.erase(std::string{k_status});
    auto body = body_of(closure, context);
    if (auto* content = std::get_if<nlohmann::json>(&body)) {
        (*content)["closure_info"]["requester_ack_resolution"] = true;
    }
    return body;
}

} // namespace syncctl::connectors::servicedesk_plus
