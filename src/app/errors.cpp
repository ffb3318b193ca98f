#include "error_hints.hpp"
#include "error_lines.hpp"
#include "names.hpp"

#include "syncctl/app/reports.hpp"

#include <utility>

namespace syncctl::app {

const std::string& ErrorNamer::pair_of(base::ExecutionId execution)
{
    const auto known = m_pairs.find(execution);
    if (known != m_pairs.end()) {
        return known->second;
    }
    std::string name;
    if (const auto run = m_store.executions.find(execution)) {
        if (const auto pair = m_store.pairs.find(run->pair)) {
            name = pair->name;
        }
    }
    return m_pairs.emplace(execution, std::move(name)).first->second;
}

ErrorLine ErrorNamer::line(model::SyncError error)
{
    const auto& pair = pair_of(error.execution);
    return error_line(std::move(error), pair);
}

ErrorLine error_line(model::SyncError error, std::string pair)
{
    auto hint = hint_for(error, pair);
    return {.error = std::move(error), .pair = std::move(pair), .hint = std::move(hint)};
}

std::vector<ErrorLine> list_errors(Workspace& workspace, const ReportQuery& query)
{
    auto& store = workspace.reading();
    require_pair_if_named(store, query.pair);
    ErrorNamer namer{store};
    std::vector<ErrorLine> lines;
    for (auto& error : store.executions.errors(query.pair, query.limit)) {
        lines.push_back(namer.line(std::move(error)));
    }
    return lines;
}

} // namespace syncctl::app
