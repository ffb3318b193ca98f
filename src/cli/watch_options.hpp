#pragma once

#include "command.hpp"

#include "syncctl/app/watch.hpp"

namespace syncctl::cli {

[[nodiscard]] OptionSpec metrics_file_option();
[[nodiscard]] OptionSpec heartbeat_option();
[[nodiscard]] OptionSpec notify_option();

/// What the flags say, else the environment: SYNCCTL_METRICS_FILE, SYNCCTL_HEARTBEAT_URL,
/// SYNCCTL_NOTIFY_COMMAND. \throws Error{usage}
[[nodiscard]] app::WatchOptions watch_options(Session& session, const Arguments& arguments);

} // namespace syncctl::cli
