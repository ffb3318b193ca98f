#include "editor.hpp"

#include "terminal.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/base/subprocess.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sys/wait.h>
#include <system_error>
#include <utility>
#include <vector>

namespace syncctl::cli {

namespace {

/// While the editor has the terminal, Ctrl-C is for the editor.
class IgnoredInterrupt {
public:
    IgnoredInterrupt() : m_old{std::signal(SIGINT, SIG_IGN)} {}

    ~IgnoredInterrupt() { static_cast<void>(std::signal(SIGINT, m_old)); }

    IgnoredInterrupt(const IgnoredInterrupt&) = delete;
    IgnoredInterrupt& operator=(const IgnoredInterrupt&) = delete;

private:
    void (*m_old)(int);
};

int wait_for(pid_t child)
{
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return EXIT_FAILURE;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}

/// posix_spawn with default signals for the child.
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
    ::sigemptyset(&defaults);
    ::sigaddset(&defaults, SIGINT);
    ::sigaddset(&defaults, SIGPIPE);
    ::posix_spawnattr_setsigdefault(&attributes, &defaults);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    pid_t child = 0;
    const int problem = ::posix_spawnp(&child, argv[0], nullptr, &attributes, argv.data(), environ);
    ::posix_spawnattr_destroy(&attributes);
    if (problem != 0) {
        throw Error{ErrorCode::failed,
                    fmt::format("editor '{}' cannot be started: {}",
                                words.front(),
                                base::errno_text(problem)),
                    "set EDITOR"};
    }
    return child;
}

} // namespace

Draft::Draft(const std::filesystem::path& folder, const std::string& name, const std::string& text)
{
    constexpr int k_suffix_length = 5; // ".yaml"
    std::string pattern = (folder / fmt::format("{}-XXXXXX.yaml", name)).string();
    base::UniqueFd file{::mkostemps(pattern.data(), k_suffix_length, O_CLOEXEC)};
    if (!file.is_open()) {
        base::throw_errno("making a draft", pattern, errno);
    }
    m_path = pattern;
    if (const int problem = write_all(file.get(), text); problem != 0) {
        std::error_code ignored;
        std::filesystem::remove(m_path, ignored);
        base::throw_errno("writing", m_path, problem);
    }
}

Draft::~Draft()
{
    if (!m_is_kept) {
        std::error_code ignored;
        std::filesystem::remove(m_path, ignored);
    }
}

void run_editor(const Session& session, const std::filesystem::path& file)
{
    auto command = session.environment().find("VISUAL");
    if (!command) {
        command = session.environment().find("EDITOR");
    }
    const bool may_open = session.globals().allows_input && (command || is_terminal(STDIN_FILENO));
    if (!may_open) {
        throw Error{ErrorCode::declined,
                    "an editor needs a terminal, or --no-input was given",
                    "syncctl mapping import PAIR FILE"};
    }
    auto words = base::split_command(command.value_or("vi"));
    words.push_back(file.string());
    const IgnoredInterrupt ignored;
    if (const int status = wait_for(spawn(std::move(words))); status != 0) {
        throw Error{ErrorCode::failed,
                    fmt::format("the editor ended with status {}, nothing was saved", status)};
    }
}

} // namespace syncctl::cli
