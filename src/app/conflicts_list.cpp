#include "conflict_lines.hpp"
#include "item_key.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <utility>

namespace syncctl::app {

namespace {

store::ConflictFilter filter_from(const std::string& state)
{
    if (state == "open") {
        return store::ConflictFilter::open;
    }
    if (state == "resolved") {
        return store::ConflictFilter::resolved;
    }
    if (state == "all") {
        return store::ConflictFilter::all;
    }
    throw Error{ErrorCode::usage,
                fmt::format("--state: there is no state {}", shown(state)),
                suggestion(state, {"open", "resolved", "all"}, "one of open, resolved, all")};
}

std::string state_of(const model::Conflict& conflict)
{
    if (!conflict.resolution.empty()) {
        return "resolved";
    }
    return conflict.decision ? "decided" : "open";
}

} // namespace

ConflictLine conflict_line(store::ConflictView view)
{
    ConflictLine line;
    line.state = state_of(view.conflict);
    line.pair = std::move(view.pair);
    line.source_item = item_key(view.source_connector, view.source_item);
    line.target_item = item_key(view.target_connector, view.target_item);
    line.conflict = std::move(view.conflict);
    return line;
}

store::ConflictView require_conflict(store::Store& store, std::int64_t id)
{
    auto view = store.conflicts.find(base::ConflictId{id});
    if (!view) {
        throw Error{ErrorCode::not_found,
                    fmt::format("there is no conflict {}", id),
                    "syncctl conflicts list"};
    }
    return *std::move(view);
}

std::vector<ConflictLine> list_conflicts(Workspace& workspace, const ConflictQuery& query)
{
    const auto filter = filter_from(query.state);
    auto& store = workspace.reading();
    require_pair_if_named(store, query.pair);
    std::vector<ConflictLine> lines;
    for (auto& view : store.conflicts.list(query.pair, filter)) {
        lines.push_back(conflict_line(std::move(view)));
    }
    return lines;
}

ConflictLine show_conflict(Workspace& workspace, std::int64_t id)
{
    return conflict_line(require_conflict(workspace.reading(), id));
}

} // namespace syncctl::app
