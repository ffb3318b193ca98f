#include "arguments.hpp"
#include "functions/transform.hpp"

#include "syncctl/mapping/transform.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace syncctl::mapping {

using model::Side;
using model::TransformStep;
using model::Value;

struct Chain::Step {
    functions::Ready ready;
    std::string written;
    model::BothSides<bool> adapts;

    [[nodiscard]] bool has_way_back() const { return static_cast<bool>(ready.to_source); }

    [[nodiscard]] TransformResult towards(Side side, Value value) const
    {
        if (model::is_null(value)) {
            return ready.in_place_of_null;
        }
        return side == Side::target || !has_way_back() ? ready.to_target(std::move(value))
                                                       : ready.to_source(std::move(value));
    }
};

namespace {

functions::Ready made_ready(const TransformStep& step)
{
    auto made = make_step(step);
    if (auto* ready = std::get_if<functions::Ready>(&made)) {
        return std::move(*ready);
    }
    return {[problem = std::get<std::string>(std::move(made))](
                const Value& /*value*/) -> TransformResult { return TransformProblem{problem}; }};
}

/// By the name of today, which an older one becomes.
std::string written(const TransformStep& step, const TransformInfo* info)
{
    const auto arguments = step.arguments.empty()
                               ? std::string{}
                               : fmt::format("({})", fmt::join(step.arguments, ", "));
    return (info == nullptr ? step.name : std::string{info->name}) + arguments;
}

template <class Iterator>
TransformResult run(Iterator step, Iterator end, Side side, const Value& value)
{
    TransformResult result = value;
    for (; step != end && std::holds_alternative<Value>(result); ++step) {
        result = step->towards(side, std::get<Value>(std::move(result)));
    }
    return result;
}

} // namespace

Chain::Chain(const std::vector<TransformStep>& steps)
{
    std::vector<Step> made;
    made.reserve(steps.size());
    for (const auto& step : steps) {
        const auto* info = find_transform(step.name);
        const auto adapts = [info](Side side) {
            return info != nullptr && info->effects[side].adapts;
        };
        made.push_back(
            {made_ready(step), written(step, info), {adapts(Side::source), adapts(Side::target)}});
    }
    m_steps = std::make_shared<const std::vector<Step>>(std::move(made));
}

TransformResult Chain::forward(const Value& value) const
{
    return run(m_steps->begin(), m_steps->end(), Side::target, value);
}

TransformResult Chain::backward(const Value& value) const
{
    return run(m_steps->rbegin(), m_steps->rend(), Side::source, value);
}

std::vector<TracedStep> Chain::trace(Side side, const Value& value) const
{
    std::vector<TracedStep> traced;
    TransformResult result = value;
    const auto count = m_steps->size();
    for (std::size_t i = 0; i < count && std::holds_alternative<Value>(result); ++i) {
        const auto& step = (*m_steps)[side == Side::target ? i : count - 1 - i];
        result = step.towards(side, std::get<Value>(std::move(result)));
        traced.push_back({step.written, result});
    }
    return traced;
}

TransformResult Chain::folded(Side side, const Value& value) const
{
    const auto there = model::other(side);
    TransformResult result = value;
    const auto count = m_steps->size();
    for (std::size_t i = 0; i < count && std::holds_alternative<Value>(result); ++i) {
        const auto& step = (*m_steps)[there == Side::target ? i : count - 1 - i];
        if (step.has_way_back()) {
            result = step.towards(there, std::get<Value>(std::move(result)));
        }
    }
    const auto* partner = std::get_if<Value>(&result);
    return partner == nullptr ? result : towards(side, *partner);
}

bool Chain::adapts_to(Side side) const
{
    if (m_steps->empty()) {
        return false;
    }
    return (side == Side::target ? m_steps->back() : m_steps->front()).adapts[side];
}

} // namespace syncctl::mapping
