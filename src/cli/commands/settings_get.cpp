#include "commands.hpp"
#include "session.hpp"
#include "setting_row.hpp"

namespace syncctl::cli {

namespace {

Result run_settings_get(Session& session, const Arguments& arguments)
{
    const auto setting = app::get_setting(session.workspace(), arguments.text("KEY"));
    Result result;
    result.rows.push_back(setting_row(setting));
    result.verbatim = (setting.is_secret ? "(sealed)" : setting.value) + "\n";
    return result;
}

} // namespace

CommandSpec settings_get_command()
{
    return {.path = "settings get",
            .purpose = "Print the value of one setting",
            .positionals = {{.name = "KEY", .help = "Name of the setting"}},
            .exit_codes = {10, 18},
            .examples = {{"syncctl settings get log_retention_days", "For a script"}},
            .run = &run_settings_get};
}

} // namespace syncctl::cli
