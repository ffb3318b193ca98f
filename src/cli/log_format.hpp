#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/log.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <vector>

namespace syncctl::cli {

enum class LogFormat { text, logfmt, json };

/// nullopt for a name that is none.
[[nodiscard]] std::optional<LogFormat> log_format_from(std::string_view name);

/// One thing to say.
struct LogRecord {
    const base::EventKind* kind = nullptr;
    std::vector<base::LogField> fields{};
};

/// The record as one line with its end, whatever its texts hold: `time level event key=value ...`.
/// In text form, what has a `message` is `time level message`.
[[nodiscard]] std::string
format_record(LogFormat format, const LogRecord& record, base::Timestamp time);

/// An event for people who asked for details: `run.start pair=demo execution=7`.
[[nodiscard]] std::string plain_text(const LogRecord& record);

/// `<6>`: the priority as journald and syslog read it at the beginning of a line.
[[nodiscard]] std::string journal_prefix(base::Severity severity);
/// Whether a descriptor is the one that the journal reads: JOURNAL_STREAM is `device:inode` of it
/// (systemd.exec(5)). A program that was started with another standard error inherits the variable
/// as well.
[[nodiscard]] bool is_journal(std::string_view journal_stream, const struct stat& descriptor);

} // namespace syncctl::cli
