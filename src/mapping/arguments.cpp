#include "arguments.hpp"

#include "utf8.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/mapping/transform.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace syncctl::mapping {
namespace {

constexpr std::size_t k_max_length = 1'000'000;

struct ArgumentNames {
    std::string_view transform;
    std::array<std::string_view, 2> names;
};

constexpr std::array<ArgumentNames, 5> k_names{{{"truncate", {"n", "ellipsis"}},
                                                {"prefix", {"text", ""}},
                                                {"suffix", {"text", ""}},
                                                {"map", {"table", ""}},
                                                {"default", {"value", ""}}}};

std::optional<std::string> truncate_problem(const model::TransformStep& step)
{
    const auto length = length_argument(step);
    if (!length) {
        return fmt::format(
            "truncate takes a length from 1 to {}, not '{}'", k_max_length, step.arguments.front());
    }
    if (step.arguments.size() > 1 && base::code_points(step.arguments[1]) > *length) {
        return fmt::format("the ellipsis is longer than {}", *length);
    }
    return std::nullopt;
}

} // namespace

std::optional<NamedArgument> named_argument(std::string_view transform, std::string_view text)
{
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) {
        return std::nullopt;
    }
    const auto name = trimmed(text.substr(0, equals));
    for (const auto& entry : k_names) {
        for (std::size_t i = 0; entry.transform == transform && i < entry.names.size(); ++i) {
            if (!name.empty() && entry.names[i] == name) {
                return NamedArgument{i, std::string{trimmed(text.substr(equals + 1))}};
            }
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
    const bool is_good = result.ec == std::errc{} && length >= 1 && length <= k_max_length;
    return is_good ? std::optional{length} : std::nullopt;
}

std::optional<std::string> argument_problem(const model::TransformStep& step)
{
    const auto* info = find_transform(step.name);
    if (info == nullptr) {
        return fmt::format("unknown transform '{}'", step.name);
    }
    const auto count = step.arguments.size();
    if (count < info->min_arguments || count > info->max_arguments) {
        const auto wanted =
            info->max_arguments == 0 ? std::string{"no arguments"}
            : info->min_arguments == info->max_arguments
                ? base::counted(info->min_arguments, "argument")
                : fmt::format("{} to {} arguments", info->min_arguments, info->max_arguments);
        return fmt::format("{} takes {}, not {}", info->name, wanted, count);
    }
    return info->name == "truncate" ? truncate_problem(step) : std::nullopt;
}

} // namespace syncctl::mapping
