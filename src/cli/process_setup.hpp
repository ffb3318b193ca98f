#pragma once

#include "syncctl/base/stop.hpp"

namespace syncctl::cli {

/// First thing in main: closed standard descriptors are opened on /dev/null (a database must never
/// become descriptor 1), files are made private, no core dump, no tracing by others, no TLS key
/// log.
void harden_process() noexcept;

/// What harden_process() found before it changed it; for doctor.
struct InheritedSetup {
    unsigned umask = 077;
    bool has_key_log = false; ///< SSLKEYLOGFILE was set
};

[[nodiscard]] InheritedSetup inherited_setup() noexcept;

/// SIGINT, SIGTERM and SIGHUP set the flag; a second one ends the process at once. SIGPIPE is
/// ignored. Signals that the parent had ignored (nohup) stay ignored.
void install_signal_handlers(base::StopFlag& stop) noexcept;

} // namespace syncctl::cli
