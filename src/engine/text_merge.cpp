#include "text_merge.hpp"

#include "syncctl/base/line_merge.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace syncctl::engine {
namespace {

using model::Side;
using model::Value;

/// Stands at the end of a line that is none in the HTML itself. No tracker keeps this character.
constexpr std::string_view k_cut = "\v\n";

Side terms_of(const mapping::FieldRule& rule)
{
    const bool is_html = rule.field_type(Side::source) == model::FieldType::html;
    const bool is_other_html = rule.field_type(Side::target) == model::FieldType::html;
    return is_html && !is_other_html ? Side::target : Side::source;
}

const std::string* text_of(const std::optional<Value>& value)
{
    return value ? std::get_if<std::string>(&*value) : nullptr;
}

std::optional<std::string>
in_terms_of(const mapping::FieldRule& rule, Side side, const std::string& text)
{
    auto result = rule.towards(side, Value{text});
    auto* value = std::get_if<Value>(&result);
    auto* converted = value == nullptr ? nullptr : std::get_if<std::string>(value);
    return converted == nullptr ? std::nullopt : std::optional{std::move(*converted)};
}

bool ends_line(std::string_view tag)
{
    constexpr std::array<std::string_view, 12> k_tags{"<br>",
                                                      "<br/>",
                                                      "<br />",
                                                      "</p>",
                                                      "</div>",
                                                      "</li>",
                                                      "</tr>",
                                                      "</h1>",
                                                      "</h2>",
                                                      "</h3>",
                                                      "</blockquote>",
                                                      "</pre>"};
    return std::find(k_tags.begin(), k_tags.end(), tag) != k_tags.end();
}

std::string cut_html(std::string_view html)
{
    std::string lines;
    std::size_t from = 0;
    while (from < html.size()) {
        const auto open = html.find('<', from);
        const auto close = open == std::string_view::npos ? open : html.find('>', open);
        const auto end = close == std::string_view::npos ? html.size() : close + 1;
        lines += html.substr(from, end - from);
        if (close != std::string_view::npos && ends_line(html.substr(open, end - open))) {
            lines += k_cut;
        }
        from = end;
    }
    return lines;
}

std::string joined(std::string text)
{
    for (auto at = text.find(k_cut); at != std::string::npos; at = text.find(k_cut, at)) {
        text.erase(at, k_cut.size());
    }
    return text;
}

std::optional<std::string>
merge(std::string_view base, std::string_view ours, std::string_view theirs, bool is_html)
{
    if (!is_html) {
        return base::merge_lines(base, ours, theirs);
    }
    for (const auto text : {base, ours, theirs}) {
        if (text.find('\v') != std::string_view::npos) {
            return std::nullopt;
        }
    }
    auto merged = base::merge_lines(cut_html(base), cut_html(ours), cut_html(theirs));
    return merged ? std::optional{joined(*std::move(merged))} : std::nullopt;
}

} // namespace

std::optional<model::BothSides<Value>> merged_texts(const FieldInput& input)
{
    const auto& rule = input.rule;
    const Side side = terms_of(rule);
    const Side other = model::other(side);
    const auto* base = text_of(input.base[side]);
    const auto* other_base = text_of(input.base[other]);
    const auto* ours = std::get_if<std::string>(&input.current[side]);
    const auto* theirs = std::get_if<std::string>(&input.current[other]);
    if (base == nullptr || other_base == nullptr || ours == nullptr || theirs == nullptr) {
        return std::nullopt;
    }
    const auto converted_base = in_terms_of(rule, side, *other_base);
    const auto converted = in_terms_of(rule, side, *theirs);
    if (!converted_base || !converted ||
        !rule.is_same_on(side, Value{*base}, Value{*converted_base})) {
        return std::nullopt;
    }
    auto merged =
        merge(*converted_base, *ours, *converted, rule.field_type(side) == model::FieldType::html);
    if (!merged) {
        return std::nullopt;
    }
    auto for_other = in_terms_of(rule, other, *merged);
    if (!for_other) {
        return std::nullopt;
    }
    model::BothSides<Value> result;
    result[side] = Value{*std::move(merged)};
    result[other] = Value{*std::move(for_other)};
    return result;
}

} // namespace syncctl::engine
