#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/connectors.hpp"

namespace syncctl::cli {

namespace {

Result run_connector_list(Session& session, const Arguments& arguments)
{
    static_cast<void>(arguments);
    Result result;
    result.columns = connector_columns();
    for (const auto& connector : app::list_connectors(session.workspace())) {
        result.rows.push_back(connector_row(connector));
    }
    if (result.rows.empty()) {
        result.notes.emplace_back(k_no_connectors);
    }
    return result;
}

} // namespace

CommandSpec connector_list_command()
{
    return {.path = "connector list",
            .purpose = "List the connectors and the pairs that use them",
            .exit_codes = {10},
            .examples = {{"syncctl connector list", "All connectors"},
                         {"syncctl connector list --format csv", "For a spreadsheet"}},
            .run = &run_connector_list};
}

} // namespace syncctl::cli
