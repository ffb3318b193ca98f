#pragma once

#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/side.hpp"
#include "syncctl/model/value.hpp"

#include <array>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace syncctl::mapping {

/// lossless: has an inverse that serves the other direction. comparable: lossy, but equal in gives
/// equal out. one_way: `->` or `<-` only.
enum class TransformClass { lossless, comparable, one_way };

/// A value that a function cannot take. It becomes an error of that item and field.
struct TransformProblem {
    std::string reason; ///< names the shape of the value and what was expected
};

/// The other side's field stays as it is: a person unknown there, by `unknown: leave`.
struct LeftAlone {
    std::string reason;
};

using TransformResult = std::variant<model::Value, TransformProblem, LeftAlone>;

/// One step of a chain with what came of it, for `mapping test`.
struct TracedStep {
    std::string step; ///< as a document writes it: `truncate(250)`
    TransformResult result;
};

/// What a value is, as far as it is known before there is one.
enum class Shape { unknown, text, number, boolean, list };
[[nodiscard]] std::string_view to_string(Shape shape);

/// Several shapes; a value of unknown shape may be any of them.
class Shapes {
public:
    constexpr Shapes(std::initializer_list<Shape> shapes)
    {
        for (const auto shape : shapes) {
            m_bits |= bit(shape);
        }
    }

    [[nodiscard]] constexpr bool may_be(Shape shape) const
    {
        return shape == Shape::unknown || (m_bits & bit(shape)) != 0;
    }

private:
    static constexpr unsigned bit(Shape shape) { return 1U << static_cast<unsigned>(shape); }

    unsigned m_bits = 0;
};

/// What a function takes and gives on the way to one side.
struct ShapeEffect {
    Shapes takes; ///< a value of another shape is a problem
    Shape gives = Shape::unknown;
    bool keeps_shape = false; ///< gives the shape that it took, whatever `gives` says
    /// What it gives is written in the mapping, as text, and takes the type of the field it goes
    /// into.
    bool adapts = false;
};

/// How long a text can be that a function gives.
enum class Length {
    kept,    ///< not longer than what it took
    bounded, ///< a few characters, or checked value by value
    grown,   ///< longer than what it took, by its arguments or by what is in the text
};

/// What the linter, `--help` and the manual know about a function.
struct TransformInfo {
    std::string_view name;
    std::string_view
        older_name{}; ///< of the Node.js tool; accepted, not written back; may be empty
    TransformClass transform_class = TransformClass::comparable; ///< see class_of
    std::string_view usage;                                      ///< `truncate(n[, ellipsis])`
    std::string_view description; ///< one line: what comes of a value on the way to the target
    std::string_view way_back{};  ///< towards the source; empty: the same
    std::size_t min_arguments = 0;
    std::size_t max_arguments = 0;
    std::array<std::string_view, 2> argument_names{}; ///< `n`, `ellipsis`: for `ellipsis=...`
    model::BothSides<ShapeEffect> effects;            ///< by the side that the value goes to
    model::BothSides<Length> lengths;                 ///< by the side that the value goes to
};

/// In the order of the manual.
[[nodiscard]] std::span<const TransformInfo> all_transforms();
/// By name or older name.
[[nodiscard]] const TransformInfo* find_transform(std::string_view name);

/// The class of a step; it can depend on the arguments: `path_reroot(old, new)` is lossless. A map
/// counts as lossless: whether its table is one to one is for the linter to see.
[[nodiscard]] TransformClass class_of(const model::TransformStep& step);

/// The problem with the arguments of a step, or nullopt. Used when a mapping is saved.
[[nodiscard]] std::optional<std::string> argument_problem(const model::TransformStep& step);

/// A compiled chain: names are looked up, arguments read and patterns compiled once. Pure: equal
/// in, equal out. Null in, null out, but for `default`. Copies are cheap. Never throws for what is
/// in a value; a step that is none, or with wrong arguments, is a problem of every value.
class Chain {
public:
    /// \param steps were checked by argument_problem
    explicit Chain(const std::vector<model::TransformStep>& steps);

    /// Source to target: the steps from left to right.
    [[nodiscard]] TransformResult forward(const model::Value& value) const;
    /// Target to source, from right to left: each step by its way back, or as it is if it has none.
    [[nodiscard]] TransformResult backward(const model::Value& value) const;

    [[nodiscard]] TransformResult towards(model::Side side, const model::Value& value) const
    {
        return side == model::Side::target ? forward(value) : backward(value);
    }

    /// The steps on the way to `side`, each with its result, up to the first that fails.
    [[nodiscard]] std::vector<TracedStep> trace(model::Side side, const model::Value& value) const;

    /// A value that is on `side` already, changed as a value that arrives there would be: out
    /// through the steps that have a way back, and in again through all. For comparing both sides.
    [[nodiscard]] TransformResult folded(model::Side side, const model::Value& value) const;

    /// True when what the last step on the way to `side` gives is written in the mapping, as text
    /// (ShapeEffect::adapts): it takes the type of the field it goes into.
    [[nodiscard]] bool adapts_to(model::Side side) const;

private:
    struct Step;

    std::shared_ptr<const std::vector<Step>> m_steps; ///< shared by copies
};

} // namespace syncctl::mapping
