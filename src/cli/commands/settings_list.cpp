#include "commands.hpp"
#include "session.hpp"
#include "setting_row.hpp"

namespace syncctl::cli {

namespace {

Result run_settings_list(Session& session, const Arguments& arguments)
{
    static_cast<void>(arguments);
    Result result;
    result.columns = {
        {"key", "KEY"}, {"value", "VALUE"}, {"type", "TYPE"}, {"description", "DESCRIPTION"}};
    for (const auto& setting : app::list_settings(session.workspace())) {
        result.rows.push_back(setting_row(setting));
    }
    return result;
}

} // namespace

CommandSpec settings_list_command()
{
    return {.path = "settings list",
            .purpose = "List the stored settings",
            .exit_codes = {10},
            .examples = {{"syncctl settings list", "All settings"}},
            .run = &run_settings_list};
}

} // namespace syncctl::cli
