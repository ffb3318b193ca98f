#include "suggest/field_fit.hpp"

#include "suggest/known_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

namespace syncctl::mapping {
namespace {

using model::FieldInfo;
using model::FieldType;
using model::Side;

bool is_text(FieldType type)
{
    return type == FieldType::text || type == FieldType::html || type == FieldType::markdown;
}

/// What becomes of a pair of types.
struct Conversion {
    FieldType source;
    FieldType target;
    std::string_view step;     ///< empty: as it is
    std::string_view argument; ///< of the step; empty: none
    int percent;
    bool is_one_way; ///< towards the target only
};

constexpr std::array k_conversions{
    Conversion{FieldType::html, FieldType::html, "html", "", 100, false},
    Conversion{FieldType::html, FieldType::text, "html_text", "", 80, false},
    Conversion{FieldType::text, FieldType::html, "text_html", "", 85, false},
    Conversion{FieldType::markdown, FieldType::html, "markdown_html", "", 85, false},
    Conversion{FieldType::html, FieldType::markdown, "html_markdown", "", 85, false},
    Conversion{FieldType::markdown, FieldType::text, "markdown_text", "", 80, false},
    Conversion{FieldType::text, FieldType::markdown, "", "", 80, false},
    Conversion{FieldType::number, FieldType::text, "text", "", 80, false},
    Conversion{FieldType::text, FieldType::number, "number", "", 75, false},
    Conversion{FieldType::number, FieldType::choice, "text", "", 70, false},
    Conversion{FieldType::choice, FieldType::number, "number", "", 70, false},
    Conversion{FieldType::boolean, FieldType::text, "text", "", 80, false},
    Conversion{FieldType::text, FieldType::boolean, "boolean", "", 75, false},
    Conversion{FieldType::date, FieldType::text, "", "", 75, true},
    Conversion{FieldType::choice, FieldType::text, "", "", 75, true},
    Conversion{FieldType::list, FieldType::text, "join", ", ", 75, false},
    Conversion{FieldType::text, FieldType::list, "list", ",", 75, false},
};

const Conversion* conversion_between(FieldType source, FieldType target)
{
    const auto* found =
        std::find_if(k_conversions.begin(), k_conversions.end(), [=](const Conversion& candidate) {
            return candidate.source == source && candidate.target == target;
        });
    return found == k_conversions.end() ? nullptr : found;
}

model::TransformStep step(std::string_view name, std::string_view argument = {})
{
    model::TransformStep made;
    made.name = name;
    if (!argument.empty()) {
        made.arguments.emplace_back(argument);
    }
    return made;
}

std::string types_text(const FieldInfo& source, const FieldInfo& target)
{
    return source.type == target.type ? std::string{model::to_string(source.type)}
                                      : fmt::format("{} here, {} there",
                                                    model::to_string(source.type),
                                                    model::to_string(target.type));
}

/// Cuts what is too long for the side with the smaller limit. Cut HTML would be broken: its limit
/// is left to the linter's warning.
void add_length(const FieldInfo& source, const FieldInfo& target, FieldFit& fit)
{
    const auto is_limited = [](const FieldInfo& field) {
        return field.max_length && *field.max_length > 0 && field.type == FieldType::text;
    };
    std::optional<std::size_t> limit;
    for (const auto side : model::k_sides) {
        const auto& field = side == Side::source ? source : target;
        const auto& other = side == Side::source ? target : source;
        const bool needs_cut = model::points_to(fit.arrow, side) && is_limited(field) &&
                               is_text(other.type) &&
                               (!other.max_length || *other.max_length > *field.max_length);
        if (needs_cut) {
            limit = *field.max_length;
            fit.why += fmt::format(
                ", at most {} {}", *field.max_length, side == Side::target ? "there" : "here");
        }
    }
    if (limit) {
        fit.chain.push_back(step("truncate", std::to_string(*limit)));
    }
}

FitResult obstacle(std::string text)
{
    return {std::nullopt, std::move(text)};
}

/// Values that are picked: through a table where the names differ.
std::optional<FitResult> picked_fit(const FieldInfo& source,
                                    const FieldInfo& target,
                                    std::string_view meaning,
                                    model::BothSides<bool> ways,
                                    model::Arrow arrow)
{
    const auto is_picked = [](const FieldInfo& field) {
        return field.type == FieldType::choice && !field.allowed.empty();
    };
    const auto may_be_mapped = [&](const FieldInfo& field) {
        return is_picked(field) || field.type == FieldType::boolean ||
               (field.type == FieldType::number && is_scale(meaning)) ||
               (field.type == FieldType::text && !field.allowed.empty());
    };
    if ((!is_picked(source) && !is_picked(target)) || !may_be_mapped(source) ||
        !may_be_mapped(target)) {
        return std::nullopt;
    }
    FieldFit fit;
    fit.arrow = arrow;
    fit.why = types_text(source, target);
    if (source.type == target.type && source.allowed == target.allowed) {
        fit.percent = 100;
        fit.why += ", same values";
        return FitResult{std::move(fit), {}};
    }
    auto match = match_values(source, target, is_scale(meaning), ways);
    if (!match) {
        return obstacle("their values do not correspond");
    }
    auto map = step("map");
    map.table = std::move(match->lines);
    fit.chain.push_back(std::move(map));
    fit.percent = match->percent;
    fit.why += ", " + match->why;
    fit.unmatched_values = std::move(match->unmatched);
    return FitResult{std::move(fit), {}};
}

FitResult converted_fit(const FieldInfo& source,
                        const FieldInfo& target,
                        model::BothSides<bool> ways,
                        model::Arrow arrow)
{
    FieldFit fit;
    fit.arrow = arrow;
    fit.why = types_text(source, target);
    const auto* conversion = conversion_between(source.type, target.type);
    // The other way round there may be one that leads to the source only: text here, a date there.
    const auto* back = conversion_between(target.type, source.type);
    if (conversion != nullptr) {
        if (conversion->is_one_way && !ways.target) {
            return obstacle(fit.why + ", which goes one way only");
        }
        fit.percent = conversion->percent;
        fit.arrow = conversion->is_one_way ? model::Arrow::to_target : arrow;
        if (!conversion->step.empty()) {
            fit.chain.push_back(step(conversion->step, conversion->argument));
        }
    } else if (source.type == target.type) {
        fit.percent = 100;
    } else if (back != nullptr && back->is_one_way && ways.source) {
        fit.percent = back->percent;
        fit.arrow = model::Arrow::to_source;
    } else {
        return obstacle(fit.why);
    }
    add_length(source, target, fit);
    return {std::move(fit), {}};
}

} // namespace

FitResult fit_fields(const FieldInfo& source,
                     const FieldInfo& target,
                     std::string_view meaning,
                     model::BothSides<bool> ways)
{
    ways.source = ways.source && !source.is_readonly;
    ways.target = ways.target && !target.is_readonly;
    const auto arrow = arrow_for(ways);
    if (source.type == FieldType::status || target.type == FieldType::status) {
        return obstacle("a status belongs under 'statuses'");
    }
    if (!arrow) {
        return obstacle("neither can be written");
    }
    if (source.type == FieldType::user && target.type == FieldType::user) {
        FieldFit fit;
        fit.percent = 100;
        fit.why = "people, by mail address";
        fit.arrow = *arrow;
        fit.chain.push_back(step("user"));
        fit.chain.back().users.emplace(); // as the section that goes with it
        return {std::move(fit), {}};
    }
    if (auto picked = picked_fit(source, target, meaning, ways, *arrow)) {
        return *std::move(picked);
    }
    return converted_fit(source, target, ways, *arrow);
}

} // namespace syncctl::mapping
