#include "error_lines.hpp"
#include "names.hpp"

#include "syncctl/app/reports.hpp"

#include <utility>

namespace syncctl::app {

const ErrorNamer::Names& ErrorNamer::names_of(base::ExecutionId execution)
{
    const auto known = m_names.find(execution);
    if (known != m_names.end()) {
        return known->second;
    }
    Names names;
    if (const auto run = m_store.executions.find(execution)) {
        if (const auto pair = m_store.pairs.find(run->pair)) {
            const auto connectors = connectors_of(m_store, *pair);
            names.pair = pair->name;
            names.connectors = {connectors.source.name, connectors.target.name};
        }
    }
    return m_names.emplace(execution, std::move(names)).first->second;
}

ErrorLine ErrorNamer::line(model::SyncError error)
{
    const auto& names = names_of(error.execution);
    ErrorLine line{.error = std::move(error), .pair = names.pair, .item = {}};
    const auto& item = line.error.item;
    const auto colon = item.find(':');
    if (colon == std::string::npos) {
        line.item = item;
        return line;
    }
    const auto side = std::string_view{item}.substr(0, colon) == to_string(model::Side::source)
                          ? model::Side::source
                          : model::Side::target;
    line.item = names.connectors[side] + item.substr(colon);
    return line;
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
