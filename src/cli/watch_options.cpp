#include "watch_options.hpp"

#include "secret_source.hpp"
#include "session.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/subprocess.hpp"

#include <optional>
#include <utility>

namespace syncctl::cli {

namespace {

std::optional<std::string> flag_or_variable(Session& session,
                                            const Arguments& arguments,
                                            std::string_view flag,
                                            const char* variable)
{
    if (arguments.has(flag)) {
        if (arguments.text(flag).empty()) {
            throw Error{ErrorCode::usage, "--" + std::string{flag} + ": it is empty"};
        }
        return arguments.text(flag);
    }
    return session.environment().find(variable);
}

base::Secret heartbeat_url(Session& session, const Arguments& arguments)
{
    if (const auto text = arguments.find("heartbeat")) {
        const auto source = parse_secret_source(*text);
        if (!source) {
            throw Error{
                ErrorCode::usage,
                "--heartbeat: the URL itself is refused, it would be visible to every "
                "user of this machine",
                "--heartbeat SOURCE with prompt, stdin, file:PATH, env:NAME or cmd:COMMAND"};
        }
        return session.read_secret(*source, "heartbeat URL");
    }
    return session.heartbeat_url().value_or(base::Secret{});
}

std::vector<std::string> notify_command(Session& session, const Arguments& arguments)
{
    const auto text = flag_or_variable(session, arguments, "notify", "SYNCCTL_NOTIFY_COMMAND");
    if (!text) {
        return {};
    }
    auto command = base::split_command(*text);
    if (command.front().empty() || command.front().front() != '/') {
        throw Error{ErrorCode::usage,
                    "the notification command must begin with the absolute path of a program",
                    "--notify '/usr/local/bin/tell-me --now'"};
    }
    return command;
}

} // namespace

OptionSpec metrics_file_option()
{
    return {.flags = "--metrics-file",
            .value = "FILE",
            .help = "Write numbers for Prometheus after the run (SYNCCTL_METRICS_FILE)"};
}

OptionSpec heartbeat_option()
{
    return {.flags = "--heartbeat",
            .value = "SOURCE",
            .help = "Where the URL of a dead-man service comes from (SYNCCTL_HEARTBEAT_URL)"};
}

OptionSpec notify_option()
{
    return {.flags = "--notify",
            .value = "COMMAND",
            .help = "Program to start on failure or new conflicts (SYNCCTL_NOTIFY_COMMAND)"};
}

app::WatchOptions watch_options(Session& session, const Arguments& arguments)
{
    app::WatchOptions options;
    if (arguments.is_dry_run()) {
        return options; // nothing is run that could be watched
    }
    options.version = SYNCCTL_VERSION;
    options.metrics_file =
        flag_or_variable(session, arguments, "metrics-file", "SYNCCTL_METRICS_FILE")
            .value_or(std::string{});
    options.heartbeat_url = heartbeat_url(session, arguments);
    options.notify = notify_command(session, arguments);
    return options;
}

} // namespace syncctl::cli
