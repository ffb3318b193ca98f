#include "syncctl/base/text.hpp"

#include "arguments.hpp"
#include "functions/transform.hpp"
#include "quote.hpp"
#include "text_functions.hpp"
#include "utf8.hpp"

#include <fmt/format.h>

#include <array>

namespace syncctl::mapping::functions {
namespace {

using model::TransformStep;

Made make_upper(const TransformStep& /*step*/)
{
    return Ready{on_text("upper", [](const std::string& text) { return to_upper(text); })};
}

Made make_lower(const TransformStep& /*step*/)
{
    return Ready{on_text("lower", [](const std::string& text) { return to_lower(text); })};
}

Made make_trim(const TransformStep& /*step*/)
{
    return Ready{on_text("trim", [](std::string text) {
        const auto kept = trimmed(text);
        return kept.size() == text.size() ? std::move(text) : std::string{kept};
    })};
}

Made make_truncate(const TransformStep& step)
{
    const auto length = length_argument(step);
    if (!length) {
        return fmt::format("truncate takes a length from 1 to {}, not {}",
                           k_max_truncate,
                           shortly(step.arguments.front()));
    }
    const auto ellipsis = step.arguments.size() > 1 ? step.arguments[1] : std::string{};
    if (base::code_points(ellipsis) > *length) {
        return fmt::format("the ellipsis is longer than {}", *length);
    }
    return Ready{on_text("truncate", [length = *length, ellipsis](std::string text) {
        // As many octets are at most as many code points.
        return text.size() <= length ? std::move(text) : truncated(text, length, ellipsis);
    })};
}

// The analyzer of clang 14 loses sight of functions that are moved into a variant.
// NOLINTBEGIN(clang-analyzer-cplusplus.NewDeleteLeaks)
Made make_prefix(const TransformStep& step)
{
    const auto& part = step.arguments.front();
    return Ready{on_text("prefix", [part](const std::string& text) { return part + text; }),
                 on_text("prefix", [part](const std::string& text) -> TransformResult {
                     if (!text.starts_with(part)) {
                         return TransformProblem{
                             fmt::format("the text does not start with {}", shortly(part))};
                     }
                     return model::Value{text.substr(part.size())};
                 })};
}

Made make_suffix(const TransformStep& step)
{
    const auto& part = step.arguments.front();
    return Ready{on_text("suffix", [part](const std::string& text) { return text + part; }),
                 on_text("suffix", [part](std::string text) -> TransformResult {
                     if (!text.ends_with(part)) {
                         return TransformProblem{
                             fmt::format("the text does not end with {}", shortly(part))};
                     }
                     text.resize(text.size() - part.size());
                     return model::Value{std::move(text)};
                 })};
}

// NOLINTEND(clang-analyzer-cplusplus.NewDeleteLeaks)

TransformResult
replaced(const std::string& text, const std::string& search, const std::string& replacement)
{
    std::string result;
    std::size_t from = 0;
    for (auto at = text.find(search); at != std::string::npos; at = text.find(search, from)) {
        result.append(text, from, at - from).append(replacement);
        from = at + search.size();
        if (result.size() > k_most_octets) {
            return too_long("replace");
        }
    }
    return model::Value{from == 0 ? text : result.append(text, from)};
}

Made make_replace(const TransformStep& step)
{
    const auto& search = step.arguments[0];
    if (search.empty()) {
        return "replace takes a text to look for, not an empty one";
    }
    return Ready{
        on_text("replace", [search, replacement = step.arguments[1]](const std::string& text) {
            return replaced(text, search, replacement);
        })};
}

constexpr model::BothSides<Length> k_kept{Length::kept, Length::kept};
constexpr model::BothSides<Length> k_grown{Length::grown, Length::grown};
constexpr model::BothSides<Length> k_grown_to_target{.source = Length::kept,
                                                     .target = Length::grown};

/// Between the sign and the name it keeps trackers from telling anybody; nobody sees it.
constexpr std::string_view k_word_joiner = "\u2060";

/// `@ann` and `#12` where a tracker would take them for somebody or something: at the start of a
/// word, outside of addresses and attributes.
bool starts_mention(const std::string& text, std::size_t at)
{
    constexpr std::string_view k_before = " \t\r\n([{>,;:|*_@#";
    const bool is_sign = text[at] == '@' || text[at] == '#';
    if (!is_sign || (at > 0 && k_before.find(text[at - 1]) == std::string_view::npos)) {
        return false;
    }
    const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
    const bool is_name = (next >= '0' && next <= '9') || (next >= 'A' && next <= 'Z') ||
                         (next >= 'a' && next <= 'z') || next == '[' || next == '<' || next >= 0x80;
    return is_name && std::string_view{text}.substr(at + 1, k_word_joiner.size()) != k_word_joiner;
}

Made make_no_mentions(const TransformStep&)
{
    return Ready{on_text("no_mentions", [](const std::string& text) {
        std::string harmless;
        harmless.reserve(text.size());
        for (std::size_t at = 0; at < text.size(); ++at) {
            harmless += text[at];
            if (starts_mention(text, at)) {
                harmless += k_word_joiner;
            }
        }
        return harmless;
    })};
}

constexpr std::array<Transform, 8> k_transforms{{
    {{.name = "upper",
      .older_name = "toUpperCase",
      .usage = "upper",
      .description = "upper case, the same in every locale (`ß` becomes `SS`)",
      .effects = k_text_both_ways,
      .lengths = k_grown},
     make_upper},
    {{.name = "lower",
      .older_name = "toLowerCase",
      .usage = "lower",
      .description = "lower case, the same in every locale",
      .effects = k_text_both_ways,
      .lengths = k_grown},
     make_lower},
    {{.name = "trim",
      .usage = "trim",
      .description = "without white space and byte-order marks at both ends",
      .effects = k_text_both_ways,
      .lengths = k_kept},
     make_trim},
    {{.name = "truncate",
      .usage = "truncate(n[, ellipsis])",
      .description = "at most n characters, the ellipsis included",
      .min_arguments = 1,
      .max_arguments = 2,
      .argument_names = {"n", "ellipsis"},
      .effects = k_text_both_ways,
      .lengths = k_kept},
     make_truncate},
    {{.name = "prefix",
      .transform_class = TransformClass::lossless,
      .usage = "prefix(text)",
      .description = "the text before it",
      .way_back = "takes it off; an error where it is missing",
      .min_arguments = 1,
      .max_arguments = 1,
      .argument_names = {"text", ""},
      .effects = k_text_both_ways,
      .lengths = k_grown_to_target},
     make_prefix},
    {{.name = "suffix",
      .transform_class = TransformClass::lossless,
      .usage = "suffix(text)",
      .description = "the text behind it",
      .way_back = "takes it off; an error where it is missing",
      .min_arguments = 1,
      .max_arguments = 1,
      .argument_names = {"text", ""},
      .effects = k_text_both_ways,
      .lengths = k_grown_to_target},
     make_suffix},
    {{.name = "replace",
      .usage = "replace(search, replacement)",
      .description = "every occurrence of one text by the other, as they are written",
      .min_arguments = 2,
      .max_arguments = 2,
      .argument_names = {"search", "replacement"},
      .effects = k_text_both_ways,
      .lengths = k_grown},
     make_replace},
    {{.name = "no_mentions",
      .usage = "no_mentions",
      .description =
          "`@name` and `#12` that notify nobody, by an invisible character behind the sign",
      .effects = k_text_both_ways,
      .lengths = k_grown},
     make_no_mentions},
}};

} // namespace

std::span<const Transform> text_transforms()
{
    return k_transforms;
}

} // namespace syncctl::mapping::functions
