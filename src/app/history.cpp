#include "error_lines.hpp"
#include "names.hpp"

#include "syncctl/app/reports.hpp"
#include "syncctl/base/error.hpp"

#include <fmt/format.h>

namespace syncctl::app {

std::vector<model::Execution> history(Workspace& workspace, const ReportQuery& query)
{
    auto& store = workspace.reading();
    require_pair_if_named(store, query.pair);
    return store.executions.list(query.pair, query.limit);
}

ExecutionView show_execution(Workspace& workspace, std::int64_t id)
{
    auto& store = workspace.reading();
    auto execution = store.executions.find(base::ExecutionId{id});
    if (!execution) {
        throw Error{ErrorCode::not_found, fmt::format("there is no run {}", id), "syncctl history"};
    }
    ExecutionView view{.execution = *std::move(execution), .errors = {}};
    ErrorNamer namer{store};
    for (auto& error : store.executions.errors_of(base::ExecutionId{id})) {
        view.errors.push_back(namer.line(std::move(error)));
    }
    return view;
}

} // namespace syncctl::app
