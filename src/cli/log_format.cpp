#include "log_format.hpp"

#include "data.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::cli {

namespace {

std::string_view name_of(base::Severity severity)
{
    switch (severity) {
    case base::Severity::error:
        return "error";
    case base::Severity::warning:
        return "warning";
    case base::Severity::notice:
        return "notice";
    case base::Severity::info:
        return "info";
    case base::Severity::debug:
        return "debug";
    }
    return "error";
}

/// A text is harmless on a terminal before it is quoted: a log is looked at on one.
std::string logfmt_value(std::string_view raw)
{
    auto text = base::term_safe(raw);
    const bool is_plain = !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
        return c == ' ' || c == '"' || c == '=' || c == '\\';
    });
    if (is_plain) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            quoted += '\\';
        }
        quoted += c;
    }
    return quoted + '"';
}

std::string logfmt_pair(const base::LogField& field)
{
    const auto* text = std::get_if<std::string>(&field.value);
    return fmt::format("{}={}",
                       field.key,
                       text != nullptr ? logfmt_value(*text)
                                       : std::to_string(std::get<std::int64_t>(field.value)));
}

std::string logfmt_pairs(const std::vector<base::LogField>& fields)
{
    std::string line;
    for (const auto& field : fields) {
        line += ' ';
        line += logfmt_pair(field);
    }
    return line;
}

std::string json_line(const LogRecord& record, base::Timestamp time)
{
    Data::Object members{{"time", base::format_utc(time)},
                         {"level", name_of(record.kind->severity)},
                         {"event", record.kind->name}};
    for (const auto& field : record.fields) {
        if (const auto* text = std::get_if<std::string>(&field.value)) {
            members.emplace_back(field.key, base::term_safe(*text));
        } else {
            members.emplace_back(field.key, std::get<std::int64_t>(field.value));
        }
    }
    return Data{std::move(members)}.json();
}

} // namespace

std::optional<LogFormat> log_format_from(std::string_view name)
{
    if (name == "text") {
        return LogFormat::text;
    }
    if (name == "logfmt") {
        return LogFormat::logfmt;
    }
    return name == "json" ? std::optional{LogFormat::json} : std::nullopt;
}

std::string plain_text(const LogRecord& record)
{
    return std::string{record.kind->name} + logfmt_pairs(record.fields);
}

std::string format_record(LogFormat format, const LogRecord& record, base::Timestamp time)
{
    switch (format) {
    case LogFormat::json:
        return json_line(record, time) + "\n";
    case LogFormat::logfmt:
        return fmt::format("time={} level={} event={}{}\n",
                           base::format_utc(time),
                           name_of(record.kind->severity),
                           record.kind->name,
                           logfmt_pairs(record.fields));
    case LogFormat::text:
        break;
    }
    const auto message = std::find_if(record.fields.begin(),
                                      record.fields.end(),
                                      [](const auto& field) { return field.key == "message"; });
    // Talk has a message and hardly anything else; an event has fields.
    const bool is_talk =
        message != record.fields.end() && record.kind->name.find('.') == std::string_view::npos;
    return fmt::format("{} {} {}\n",
                       base::format_utc(time),
                       name_of(record.kind->severity),
                       is_talk ? base::term_safe(std::get<std::string>(message->value))
                               : plain_text(record));
}

std::string journal_prefix(base::Severity severity)
{
    return fmt::format("<{}>", static_cast<int>(severity));
}

bool is_journal(std::string_view journal_stream, const struct stat& descriptor)
{
    return journal_stream == fmt::format("{}:{}", descriptor.st_dev, descriptor.st_ino);
}

} // namespace syncctl::cli
