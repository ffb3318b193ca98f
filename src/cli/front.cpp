#include "front.hpp"

#include "answer_shell.hpp"
#include "command_line.hpp"
#include "environment.hpp"
#include "exit_code.hpp"
#include "output.hpp"
#include "session.hpp"
#include "talk.hpp"
#include "terminal.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <new>
#include <string_view>
#include <sys/stat.h>

namespace syncctl::cli {

namespace {

bool is_for_journal(const Environment& environment)
{
    struct stat info {};

    const auto stream = environment.find("JOURNAL_STREAM");
    return stream && ::fstat(STDERR_FILENO, &info) == 0 && is_journal(*stream, info);
}

/// \throws Error{usage}
LogFormat log_format(const Globals& globals, const Environment& environment)
{
    const auto name =
        globals.log_format ? globals.log_format : environment.find("SYNCCTL_LOG_FORMAT");
    const auto format = log_format_from(name.value_or("text"));
    if (!format) {
        throw Error{ErrorCode::usage,
                    fmt::format("SYNCCTL_LOG_FORMAT: '{}' is none of text, logfmt, json",
                                base::cut_to_width(base::term_safe(*name), 40))};
    }
    return *format;
}

/// Once the file of variables is read, which may name them.
void start_log(Talk& talk, const Globals& globals, const Environment& environment)
{
    const auto file = globals.log_file ? globals.log_file : environment.find("SYNCCTL_LOG_FILE");
    talk.log_as(log_format(globals, environment), file.value_or(std::string{}));
}

bool has_color(const Globals& globals, const Environment& environment, int descriptor)
{
    if (descriptor == STDERR_FILENO && is_for_journal(environment)) {
        return false;
    }
    if (globals.color != ColorMode::automatic) {
        return globals.color == ColorMode::always;
    }
    return !environment.find("NO_COLOR") && environment.find("TERM") != "dumb" &&
           is_terminal(descriptor);
}

Problem problem_of(const Error& error)
{
    return {.code = std::string{base::name_of(error.code())},
            .message = error.message(),
            .hint = error.hint(),
            .is_retryable = base::is_retryable(error.code())};
}

/// Standard output is written once, when all state is safe: a closed pipe or a full disk cannot
/// hurt it.
int print(std::string_view text, int exit, Talk& talk)
{
    const int problem = write_all(STDOUT_FILENO, text);
    if (problem == 0) {
        return exit;
    }
    if (problem != EPIPE) {
        talk.error(
            {.code = "io",
             .message = fmt::format("writing to standard output: {}", base::errno_text(problem)),
             .hint = {},
             .is_retryable = false});
    }
    return k_exit_failed;
}

int report_failure(const Error& error,
                   std::string_view command_path,
                   bool is_json,
                   Talk& talk,
                   const base::StopFlag& stop)
{
    const auto problem = problem_of(error);
    const int exit = exit_code_of(error.code(), stop.signal());
    talk.error(problem);
    if (!is_json) {
        return exit;
    }
    return print(error_envelope(problem, exit, command_path, talk.warnings()), exit, talk);
}

int run_invocation(const Invocation& invocation,
                   Environment& environment,
                   Talk& talk,
                   const base::StopFlag& stop)
{
    Result result;
    {
        Session session{invocation.globals, environment, talk, stop};
        start_log(talk, invocation.globals, environment);
        result = invocation.command.run(session, invocation.arguments);
        talk.end_progress();
    }
    const auto& globals = invocation.globals;
    const OutputOptions options{.format = globals.format,
                                .width = terminal_width(STDOUT_FILENO),
                                .has_color = has_color(globals, environment, STDOUT_FILENO),
                                .is_quiet = globals.is_quiet,
                                .is_spreadsheet_safe = globals.is_spreadsheet_safe};
    const auto text = render(result, talk.warnings(), invocation.command.path, options);
    const int exit = print(text, result.exit, talk);
    for (const auto& lines : result.rendered) {
        talk.lines(lines);
    }
    for (const auto& problem : result.problems) {
        talk.error(problem);
    }
    for (const auto& note : result.notes) {
        talk.note(note);
    }
    return exit;
}

int run_guarded(const std::vector<std::string>& arguments,
                Environment& environment,
                const base::StopFlag& stop)
{
    const base::SystemClock clock;
    Talk plain_talk{clock, {.has_priorities = is_for_journal(environment)}};
    Invocation invocation;
    try {
        invocation = parse_command_line(arguments);
    } catch (const Error& error) {
        return report_failure(
            error, command_path_in(arguments), asks_for_json(arguments), plain_talk, stop);
    }
    if (invocation.help) {
        return print(*invocation.help, k_exit_ok, plain_talk);
    }
    const auto& globals = invocation.globals;
    Talk talk{
        clock,
        {.is_quiet = globals.is_quiet,
         .verbosity = globals.verbosity,
         .has_color = has_color(globals, environment, STDERR_FILENO),
         .has_progress = is_terminal(STDERR_FILENO),
         .format = log_format_from(globals.log_format.value_or("text")).value_or(LogFormat::text),
         .has_priorities = is_for_journal(environment)}};
    try {
        return run_invocation(invocation, environment, talk, stop);
    } catch (const Error& error) {
        return report_failure(
            error, invocation.command.path, globals.format == Format::json, talk, stop);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        const Error internal{ErrorCode::failed,
                             fmt::format("internal error: {}", error.what()),
                             "please report this with the command that you typed"};
        return report_failure(
            internal, invocation.command.path, globals.format == Format::json, talk, stop);
    }
}

} // namespace

int run_command_line(const std::vector<std::string>& arguments, const base::StopFlag& stop)
{
    if (!arguments.empty() && arguments.front() == k_complete_word) {
        return answer_shell(arguments, stop);
    }
    Environment environment;
    try {
        return run_guarded(arguments, environment, stop);
    } catch (const std::bad_alloc&) {
        // Nothing here may ask for memory again.
        constexpr std::string_view k_text =
            "syncctl: error: out of memory, the command was not finished\n";
        static_cast<void>(write_all(STDERR_FILENO, k_text));
        return k_exit_failed;
    }
}

} // namespace syncctl::cli
