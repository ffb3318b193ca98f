#pragma once

#include "syncctl/mapping/value_table.hpp"
#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/side.hpp"
#include "syncctl/model/value.hpp"

#include <cstddef>
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

/// What the linter and `--help` know about a function.
struct TransformInfo {
    std::string_view name;
    std::string_view older_name; ///< of the Node.js tool; accepted, not written back; may be empty
    TransformClass transform_class = TransformClass::comparable;
    std::size_t min_arguments = 0;
    std::size_t max_arguments = 0;
    std::string_view usage; ///< `truncate(n[, ellipsis])`
};

[[nodiscard]] std::span<const TransformInfo> all_transforms();
/// By name or older name.
[[nodiscard]] const TransformInfo* find_transform(std::string_view name);

/// The problem with the arguments of a step, or nullopt. Used when a mapping is saved.
[[nodiscard]] std::optional<std::string> argument_problem(const model::TransformStep& step);

/// A compiled chain. Pure: equal in, equal out. Null in, null out, but for `default`.
class Chain {
public:
    /// \param steps were checked by argument_problem
    explicit Chain(std::vector<model::TransformStep> steps);

    /// Source to target: the steps from left to right.
    [[nodiscard]] TransformResult forward(const model::Value& value) const;
    /// Target to source: lossless steps through their inverse, comparable ones as they are, from
    /// right to left.
    [[nodiscard]] TransformResult backward(const model::Value& value) const;

    [[nodiscard]] TransformResult towards(model::Side side, const model::Value& value) const
    {
        return side == model::Side::target ? forward(value) : backward(value);
    }

    /// The steps on the way to `side`, each with its result, up to the first that fails.
    [[nodiscard]] std::vector<TracedStep> trace(model::Side side, const model::Value& value) const;

    /// A value that is on `side` already, changed as a value that arrives there would be: lossless
    /// steps out and in again, comparable ones in. For comparing both sides.
    [[nodiscard]] TransformResult folded(model::Side side, const model::Value& value) const;

    /// True when the last step on the way to `side` is map, default or boolean: what these yield is
    /// written in the mapping, as text, and takes the type of the field it goes into.
    [[nodiscard]] bool adapts_to(model::Side side) const;

private:
    std::vector<model::TransformStep> m_steps;
    std::vector<ValueTable> m_tables; ///< one per step, empty but for map
};

} // namespace syncctl::mapping
