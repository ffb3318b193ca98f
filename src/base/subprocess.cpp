#include "syncctl/base/subprocess.hpp"

#include "syncctl/base/clock.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>

extern char**
    environ; // NOLINT(readability-redundant-declaration): POSIX wants it declared by the program

namespace syncctl::base {
namespace {

struct Pipe {
    UniqueFd read_end;
    UniqueFd write_end;
};

Pipe make_pipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw Error{ErrorCode::io, "no pipe for a child process"};
    }
    return {UniqueFd{ends[0]}, UniqueFd{ends[1]}};
}

/// A file without a name: unlike a pipe, it never has to be filled while the program runs.
UniqueFd input_file(std::string_view text)
{
    UniqueFd file{::memfd_create("input", MFD_CLOEXEC)};
    while (file.is_open() && !text.empty()) {
        const auto written = ::write(file.get(), text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            break;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (!file.is_open() || !text.empty() || ::lseek(file.get(), 0, SEEK_SET) != 0) {
        throw Error{ErrorCode::io, "no room for the input of a child process"};
    }
    return file;
}

std::vector<char*> pointers_to(std::vector<std::string>& words)
{
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (auto& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

/// What posix_spawn takes, released together.
class SpawnPlan {
public:
    /// \param stdin_fd -1: nothing to read
    SpawnPlan(int stdin_fd, int stdout_fd)
    {
        posix_spawn_file_actions_init(&m_actions);
        if (stdin_fd < 0) {
            posix_spawn_file_actions_addopen(&m_actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        } else {
            posix_spawn_file_actions_adddup2(&m_actions, stdin_fd, STDIN_FILENO);
        }
        posix_spawn_file_actions_adddup2(&m_actions, stdout_fd, STDOUT_FILENO);
        // Ours are close-on-exec anyway; those that our parent left open are not.
        posix_spawn_file_actions_addclosefrom_np(&m_actions, STDERR_FILENO + 1);
        posix_spawnattr_init(&m_attributes);
        // Its own group, so that a time-out ends its children as well; signals as a shell would
        // start it.
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setpgroup(&m_attributes, 0);
        posix_spawnattr_setsigmask(&m_attributes, &none);
        posix_spawnattr_setsigdefault(&m_attributes, &all);
        posix_spawnattr_setflags(
            &m_attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }

    ~SpawnPlan()
    {
        posix_spawn_file_actions_destroy(&m_actions);
        posix_spawnattr_destroy(&m_attributes);
    }

    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    pid_t spawn(const std::vector<std::string>& argv,
                const std::optional<std::vector<std::string>>& environment)
    {
        auto words = argv;
        auto variables = environment.value_or(std::vector<std::string>{});
        const auto arguments = pointers_to(words);
        const auto own = pointers_to(variables);
        pid_t pid = 0;
        const int failure = posix_spawn(&pid,
                                        argv.front().c_str(),
                                        &m_actions,
                                        &m_attributes,
                                        arguments.data(),
                                        environment ? own.data() : environ);
        if (failure != 0) {
            throw_errno("starting", argv.front(), failure);
        }
        return pid;
    }

private:
    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
};

int exit_status_of(int status)
{
    constexpr int k_signal_base = 128;
    return WIFEXITED(status) ? WEXITSTATUS(status) : k_signal_base + WTERMSIG(status);
}

/// Reads until the end, the limit, or the deadline. The octets may be a key: they go to guarded
/// memory at once.
void read_output(int fd,
                 const SubprocessLimits& limits,
                 std::chrono::milliseconds deadline,
                 SubprocessResult& result)
{
    const SystemClock clock;
    auto buffer = Secret::of_size(limits.max_output_bytes + 1);
    std::size_t used = 0;
    for (;;) {
        const auto rest = deadline - clock.monotonic();
        pollfd waiting{.fd = fd, .events = POLLIN, .revents = 0};
        const int ready =
            rest.count() <= 0 ? 0 : ::poll(&waiting, 1, static_cast<int>(rest.count()));
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        if (ready <= 0) {
            result.timed_out = true;
            break;
        }
        const auto room = buffer.writable().subspan(used);
        const auto got = ::read(fd, room.data(), room.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            break;
        }
        used += static_cast<std::size_t>(got);
        if (used > limits.max_output_bytes) {
            result.output_too_long = true;
            break;
        }
    }
    result.output = Secret{buffer.bytes().first(std::min(used, limits.max_output_bytes))};
}

/// Waits for the end of the child; it stays to be collected.
bool ends_before(pid_t pid, std::chrono::milliseconds deadline)
{
    constexpr std::chrono::milliseconds k_step{5};
    const SystemClock clock;
    for (;;) {
        siginfo_t info{};
        const int failure =
            ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT);
        if (failure == 0 && info.si_pid == pid) {
            return true;
        }
        if (clock.monotonic() >= deadline) {
            return false;
        }
        std::this_thread::sleep_for(k_step);
    }
}

} // namespace

SubprocessResult run_subprocess(const std::vector<std::string>& argv,
                                const SubprocessLimits& limits,
                                const SubprocessStart& start)
{
    if (argv.empty() || argv.front().empty() || argv.front().front() != '/') {
        throw Error{ErrorCode::io, "a program to run must be named by its absolute path"};
    }
    const SystemClock clock;
    const auto deadline = clock.monotonic() + limits.timeout;
    auto output = make_pipe();
    const auto input = start.input.empty() ? UniqueFd{} : input_file(start.input);
    SpawnPlan plan{input.get(), output.write_end.get()};
    const pid_t pid = plan.spawn(argv, start.environment);
    output.write_end.reset();
    SubprocessResult result;
    read_output(output.read_end.get(), limits, deadline, result);
    // It may have closed its output and go on.
    if (!result.timed_out && !result.output_too_long && !ends_before(pid, deadline)) {
        result.timed_out = true;
    }
    if (result.timed_out || result.output_too_long) {
        ::kill(-pid, SIGKILL);
    }
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    result.exit_status = exit_status_of(status);
    return result;
}

namespace {

/// Whether a backslash quotes the character after it: always outside quotes, never inside single
/// ones, and inside double ones only before what is special there.
bool is_escape(char quote, char next)
{
    constexpr std::string_view k_special = "\"\\$`";
    return quote == 0 || (quote == '"' && k_special.find(next) != std::string_view::npos);
}

} // namespace

std::vector<std::string> split_command(const std::string& command)
{
    std::vector<std::string> words;
    std::string word;
    bool is_in_word = false;
    char quote = 0;
    for (std::size_t i = 0; i < command.size(); ++i) {
        const char c = command[i];
        if (quote != 0 && c == quote) {
            quote = 0;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
            is_in_word = true;
        } else if (c == '\\' && i + 1 < command.size() && is_escape(quote, command[i + 1])) {
            word += command[++i];
            is_in_word = true;
        } else if (quote == 0 && (c == ' ' || c == '\t')) {
            if (is_in_word) {
                words.push_back(std::move(word));
                word.clear();
                is_in_word = false;
            }
        } else {
            word += c;
            is_in_word = true;
        }
    }
    if (quote != 0) {
        throw Error{ErrorCode::usage, "a command has a quote without its partner"};
    }
    if (is_in_word) {
        words.push_back(std::move(word));
    }
    if (words.empty()) {
        throw Error{ErrorCode::usage, "the command is empty"};
    }
    return words;
}

} // namespace syncctl::base
