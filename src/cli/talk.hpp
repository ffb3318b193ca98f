#pragma once

#include "command.hpp"
#include "log_file.hpp"
#include "log_format.hpp"
#include "screen.hpp"

#include "syncctl/base/clock.hpp"
#include "syncctl/base/log.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::cli {

/// Everything said on standard error: errors, warnings, notes, and one progress line that goes away
/// again; and the log file. What comes from outside is escaped here. Warnings, details and events
/// may come from several threads at once: each side of a run has one.
class Talk final : public base::Log {
public:
    struct Options {
        bool is_quiet = false;
        int verbosity = 0;
        bool has_color = false;
        bool has_progress = false; ///< standard error is a terminal
        LogFormat format = LogFormat::text;
        bool has_priorities = false; ///< standard error is the journal's
    };

    Talk(const base::Clock& clock, const Options& options);

    /// From now on the log goes there. Not for several threads. \throws Error{io}
    void log_as(LogFormat format, const std::filesystem::path& file);

    void warning(std::string_view text) override;
    void detail(std::string_view text) override;
    void event(const base::EventKind& kind, const std::vector<base::LogField>& fields) override;
    void note(std::string_view text);
    void error(const Problem& problem);
    /// Finished lines; each is escaped, none is hidden.
    void lines(std::string_view text);
    /// Lines that are escaped already; none is hidden.
    void show(const Screen& screen);
    /// A question without line end.
    void ask(std::string_view question);

    /// Shown once two seconds have passed, at most ten times a second.
    void progress(std::string_view subject,
                  std::string_view phase,
                  std::int64_t done,
                  std::int64_t total);
    void end_progress();

    [[nodiscard]] std::vector<std::string> warnings() const;

private:
    /// To the log file, and to standard error: as a record, or `text` where people read it.
    void say(const LogRecord& record, bool is_shown, const std::string& text);
    void write(base::Severity severity, std::string_view text);
    void append_to_file(const LogRecord& record);
    void take_progress_away();

    const base::Clock& m_clock;
    Options m_options;
    std::chrono::milliseconds m_started;
    mutable std::mutex m_mutex; ///< of what follows, and of standard error
    std::optional<LogFile> m_file;
    std::string m_file_name;
    bool m_has_file_failed = false;
    std::chrono::milliseconds m_last_progress{0};
    bool m_shows_progress = false;
    std::vector<std::string> m_warnings;
};

/// term_safe for each line of a text.
[[nodiscard]] std::string safe_lines(std::string_view text);

} // namespace syncctl::cli
