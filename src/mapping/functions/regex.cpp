#include "functions/pattern.hpp"
#include "functions/replacement.hpp"
#include "functions/transform.hpp"

#include "syncctl/base/text.hpp"

#include <array>

namespace syncctl::mapping::functions {
namespace {

using model::TransformStep;
using model::Value;

TransformResult
replaced(const Pattern& pattern, const Replacement& replacement, const std::string& text)
{
    if (!base::is_valid_utf8(text)) {
        return TransformProblem{"regex_replace takes text in UTF-8, which this is not"};
    }
    std::string result;
    const auto has_room = [&result] { return result.size() <= k_most_octets; };
    const bool is_done = pattern.for_each(
        text,
        [&](std::string_view kept) {
            result += kept;
            return has_room();
        },
        [&](Pattern::Groups groups) {
            return replacement.append_to(result, groups, k_most_octets);
        });
    if (!is_done) {
        return TransformProblem{"regex_replace takes too many steps to match this text"};
    }
    if (!has_room()) {
        return too_long("regex_replace");
    }
    return Value{std::move(result)};
}

Made make_regex_replace(const TransformStep& step)
{
    auto pattern = Pattern::compiled(step.arguments[0]);
    if (auto* problem = std::get_if<std::string>(&pattern)) {
        return std::move(*problem);
    }
    auto replacement = Replacement::parsed(step.arguments[1], std::get<Pattern>(pattern));
    if (auto* problem = std::get_if<std::string>(&replacement)) {
        return std::move(*problem);
    }
    return Ready{
        on_text("regex_replace",
                [pattern = std::get<Pattern>(std::move(pattern)),
                 replacement = std::get<Replacement>(std::move(replacement))](
                    const std::string& text) { return replaced(pattern, replacement, text); })};
}

constexpr std::array<Transform, 1> k_transforms{{
    {{.name = "regex_replace",
      .usage = "regex_replace(pattern, replacement)",
      .description = "every match by the replacement, in which `$1`, `${name}` and `$&` stand for "
                     "what was matched",
      .min_arguments = 2,
      .max_arguments = 2,
      .argument_names = {"pattern", "replacement"},
      .effects = k_text_both_ways,
      .lengths = {Length::grown, Length::grown}},
     make_regex_replace},
}};

} // namespace

std::span<const Transform> regex_transforms()
{
    return k_transforms;
}

} // namespace syncctl::mapping::functions
