#include "process_setup.hpp"

#include "terminal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace syncctl::cli {

namespace {

base::StopFlag* g_stop = nullptr;
InheritedSetup g_inherited;

extern "C" void on_stop_signal(int signal)
{
    const int saved_errno = errno;
    if (g_stop->is_requested()) {
        restore_terminal();
        constexpr int k_exit_signal_base = 128;
        ::_exit(k_exit_signal_base + signal);
    }
    g_stop->request(signal);
    errno = saved_errno;
}

/// The last word when even an exception cannot travel (no memory for it, thrown in a destructor).
[[noreturn]] void on_terminate() noexcept
{
    constexpr std::string_view k_text = "syncctl: error: internal error, the program stops\n";
    static_cast<void>(write_all(STDERR_FILENO, k_text));
    ::_exit(EXIT_FAILURE);
}

void reopen_standard_descriptors() noexcept
{
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) {
            // open() takes the lowest free number: this one, as the lower ones are open by now.
            const int opened =
                ::open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY);
            if (opened != descriptor) {
                ::_exit(EXIT_FAILURE);
            }
        }
    }
}

} // namespace

void harden_process() noexcept
{
    reopen_standard_descriptors();
    constexpr mode_t k_private = 077;
    g_inherited.umask = ::umask(k_private);
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread starts
    g_inherited.has_key_log = std::getenv("SSLKEYLOGFILE") != nullptr;
    // Debian's libcurl writes TLS secrets to this file without being asked.
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread starts
    static_cast<void>(::unsetenv("SSLKEYLOGFILE"));
    std::set_terminate(on_terminate);
#if !defined(SYNCCTL_SANITIZED)
    const rlimit no_core{.rlim_cur = 0, .rlim_max = 0};
    static_cast<void>(::setrlimit(RLIMIT_CORE, &no_core));
    static_cast<void>(::prctl(PR_SET_DUMPABLE, 0));
#endif
}

InheritedSetup inherited_setup() noexcept
{
    return g_inherited;
}

void install_signal_handlers(base::StopFlag& stop) noexcept
{
    g_stop = &stop;
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    // A file size limit is a full disk like any other: an error of the write, not our death.
    static_cast<void>(std::signal(SIGXFSZ, SIG_IGN));
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction old {};

        static_cast<void>(::sigaction(signal, nullptr, &old));
        if (old.sa_handler == SIG_IGN) {
            continue;
        }

        struct sigaction action {};

        action.sa_handler = on_stop_signal;
        action.sa_flags = SA_RESTART;
        static_cast<void>(::sigaction(signal, &action, nullptr));
    }
}

} // namespace syncctl::cli
