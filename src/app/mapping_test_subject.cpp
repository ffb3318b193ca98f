#include "mapping_test_subject.hpp"

#include "connector_views.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <variant>

namespace syncctl::app {

using model::Side;

namespace {

model::WorkItem require_item(connectors::GetResult result, const std::string& key)
{
    if (auto* item = std::get_if<model::WorkItem>(&result)) {
        return std::move(*item);
    }
    if (const auto* forbidden = std::get_if<connectors::Forbidden>(&result)) {
        throw Error{ErrorCode::forbidden,
                    fmt::format("item {}: {}", shown(key), forbidden->reason)};
    }
    if (const auto* unreadable = std::get_if<connectors::Unreadable>(&result)) {
        throw Error{ErrorCode::unavailable,
                    fmt::format("item {}: {}", shown(key), unreadable->reason)};
    }
    throw Error{ErrorCode::not_found, fmt::format("the tracker has no item {}", shown(key))};
}

connectors::GetResult read(connectors::Connector& connector, const std::string& id)
{
    const std::array ids{id};
    auto results = connector.get(ids);
    return results.empty() ? connectors::GetResult{connectors::Absent{}}
                           : std::move(results.front());
}

void read_partner(Workspace& workspace, TestSubject& subject)
{
    const auto side = model::other(subject.side);
    const auto& id = subject.link->sides[side].item_id;
    const auto key = subject.sides.key(side, id);
    const auto connector = workspace.connect(subject.sides.connectors[side]);
    auto result = read(*connector, id);
    if (std::holds_alternative<connectors::Absent>(result)) {
        subject.missing_partner = fmt::format("{} is gone", key);
        return;
    }
    subject.items[side] = require_item(std::move(result), key);
}

} // namespace

TestSubject
read_subject(Workspace& workspace, store::Store& store, const MappingTestRequest& request)
{
    TestSubject subject;
    subject.sides = std::move(pairs_with_sides(store, request.pair).front());
    const auto& connectors = subject.sides.connectors;
    const auto [side, id] = item_in(subject.sides, request.item);
    subject.side = side;
    for (const auto each : model::k_sides) {
        require_enabled(connectors[each]);
    }
    const auto connector = workspace.connect(connectors[side]);
    subject.items[side] = require_item(read(*connector, id), request.item);
    const auto& pair = subject.sides.pair;
    subject.is_in_filter = connector->matches_filter(
        *subject.items[side], side == Side::source ? pair.source_filter : pair.target_filter);
    subject.link = store.links.find(pair.id, side, id);
    if (subject.link) {
        read_partner(workspace, subject);
    }
    return subject;
}

} // namespace syncctl::app
