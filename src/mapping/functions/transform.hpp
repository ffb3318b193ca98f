#pragma once

#include "syncctl/mapping/transform.hpp"
#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/value.hpp"

#include <concepts>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace syncctl::mapping::functions {

/// One way of a step; never given null.
using Function = std::function<TransformResult(model::Value)>;

/// A step with its arguments read.
struct Ready {
    Function to_target;
    Function to_source{}; ///< empty: the same as to_target, and no way back
    model::Value in_place_of_null{};
};

/// Ready, or what is wrong with the arguments.
using Made = std::variant<Ready, std::string>;

/// A row of a table of functions.
struct Transform {
    TransformInfo info;
    /// \param step with as many arguments as `info` says
    Made (*make)(const model::TransformStep& step) = nullptr;
};

// One table for each file.
[[nodiscard]] std::span<const Transform> date_transforms();
[[nodiscard]] std::span<const Transform> list_transforms();
[[nodiscard]] std::span<const Transform> markup_transforms();
[[nodiscard]] std::span<const Transform> number_transforms();
[[nodiscard]] std::span<const Transform> path_transforms();
[[nodiscard]] std::span<const Transform> people_transforms();
[[nodiscard]] std::span<const Transform> priority_transforms();
[[nodiscard]] std::span<const Transform> regex_transforms();
[[nodiscard]] std::span<const Transform> text_transforms();
[[nodiscard]] std::span<const Transform> value_transforms();

[[nodiscard]] const Transform* find(std::string_view name);

/// `WHO takes WANTED, not a SHAPE value`.
[[nodiscard]] TransformProblem
wrong_shape(std::string_view who, std::string_view wanted, const model::Value& value);

/// A function of text only. `change` takes std::string and gives TransformResult or what becomes a
/// Value.
template <class Change>
[[nodiscard]] Function on_text(std::string_view who, Change change)
{
    return [who, change = std::move(change)](model::Value value) -> TransformResult {
        auto* text = std::get_if<std::string>(&value);
        if (text == nullptr) {
            return wrong_shape(who, "text", value);
        }
        if constexpr (std::same_as<std::invoke_result_t<Change, std::string>, TransformResult>) {
            return change(std::move(*text));
        } else {
            return model::Value{change(std::move(*text))};
        }
    };
}

/// The most octets that a function makes of a value, where it can make more of it.
inline constexpr std::size_t k_most_octets = 16U << 20U;
[[nodiscard]] TransformProblem too_long(std::string_view who);

inline constexpr Shapes k_any{Shape::text, Shape::number, Shape::boolean, Shape::list};
inline constexpr Shapes k_single{Shape::text, Shape::number, Shape::boolean};
inline constexpr ShapeEffect k_text_to_text{.takes = {Shape::text}, .gives = Shape::text};
inline constexpr model::BothSides<ShapeEffect> k_text_both_ways{k_text_to_text, k_text_to_text};

} // namespace syncctl::mapping::functions
