#include "outbox.hpp"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <vector>

namespace syncctl::engine {

using connectors::Operation;
using model::Intent;
using model::IntentKind;

namespace {

/// The item that people know: of a create the one that gets a partner.
std::string key_of(const RunState& state, const Intent& intent)
{
    return intent.kind == IntentKind::create
               ? state.item_key(model::other(intent.side), intent.origin_item)
               : state.item_key(intent.side, intent.item);
}

void tell_validation(RunState& state, const Intent& intent, const connectors::WriteResult& result)
{
    auto& report = state.report;
    const auto key = key_of(state, intent);
    if (const auto* refused = std::get_if<connectors::Refused>(&result)) {
        report.counters.failed += 1;
        report.warnings.push_back(fmt::format("{}: '{}' would refuse it: {}{}{}",
                                              key,
                                              state.names[intent.side],
                                              refused->field,
                                              refused->field.empty() ? "" : ": ",
                                              refused->reason));
    } else if (const auto* signed_out = std::get_if<connectors::SignedOut>(&result)) {
        throw Error{signed_out->error};
    } else if (const auto* transient = std::get_if<connectors::Transient>(&result)) {
        report.warnings.push_back(
            fmt::format("{}: could not be checked: {}", key, transient->reason));
    } else if (const auto* unknown = std::get_if<connectors::Unknown>(&result)) {
        report.warnings.push_back(
            fmt::format("{}: could not be checked: {}", key, unknown->evidence));
    }
}

} // namespace

void validate_batch(RunState& state, const Batch& batch)
{
    const auto outbox = fill_outbox(state, batch);
    BothSides<std::optional<std::vector<connectors::WriteResult>>> results;
    const auto validator = [&](Side side) -> std::function<void()> {
        if (outbox.sides[side].empty()) {
            return {};
        }
        return [&, side] {
            std::vector<Operation> operations;
            for (const auto& sending : outbox.sides[side]) {
                operations.push_back(sending.operation);
            }
            results[side] = state.connector(side).validate(operations);
            if (results[side]) {
                require_one_each(
                    state, side, results[side]->size(), operations.size(), "operations");
            }
        };
    };
    on_both_sides(validator(Side::source), validator(Side::target));
    for (const Side side : model::k_sides) {
        const auto& sent = outbox.sides[side];
        if (!sent.empty() && !results[side] && !state.is_validation_missing[side]) {
            state.is_validation_missing[side] = true;
            state.report.warnings.push_back(
                fmt::format("'{}' cannot check a write without storing it", state.names[side]));
        }
        for (std::size_t i = 0; results[side] && i < sent.size(); ++i) {
            tell_validation(state, outbox.intents[sent[i].intent], results[side]->at(i));
        }
    }
}

} // namespace syncctl::engine
