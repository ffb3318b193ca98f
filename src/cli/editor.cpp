#include "editor.hpp"

#include "terminal.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/base/subprocess.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sys/wait.h>
#include <utility>

namespace syncctl::cli {

namespace {

/// While the editor has the terminal, what is typed there is for the editor, Ctrl-C and Ctrl-\ as
/// well.
class IgnoredKeys {
public:
    IgnoredKeys()
    {
        struct sigaction ignore {};

        ignore.sa_handler = SIG_IGN;
        for (auto& [signal, old] : m_old) {
            static_cast<void>(::sigaction(signal, &ignore, &old));
        }
    }

    ~IgnoredKeys()
    {
        for (const auto& [signal, old] : m_old) {
            static_cast<void>(::sigaction(signal, &old, nullptr));
        }
    }

    IgnoredKeys(const IgnoredKeys&) = delete;
    IgnoredKeys& operator=(const IgnoredKeys&) = delete;

private:
    struct Kept {
        int signal = 0;

        struct sigaction old {};
    };

    std::array<Kept, 2> m_old{{{.signal = SIGINT}, {.signal = SIGQUIT}}};
};

Editor::Ended wait_for(pid_t child)
{
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return {.status = EXIT_FAILURE};
        }
    }
    return WIFEXITED(status) ? Editor::Ended{.status = WEXITSTATUS(status)}
                             : Editor::Ended{.signal = WTERMSIG(status)};
}

/// posix_spawn with the signals as a shell would start it.
pid_t spawn(std::vector<std::string> words)
{
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (auto& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    posix_spawnattr_t attributes{};
    ::posix_spawnattr_init(&attributes);
    sigset_t defaults{};
    ::sigfillset(&defaults);
    ::posix_spawnattr_setsigdefault(&attributes, &defaults);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    pid_t child = 0;
    const int problem = ::posix_spawnp(&child, argv[0], nullptr, &attributes, argv.data(), environ);
    ::posix_spawnattr_destroy(&attributes);
    if (problem != 0) {
        throw Error{ErrorCode::failed,
                    fmt::format("the editor '{}' cannot be started: {}",
                                words.front(),
                                base::errno_text(problem)),
                    "set VISUAL or EDITOR to an editor that is installed"};
    }
    return child;
}

/// A path may have blanks; who wrote it without quotes meant the program.
std::vector<std::string> words_of(const std::string& command)
{
    if (command.find('/') != std::string::npos && ::access(command.c_str(), X_OK) == 0) {
        return {command};
    }
    return base::split_command(command);
}

} // namespace

Editor::Editor(const Session& session, const std::string& instead) : m_session{session}
{
    std::string command;
    for (const auto* name : {"VISUAL", "EDITOR"}) {
        if (command.empty()) {
            command = session.environment().find(name).value_or(std::string{});
        }
    }
    const bool may_open =
        session.globals().allows_input && (!command.empty() || is_terminal(STDIN_FILENO));
    if (!may_open) {
        throw Error{
            ErrorCode::declined, "an editor needs a terminal, or --no-input was given", instead};
    }
    m_command = words_of(command.empty() ? "vi" : command);
}

Editor::Ended Editor::open(const std::filesystem::path& file) const
{
    auto words = m_command;
    words.push_back(file.string());
    const IgnoredKeys ignored;
    const auto begun = m_session.clock().monotonic();
    auto ended = wait_for(spawn(std::move(words)));
    ended.took = m_session.clock().monotonic() - begun;
    return ended;
}

std::string Editor::words_for(const Ended& ended) const
{
    if (ended.signal != 0) {
        return fmt::format("the editor '{}' was ended by signal {} ({})",
                           m_command.front(),
                           ended.signal,
                           ::sigabbrev_np(ended.signal));
    }
    return fmt::format("the editor '{}' ended with status {}", m_command.front(), ended.status);
}

} // namespace syncctl::cli
