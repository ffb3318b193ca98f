#include "process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <utility>

namespace syncctl::test {

namespace {

void close_if_open(int& descriptor)
{
    if (descriptor >= 0) {
        ::close(descriptor);
        descriptor = -1;
    }
}

std::array<int, 2> make_pipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error{"no pipe"};
    }
    return ends;
}

} // namespace

struct Process::Pipes {
    int input = -1;  ///< ours, to write
    int output = -1; ///< ours, to read
    int error = -1;
    std::array<int, 3> child{-1, -1, -1};
    std::size_t written = 0;

    ~Pipes()
    {
        for (auto* descriptor : {&input, &output, &error, &child[0], &child[1], &child[2]}) {
            close_if_open(*descriptor);
        }
    }

    void make_terminal(unsigned short columns)
    {
        output = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        if (output < 0 || ::grantpt(output) != 0 || ::unlockpt(output) != 0) {
            throw std::runtime_error{"no terminal"};
        }
        std::array<char, 128> name{};
        if (::ptsname_r(output, name.data(), name.size()) != 0) {
            throw std::runtime_error{"no terminal"};
        }
        const winsize size{.ws_row = 24, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
        static_cast<void>(::ioctl(output, TIOCSWINSZ, &size));
        for (auto& descriptor : child) {
            descriptor = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
        }
    }

    void make_pipes(const ProcessOptions& options)
    {
        const auto in = make_pipe();
        const auto out = make_pipe();
        const auto err = make_pipe();
        child = {in[0], out[1], err[1]};
        input = in[1];
        output = out[0];
        error = err[0];
        if (!options.output_file.empty()) {
            close_if_open(child[1]);
            child[1] = ::open(options.output_file.c_str(), O_WRONLY | O_CLOEXEC);
        }
        if (options.has_closed_pipe) {
            close_if_open(output);
        }
        ::fcntl(input, F_SETFL, O_NONBLOCK);
    }
};

Process::Process(const std::string& program, ProcessOptions options)
    : m_options{std::move(options)}, m_pipes{std::make_unique<Pipes>()}
{
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    if (m_options.has_terminal) {
        m_pipes->make_terminal(m_options.terminal_columns);
    } else {
        m_pipes->make_pipes(m_options);
    }
    start(program);
}

Process::~Process()
{
    if (m_id > 0) {
        ::kill(m_id, SIGKILL);
        ::waitpid(m_id, nullptr, 0);
    }
}

void Process::start(const std::string& program)
{
    // Everything that asks for memory comes before the fork.
    std::vector<char*> argv{const_cast<char*>(program.c_str())}; // NOLINT: execve's signature
    for (auto& argument : m_options.arguments) {
        argv.push_back(argument.data());
    }
    argv.push_back(nullptr);
    std::vector<std::string> variables;
    for (const auto& [name, value] : m_options.environment) {
        auto& variable = variables.emplace_back(name);
        variable += '=';
        variable += value;
    }
    std::vector<char*> envp;
    envp.reserve(variables.size() + 1);
    for (auto& variable : variables) {
        envp.push_back(variable.data());
    }
    envp.push_back(nullptr);
    const auto directory = m_options.directory.string();
    m_id = ::fork();
    if (m_id < 0) {
        throw std::runtime_error{"no process"};
    }
    if (m_id == 0) {
        static_cast<void>(std::signal(SIGPIPE, SIG_DFL));
        ::setsid();
        if (m_options.has_terminal) {
            ::ioctl(m_pipes->child[0], TIOCSCTTY, 0);
        }
        for (int descriptor = 0; descriptor < 3; ++descriptor) {
            ::dup2(m_pipes->child[static_cast<std::size_t>(descriptor)], descriptor);
        }
        for (const int descriptor : m_options.closed) {
            ::close(descriptor);
        }
        if (!directory.empty() && ::chdir(directory.c_str()) != 0) {
            ::_exit(126);
        }
        ::execve(argv[0], argv.data(), envp.data());
        ::_exit(127);
    }
    for (auto& descriptor : m_pipes->child) {
        close_if_open(descriptor);
    }
}

/// \return false once everything that was to be read is closed
bool Process::pump(int wait_ms)
{
    auto& pipes = *m_pipes;
    if (pipes.input >= 0 && pipes.written == m_options.input.size()) {
        close_if_open(pipes.input);
    }
    std::array<pollfd, 3> ends{{{.fd = pipes.output, .events = POLLIN, .revents = 0},
                                {.fd = pipes.error, .events = POLLIN, .revents = 0},
                                {.fd = pipes.input, .events = POLLOUT, .revents = 0}}};
    if (pipes.output < 0 && pipes.error < 0) {
        return false;
    }
    ::poll(ends.data(), ends.size(), wait_ms);
    std::array<char, 65536> buffer{};
    const auto read_end = [&](int& descriptor, const pollfd& end, std::string& text) {
        if (descriptor < 0 || end.revents == 0) {
            return;
        }
        const auto got = ::read(descriptor, buffer.data(), buffer.size());
        if (got > 0) {
            text.append(buffer.data(), static_cast<std::size_t>(got));
        } else if (got == 0 || errno != EINTR) { // a terminal ends with EIO
            close_if_open(descriptor);
        }
    };
    read_end(pipes.output, ends[0], m_result.out);
    read_end(pipes.error, ends[1], m_result.err);
    if (pipes.input >= 0 && ends[2].revents != 0) {
        const auto put = ::write(pipes.input,
                                 m_options.input.data() + pipes.written,
                                 m_options.input.size() - pipes.written);
        if (put > 0) {
            pipes.written += static_cast<std::size_t>(put);
        } else if (errno != EAGAIN && errno != EINTR) {
            close_if_open(pipes.input);
        }
    }
    answer();
    return true;
}

void Process::answer()
{
    if (!m_options.has_terminal || m_answered == m_options.answers.size()) {
        return;
    }
    const auto& next = m_options.answers[m_answered];
    const auto at = m_result.out.find(next.wait_for, m_answer_from);
    if (at != std::string::npos) {
        m_answer_from = at + next.wait_for.size();
        ++m_answered;
        static_cast<void>(!::write(m_pipes->output, next.type.data(), next.type.size()));
    }
}

void Process::send_signal(int signal) const
{
    ::kill(m_id, signal);
}

bool Process::is_running() const
{
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(m_id), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == 0;
}

bool Process::wait_until_stopped() const
{
    siginfo_t info{};
    while (::waitid(P_PID, static_cast<id_t>(m_id), &info, WSTOPPED | WEXITED | WNOWAIT) != 0 &&
           errno == EINTR) {
    }
    return info.si_code == CLD_STOPPED;
}

bool Process::wait_for(const std::string& text)
{
    const auto deadline = std::chrono::steady_clock::now() + m_options.timeout;
    const auto has_come = [&] {
        return m_result.out.find(text) != std::string::npos ||
               m_result.err.find(text) != std::string::npos;
    };
    while (!has_come() && std::chrono::steady_clock::now() < deadline) {
        if (!pump(100)) {
            break;
        }
    }
    return has_come();
}

ProcessResult Process::finish()
{
    const auto deadline = std::chrono::steady_clock::now() + m_options.timeout;
    while (pump(100)) {
        if (std::chrono::steady_clock::now() > deadline) {
            m_result.has_timed_out = true;
            ::kill(m_id, SIGKILL);
            break;
        }
    }
    int status = 0;
    rusage usage{};
    while (::wait4(m_id, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    m_id = -1;
    m_result.peak_memory_kib = usage.ru_maxrss;
    m_result.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return m_result;
}

ProcessResult run_process(const std::string& program, ProcessOptions options)
{
    return Process{program, std::move(options)}.finish();
}

} // namespace syncctl::test
