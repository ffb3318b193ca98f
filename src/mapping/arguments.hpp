#pragma once

#include "functions/transform.hpp"

#include "syncctl/model/mapping_rows.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace syncctl::mapping {

/// `ellipsis=…` as (position among the arguments of that transform, text), or nullopt when the text
/// does not start with the name of one of its arguments.
struct NamedArgument {
    std::size_t position = 0;
    std::string text;
};

[[nodiscard]] std::optional<NamedArgument> named_argument(std::string_view transform,
                                                          std::string_view text);

inline constexpr std::size_t k_max_truncate = 1'000'000;
/// The n of truncate(n), or nullopt when it is none.
[[nodiscard]] std::optional<std::size_t> length_argument(const model::TransformStep& step);

/// The step with its arguments read, or what is wrong with it.
[[nodiscard]] functions::Made make_step(const model::TransformStep& step);

} // namespace syncctl::mapping
