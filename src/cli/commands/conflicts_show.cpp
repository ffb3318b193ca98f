#include "commands.hpp"
#include "rows.hpp"
#include "session.hpp"

#include "syncctl/app/conflicts.hpp"

#include <limits>

namespace syncctl::cli {

namespace {

Result run_conflicts_show(Session& session, const Arguments& arguments)
{
    constexpr auto k_most = std::numeric_limits<std::int64_t>::max();
    Result result;
    result.layout = Layout::details;
    result.rows.push_back(conflict_row(
        app::show_conflict(session.workspace(), arguments.number("ID", 1, k_most).value_or(0))));
    result.columns = {{"id", "Conflict"},
                      {"pair", "Pair"},
                      {"source_item", "Source item"},
                      {"target_item", "Target item"},
                      {"field", "Field"},
                      {"type", "Type"},
                      {"base", "Both had"},
                      {"source", "Source has"},
                      {"target", "Target has"},
                      {"state", "State"},
                      {"detected_at", "Detected"},
                      {"decision", "Decision"},
                      {"decision_value", "Value to set"},
                      {"resolution", "Resolution"},
                      {"resolved_by", "By"},
                      {"resolved_at", "Resolved"}};
    return result;
}

} // namespace

CommandSpec conflicts_show_command()
{
    return {.path = "conflicts show",
            .purpose = "Show one conflict with the values of both sides",
            .positionals = {{.name = "ID", .help = "Number of the conflict"}},
            .exit_codes = {10, 18},
            .examples = {{"syncctl conflicts show 7", "Who has what"}},
            .run = &run_conflicts_show};
}

} // namespace syncctl::cli
