#include "commands.hpp"
#include "session.hpp"
#include "setting_row.hpp"

#include "syncctl/base/error.hpp"

namespace syncctl::cli {

namespace {

Result run_settings_set(Session& session, const Arguments& arguments)
{
    const auto key = arguments.text("KEY");
    const auto value = arguments.text("VALUE");
    const bool is_secret = app::get_setting(session.workspace(), key).is_secret;
    app::SettingView setting;
    if (is_secret) {
        const auto source = parse_secret_source(value);
        if (!source) {
            throw Error{
                ErrorCode::usage,
                key + " is a secret: a literal value is refused, it would be visible to every user",
                "syncctl settings set " + key + " prompt|stdin|file:PATH|env:NAME|cmd:COMMAND"};
        }
        setting = app::set_secret_setting(
            session.workspace(),
            key,
            [&] { return session.read_secret(*source, key); },
            arguments.is_dry_run());
    } else {
        setting = app::set_setting(session.workspace(), key, value, arguments.is_dry_run());
    }
    Result result;
    result.layout = Layout::none;
    result.rows.push_back(setting_row(setting));
    result.notes.push_back(key + (arguments.is_dry_run() ? " would be set" : " is set"));
    return result;
}

} // namespace

CommandSpec settings_set_command()
{
    return {
        .path = "settings set",
        .purpose = "Change a stored setting",
        .positionals =
            {{.name = "KEY", .help = "Name of the setting"},
             {.name = "VALUE",
              .help =
                  "The value; for a secret: prompt, stdin, file:PATH, env:NAME or cmd:COMMAND"}},
        .options = {dry_run_option()},
        .exit_codes = {10, 11, 12, 16, 17, 18},
        .examples = {{"syncctl settings set log_retention_days 30", "Keep history for a month"},
                     {"syncctl settings set webhook_secret prompt", "A secret is asked for"}},
        .run = &run_settings_set};
}

} // namespace syncctl::cli
