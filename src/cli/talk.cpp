#include "talk.hpp"

#include "terminal.hpp"

#include "syncctl/base/events.hpp"
#include "syncctl/base/file.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace syncctl::cli {

namespace {

constexpr std::chrono::milliseconds k_progress_after{2000};
constexpr std::chrono::milliseconds k_progress_every{100};
constexpr std::size_t k_default_width = 80;
constexpr std::string_view k_plain = "\x1b[0m";

/// Nothing for text as it is.
std::string_view start_of(ScreenLine::Style style)
{
    switch (style) {
    case ScreenLine::Style::heading:
        return "\x1b[1m";
    case ScreenLine::Style::added:
        return "\x1b[32m";
    case ScreenLine::Style::removed:
        return "\x1b[31m";
    case ScreenLine::Style::faint:
        return "\x1b[2m";
    case ScreenLine::Style::notice:
        return "\x1b[33m";
    case ScreenLine::Style::plain:
        break;
    }
    return {};
}

} // namespace

std::string safe_lines(std::string_view text)
{
    std::string safe;
    while (!text.empty()) {
        const auto end = text.find('\n');
        safe += base::term_safe(text.substr(0, end));
        safe += '\n';
        if (end == std::string_view::npos) {
            break;
        }
        text.remove_prefix(end + 1);
    }
    return safe;
}

Talk::Talk(const base::Clock& clock, const Options& options)
    : m_clock{clock}, m_options{options}, m_started{clock.monotonic()}
{
}

void Talk::log_as(LogFormat format, const std::filesystem::path& file)
{
    m_options.format = format;
    if (!file.empty()) {
        m_file.emplace(file);
        m_file_name = file.string();
    }
}

void Talk::write(base::Severity severity, std::string_view text)
{
    const std::scoped_lock lock{m_mutex};
    take_progress_away();
    std::string prefixed;
    while (m_options.has_priorities && !text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
        prefixed += journal_prefix(severity);
        prefixed += text.substr(0, end);
        text.remove_prefix(end);
    }
    // Where standard error is gone there is nobody to tell.
    static_cast<void>(write_all(STDERR_FILENO, prefixed.empty() ? text : prefixed));
}

void Talk::append_to_file(const LogRecord& record)
{
    const bool is_wanted =
        record.kind->severity != base::Severity::debug || m_options.verbosity > 0;
    if (!m_file || !is_wanted) {
        return;
    }
    std::string failure;
    {
        const std::scoped_lock lock{m_mutex};
        const int problem = m_file->append(format_record(m_options.format, record, m_clock.now()));
        if (problem == 0 || m_has_file_failed) {
            return;
        }
        // Once is enough, and the next record is tried all the same.
        m_has_file_failed = true;
        failure = fmt::format("log file {}: {}; what is logged may be missing there",
                              m_file_name,
                              base::errno_text(problem));
    }
    warning(failure);
}

void Talk::say(const LogRecord& record, bool is_shown, const std::string& text)
{
    append_to_file(record);
    if (is_shown) {
        write(record.kind->severity,
              m_options.format == LogFormat::text
                  ? text
                  : format_record(m_options.format, record, m_clock.now()));
    }
}

void Talk::warning(std::string_view text)
{
    {
        const std::scoped_lock lock{m_mutex};
        m_warnings.emplace_back(text);
    }
    say({.kind = &base::events::k_warning, .fields = {{"message", text}}},
        !m_options.is_quiet,
        fmt::format("syncctl: warning: {}\n", base::term_safe(text)));
}

void Talk::detail(std::string_view text)
{
    if (m_options.verbosity > 0) {
        say({.kind = &base::events::k_detail, .fields = {{"message", text}}},
            !m_options.is_quiet,
            fmt::format("syncctl: {}\n", base::term_safe(text)));
    }
}

void Talk::event(const base::EventKind& kind, const std::vector<base::LogField>& fields)
{
    const bool is_for_people = m_options.format == LogFormat::text;
    const bool is_shown = m_options.is_quiet
                              ? !is_for_people && kind.severity == base::Severity::error
                              : !is_for_people || m_options.verbosity > 0;
    if (is_shown || m_file) {
        const LogRecord record{.kind = &kind, .fields = fields};
        say(record,
            is_shown,
            is_for_people ? fmt::format("syncctl: {}\n", plain_text(record)) : std::string{});
    }
}

void Talk::note(std::string_view text)
{
    say({.kind = &base::events::k_note, .fields = {{"message", text}}},
        !m_options.is_quiet,
        fmt::format("{}\n", base::term_safe(text)));
}

void Talk::error(const Problem& problem)
{
    const std::string_view start = m_options.has_color ? "\x1b[1;31m" : "";
    const std::string_view end = m_options.has_color ? "\x1b[0m" : "";
    LogRecord record{.kind = &base::events::k_error,
                     .fields = {{"error_code", problem.code}, {"message", problem.message}}};
    auto text =
        fmt::format("syncctl: {}error:{} {}\n", start, end, base::term_safe(problem.message));
    if (!problem.hint.empty()) {
        record.fields.emplace_back("hint", problem.hint);
        text += fmt::format("  hint: {}\n", base::term_safe(problem.hint));
    }
    say(record, true, text);
}

void Talk::lines(std::string_view text)
{
    if (m_options.format == LogFormat::text && !m_file) {
        write(base::Severity::notice, safe_lines(text));
        return;
    }
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        say({.kind = &base::events::k_output, .fields = {{"message", line}}},
            true,
            base::term_safe(line) + "\n");
    }
}

void Talk::show(const Screen& screen)
{
    std::string text;
    for (const auto& line : screen) {
        const auto start = m_options.has_color ? start_of(line.style) : std::string_view{};
        text += fmt::format("{}{}{}\n", start, line.text, start.empty() ? "" : k_plain);
    }
    write(base::Severity::notice, text);
}

void Talk::ask(std::string_view question)
{
    write(base::Severity::notice, fmt::format("{} ", base::term_safe(question)));
}

void Talk::progress(std::string_view subject,
                    std::string_view phase,
                    std::int64_t done,
                    std::int64_t total)
{
    if (!m_options.has_progress || m_options.is_quiet || m_options.format != LogFormat::text) {
        return;
    }
    const std::scoped_lock lock{m_mutex};
    const auto now = m_clock.monotonic();
    if (now - m_started < k_progress_after || now - m_last_progress < k_progress_every) {
        return;
    }
    m_last_progress = now;
    const auto width = terminal_width(STDERR_FILENO);
    const auto counts = total > 0 ? fmt::format("{} of {}", done, total) : fmt::format("{}", done);
    const auto line =
        base::cut_to_width(base::term_safe(fmt::format("{}: {} {}", subject, phase, counts)),
                           (width == 0 ? k_default_width : width) - 1);
    m_shows_progress = true;
    static_cast<void>(write_all(STDERR_FILENO, fmt::format("\r\x1b[K{}", line)));
}

std::vector<std::string> Talk::warnings() const
{
    const std::scoped_lock lock{m_mutex};
    return m_warnings;
}

void Talk::end_progress()
{
    const std::scoped_lock lock{m_mutex};
    take_progress_away();
}

void Talk::take_progress_away()
{
    if (m_shows_progress) {
        m_shows_progress = false;
        static_cast<void>(write_all(STDERR_FILENO, "\r\x1b[K"));
    }
}

} // namespace syncctl::cli
