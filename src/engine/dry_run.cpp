#include "run_state.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace syncctl::engine {
namespace {

using model::Side;

void describe(const LinkPlan& plan, std::vector<PlannedOperation>& operations)
{
    const auto add = [&](std::string op, Side side) {
        operations.push_back({.op = std::move(op),
                              .side = side,
                              .item = plan.link.sides[side].item_id,
                              .partner = plan.link.sides[model::other(side)].item_id,
                              .fields = plan.changes});
    };
    if (plan.link.id.value == 0) {
        add("link", Side::target);
    }
    if (plan.action == LinkAction::remove) {
        add("remove", plan.remove_side);
    }
    for (const Side side : model::k_sides) {
        if (!plan.writes[side].empty()) {
            add(plan.action == LinkAction::close ? "close" : "update", side);
        }
    }
    if (plan.opened_conflicts() > 0) {
        add("conflict", Side::target);
    }
}

} // namespace

void tell(RunState& state, const Batch& batch)
{
    auto& report = state.report;
    for (const auto& plan : batch.links) {
        describe(plan, report.operations);
        report_left_alone(state,
                          plan.left_alone,
                          {plan.link.sides.source.item_id, plan.link.sides.target.item_id});
        report.counters.updated +=
            (plan.writes.source.empty() ? 0 : 1) + (plan.writes.target.empty() ? 0 : 1);
        report.counters.deleted += plan.action == LinkAction::remove ? 1 : 0;
        report.counters.conflicts += plan.opened_conflicts();
        report.counters.failed += static_cast<int>(plan.problems.size());
        report.counters.unchanged += plan.writes_anything() || !plan.problems.empty() ? 0 : 1;
        for (const auto& problem : plan.problems) {
            report.warnings.push_back(
                fmt::format("{}: {}: {}",
                            state.item_key(problem.side, plan.link.sides[problem.side].item_id),
                            problem.field,
                            problem.message));
        }
    }
    for (const auto& plan : batch.creates) {
        const Side origin = model::other(plan.side);
        report_left_alone(state, plan.left_alone, {plan.origin.id, plan.origin.id});
        if (plan.problem) {
            report.counters.failed += 1;
            report.warnings.push_back(fmt::format("{}: {}: {}",
                                                  state.item_key(origin, plan.origin.id),
                                                  plan.problem->field,
                                                  plan.problem->message));
            continue;
        }
        report.counters.created += 1;
        report.operations.push_back({.op = "create",
                                     .side = plan.side,
                                     .item = {},
                                     .partner = plan.origin.id,
                                     .fields = plan.changes});
    }
    for (const auto& failure : batch.failures) {
        report.counters.failed += 1;
        report.warnings.push_back(fmt::format(
            "{}: {}", state.item_key(failure.side, failure.item_id), failure.problem.message));
    }
    report.counters.unchanged += static_cast<int>(batch.dropped.size() + batch.waiting.size());
}

} // namespace syncctl::engine
