#include "terminal.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <span>
#include <sys/ioctl.h>

namespace syncctl::cli {

namespace {

// What a signal handler may touch: written before the flag is set, read after it was seen.
termios g_saved_terminal{};
std::atomic<bool> g_is_hidden{false};

class HiddenInput {
public:
    HiddenInput()
    {
        if (::tcgetattr(STDIN_FILENO, &g_saved_terminal) != 0) {
            return;
        }
        termios hidden = g_saved_terminal;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        g_is_hidden.store(true);
        static_cast<void>(::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden));
    }

    ~HiddenInput() { restore_terminal(); }

    HiddenInput(const HiddenInput&) = delete;
    HiddenInput& operator=(const HiddenInput&) = delete;
};

/// Waits without being restarted behind a signal's back.
void wait_for_input(const base::StopFlag& stop)
{
    while (true) {
        if (stop.is_requested()) {
            throw Error{ErrorCode::interrupted, "stopped while waiting for input"};
        }
        pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
        constexpr int k_slice_ms = 1000;
        if (::poll(&input, 1, k_slice_ms) > 0) {
            return;
        }
    }
}

/// \return number of octets, 0 at the end
std::size_t read_some(std::span<char> buffer, const base::StopFlag& stop)
{
    while (true) {
        wait_for_input(stop);
        const auto got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (got >= 0) {
            return static_cast<std::size_t>(got);
        }
        if (errno != EINTR && errno != EAGAIN) {
            throw Error{ErrorCode::io,
                        fmt::format("reading standard input: {}", base::errno_text(errno))};
        }
    }
}

} // namespace

int write_all(int descriptor, std::string_view text)
{
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {
            pollfd output{.fd = descriptor, .events = POLLOUT, .revents = 0};
            static_cast<void>(::poll(&output, 1, -1));
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

bool is_terminal(int descriptor)
{
    return ::isatty(descriptor) == 1;
}

std::size_t terminal_width(int descriptor)
{
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0) {
        return 0;
    }
    return size.ws_col;
}

std::string read_line(const base::StopFlag& stop)
{
    std::string line;
    char c = 0;
    constexpr std::size_t k_max_line = 4096;
    while (read_some({&c, 1}, stop) == 1) {
        if (c == '\n') {
            return line;
        }
        if (line.size() < k_max_line) {
            line += c;
        }
    }
    if (line.empty()) {
        throw Error{ErrorCode::declined, "the input ended before an answer came"};
    }
    return line;
}

std::string read_input_up_to(std::size_t most, const base::StopFlag& stop)
{
    std::string text;
    std::array<char, 16384> buffer{};
    while (text.size() < most) {
        const auto wanted = std::min(buffer.size(), most - text.size());
        const auto got = read_some(std::span{buffer}.first(wanted), stop);
        if (got == 0) {
            break;
        }
        text.append(buffer.data(), got);
    }
    return text;
}

std::string read_all_input(std::size_t max_bytes, const base::StopFlag& stop)
{
    std::string text;
    std::array<char, 16384> buffer{};
    while (const auto got = read_some(buffer, stop)) {
        text.append(buffer.data(), got);
        if (text.size() > max_bytes) {
            base::wipe(text);
            throw Error{ErrorCode::io,
                        fmt::format("standard input: more than {} octets", max_bytes)};
        }
    }
    base::wipe(std::as_writable_bytes(std::span{buffer}));
    return text;
}

base::Secret read_hidden_line(std::string_view prompt, const base::StopFlag& stop)
{
    const HiddenInput hidden;
    static_cast<void>(write_all(STDERR_FILENO, prompt));
    std::string line = read_line(stop);
    base::Secret secret{line};
    base::wipe(line);
    return secret;
}

void restore_terminal() noexcept
{
    if (g_is_hidden.exchange(false)) {
        static_cast<void>(::tcsetattr(STDIN_FILENO, TCSANOW, &g_saved_terminal));
    }
}

} // namespace syncctl::cli
