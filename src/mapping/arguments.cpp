#include "arguments.hpp"

#include "utf8.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/mapping/transform.hpp"

#include <fmt/format.h>

#include <charconv>

namespace syncctl::mapping {

std::optional<NamedArgument> named_argument(std::string_view transform, std::string_view text)
{
    const auto* info = find_transform(transform);
    const auto equals = text.find('=');
    if (info == nullptr || equals == std::string_view::npos) {
        return std::nullopt;
    }
    const auto name = trimmed(text.substr(0, equals));
    for (std::size_t i = 0; i < info->argument_names.size(); ++i) {
        if (!name.empty() && info->argument_names[i] == name) {
            return NamedArgument{i, std::string{trimmed(text.substr(equals + 1))}};
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> length_argument(const model::TransformStep& step)
{
    if (step.arguments.empty() || !base::is_decimal(step.arguments.front(), 7)) {
        return std::nullopt;
    }
    const auto& text = step.arguments.front();
    std::size_t length = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), length);
    const bool is_good = result.ec == std::errc{} && length >= 1 && length <= k_max_truncate;
    return is_good ? std::optional{length} : std::nullopt;
}

functions::Made make_step(const model::TransformStep& step)
{
    const auto* transform = functions::find(step.name);
    if (transform == nullptr) {
        return fmt::format("unknown transform '{}'", step.name);
    }
    const auto& info = transform->info;
    const auto count = step.arguments.size();
    if (count >= info.min_arguments && count <= info.max_arguments) {
        return transform->make(step);
    }
    const auto wanted =
        info.max_arguments == 0 ? std::string{"no arguments"}
        : info.min_arguments == info.max_arguments
            ? base::counted(info.min_arguments, "argument")
            : fmt::format("{} to {} arguments", info.min_arguments, info.max_arguments);
    return fmt::format("{} takes {}, not {}", info.name, wanted, count);
}

std::optional<std::string> argument_problem(const model::TransformStep& step)
{
    auto made = make_step(step);
    auto* problem = std::get_if<std::string>(&made);
    return problem == nullptr ? std::nullopt : std::optional{std::move(*problem)};
}

} // namespace syncctl::mapping
