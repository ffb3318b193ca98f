#include "conflict_values.hpp"

#include "names.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace syncctl::app {

namespace {

constexpr std::array<std::string_view, 3> k_arrows{" <-> ", " -> ", " <- "};

model::List split_list(const std::string& text)
{
    model::List list;
    std::size_t start = 0;
    while (start <= text.size() && !text.empty()) {
        const auto comma = std::min(text.find(',', start), text.size());
        auto first = text.find_first_not_of(' ', start);
        first = std::min(first, comma);
        auto last = comma;
        while (last > first && text[last - 1] == ' ') {
            --last;
        }
        if (last > first) {
            list.push_back(text.substr(first, last - first));
        }
        start = comma + 1;
    }
    return list;
}

} // namespace

model::BothSides<std::string> references_of(const std::string& rule)
{
    for (const auto arrow : k_arrows) {
        const auto at = rule.find(arrow);
        if (at != std::string::npos) {
            return {rule.substr(0, at), rule.substr(at + arrow.size())};
        }
    }
    return {rule, rule};
}

bool is_about(const model::Conflict& conflict, std::string_view field)
{
    const auto references = references_of(conflict.field);
    return field.empty() || field == conflict.field || field == references.source ||
           field == references.target;
}

void require_waiting(const store::ConflictView& view)
{
    const auto& conflict = view.conflict;
    if (conflict.resolution.empty()) {
        return;
    }
    throw Error{ErrorCode::failed,
                fmt::format("conflict {} is resolved already ({}, by {}, {})",
                            conflict.id.value,
                            conflict.resolution,
                            conflict.resolved_by,
                            base::format_utc(conflict.resolved_at)),
                fmt::format("syncctl conflicts show {}", conflict.id.value)};
}

void require_field(const model::Conflict& conflict, const std::string& field)
{
    if (is_about(conflict, field)) {
        return;
    }
    throw Error{ErrorCode::usage,
                fmt::format("conflict {} is about {}, not {}",
                            conflict.id.value,
                            conflict.field.empty() ? std::string{to_string(conflict.type)}
                                                   : shown(conflict.field),
                            shown(field)),
                fmt::format("syncctl conflicts show {}", conflict.id.value)};
}

model::Value value_for(model::FieldType type, const std::string& field, const std::string& text)
{
    switch (type) {
    case model::FieldType::number:
        try {
            return model::number_from_text(text);
        } catch (const Error&) {
            throw Error{ErrorCode::usage,
                        fmt::format("{}: {} is not a number", shown(field), shown(text))};
        }
    case model::FieldType::boolean:
        if (text != "true" && text != "false") {
            throw Error{ErrorCode::usage,
                        fmt::format("{}: {} is neither true nor false", shown(field), shown(text))};
        }
        return text == "true";
    case model::FieldType::list:
        return split_list(text);
    default:
        return text;
    }
}

} // namespace syncctl::app
