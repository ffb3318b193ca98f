#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

namespace syncctl::test {

/// What to type once some text appeared on the terminal.
struct TerminalAnswer {
    std::string wait_for;
    std::string type;
};

struct ProcessOptions {
    std::vector<std::string> arguments{};             ///< without the program
    std::map<std::string, std::string> environment{}; ///< all of it; nothing is inherited
    std::filesystem::path directory{};                ///< empty = ours
    std::string input{};                              ///< then the end of standard input
    std::vector<int> closed{};    ///< of 0, 1, 2: closed before the program starts
    std::string output_file{};    ///< standard output goes here, for instance /dev/full
    bool has_closed_pipe = false; ///< standard output is a pipe that nobody reads
    bool has_terminal = false;    ///< 0, 1 and 2 are a terminal; all that shows there is in `out`
    unsigned short terminal_columns = 80;
    std::vector<TerminalAnswer> answers{};
    std::chrono::seconds timeout{60}; ///< then the program is killed and the result says so
};

struct ProcessResult {
    int exit = -1; ///< 128 + signal when it died by one
    std::string out;
    std::string err;
    bool has_timed_out = false;
    long peak_memory_kib = 0; ///< resident, as the system counted it
};

/// A program under test, as a shell would start it.
class Process {
public:
    Process(const std::string& program, ProcessOptions options);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    [[nodiscard]] pid_t id() const { return m_id; }

    void send_signal(int signal) const;
    /// Waits until the program itself wrote this to its standard output or error.
    [[nodiscard]] bool wait_for(const std::string& text);
    /// True until the program has ended.
    [[nodiscard]] bool is_running() const;
    /// Waits until a signal stopped the program (SIGSTOP); false when it ended instead.
    [[nodiscard]] bool wait_until_stopped() const;
    [[nodiscard]] ProcessResult finish();

private:
    struct Pipes;
    void start(const std::string& program);
    bool pump(int wait_ms);
    void answer();

    ProcessOptions m_options;
    std::unique_ptr<Pipes> m_pipes;
    ProcessResult m_result;
    pid_t m_id = -1;
    std::size_t m_answered = 0;
    std::size_t m_answer_from = 0;
};

[[nodiscard]] ProcessResult run_process(const std::string& program, ProcessOptions options);

} // namespace syncctl::test
