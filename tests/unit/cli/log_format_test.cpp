#include "log_format.hpp"

#include "syncctl/base/events.hpp"
#include "syncctl/base/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace syncctl::cli {

namespace events = base::events;

namespace {

constexpr base::Timestamp k_time{1'790'000'000'123};

std::string line_of(LogFormat format, std::string_view message)
{
    return format_record(
        format,
        {.kind = &events::k_warning, .fields = {{"message", message}, {"count", 3}}},
        k_time);
}

std::string read(const std::string& path)
{
    std::ifstream in{path};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

} // namespace

TEST_CASE("logfmt quotes what is no plain word", "[cli][log]")
{
    CHECK(line_of(LogFormat::logfmt, "plain") ==
          "time=2026-09-21T14:13:20.123Z level=warning event=warning message=plain count=3\n");
    const auto message = [](std::string_view text) {
        const auto line = line_of(LogFormat::logfmt, text);
        const auto start = line.find("message=") + 8;
        return line.substr(start, line.size() - start - std::string{" count=3\n"}.size());
    };
    CHECK(message("") == "\"\"");
    CHECK(message("two words") == "\"two words\"");
    CHECK(message("a=b") == "\"a=b\"");
    CHECK(message("say \"hi\"") == R"("say \"hi\"")");
    CHECK(message("C:\\temp") == R"("C:\\temp")");
    CHECK(message("Grüße") == "Grüße");
}

TEST_CASE("JSON lines are JSON, with numbers as numbers", "[cli][log]")
{
    const auto line = line_of(LogFormat::json, "say \"hi\"\n\xff");
    const auto record = base::parse_json(line.substr(0, line.size() - 1));
    CHECK(record["time"] == "2026-09-21T14:13:20.123Z");
    CHECK(record["level"] == "warning");
    CHECK(record["event"] == "warning");
    CHECK(record["count"] == 3);
    CHECK(record["message"] == "say \"hi\"\\x0a\\xff");
}

TEST_CASE("text of a log has the time, the level and the message", "[cli][log]")
{
    CHECK(line_of(LogFormat::text, "careful now") ==
          "2026-09-21T14:13:20.123Z warning careful now\n");
    CHECK(format_record(
              LogFormat::text,
              {.kind = &events::k_run_error, .fields = {{"pair", "demo"}, {"message", "no way"}}},
              k_time) == "2026-09-21T14:13:20.123Z error run.error pair=demo message=\"no way\"\n");
}

TEST_CASE("hostile text stays on one line and reaches no terminal, in every format", "[cli][log]")
{
    for (const auto* hostile : {"a\nlevel=error event=run.error",
                                "a\r\nb",
                                "\x1b]0;owned\x07\x1b[2J",
                                "\xc2\x9b"
                                "31m",
                                "\xe2\x80\xae"
                                "txt.exe",
                                "\xe2\x80\xa8line",
                                "\xff\xfe",
                                "\" event=x y=\"",
                                "\\\" event=x y=\\\""}) {
        for (const auto format : {LogFormat::text, LogFormat::logfmt, LogFormat::json}) {
            const auto line = line_of(format, hostile);
            INFO(line);
            CHECK(std::count(line.begin(), line.end(), '\n') == 1);
            CHECK(std::none_of(line.begin(), line.end() - 1, [](char c) {
                return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
            }));
            CHECK(line.find("\xc2\x9b") == std::string::npos);
            CHECK(line.find("\xe2\x80\xae") == std::string::npos);
        }
        // A reader of logfmt still finds one event.
        const auto line = line_of(LogFormat::logfmt, hostile);
        const std::regex grammar{
            R"re(([a-z_]+=("(\\.|[^"\\])*"|[^ "=\\]+))( [a-z_]+=("(\\.|[^"\\])*"|[^ "=\\]+))*\n)re"};
        CHECK(std::regex_match(line, grammar));
    }
}

TEST_CASE("priorities are those of syslog, and the journal is known by its inode", "[cli][log]")
{
    CHECK(journal_prefix(base::Severity::error) == "<3>");
    CHECK(journal_prefix(base::Severity::warning) == "<4>");
    CHECK(journal_prefix(base::Severity::notice) == "<5>");
    CHECK(journal_prefix(base::Severity::info) == "<6>");
    CHECK(journal_prefix(base::Severity::debug) == "<7>");

    struct stat info {};

    info.st_dev = 10;
    info.st_ino = 4711;
    CHECK(is_journal("10:4711", info));
    for (const auto* other : {"", "10:471", "1:04711", "10:4711 ", "4711", "0x0a:4711"}) {
        CHECK_FALSE(is_journal(other, info));
    }
}

TEST_CASE("every event is in the manual with its level and meaning, and nothing else is",
          "[cli][log]")
{
    const auto manual = read(std::string{SYNCCTL_SOURCE_DIR} + "/docs/watching.md");
    std::set<std::string> expected;
    for (const auto* kind : events::k_all) {
        const auto line = format_record(LogFormat::logfmt, {.kind = kind, .fields = {}}, k_time);
        const auto start = line.find("level=") + 6;
        expected.insert("| `" + std::string{kind->name} + "` | " +
                        line.substr(start, line.find(' ', start) - start) + " | " +
                        std::string{kind->meaning} + " |");
    }
    CHECK(expected.size() == events::k_all.size());
    std::set<std::string> found;
    std::istringstream lines{manual};
    std::string line;
    const std::regex row{R"(\| `[a-z.]+` \| (error|warning|notice|info|debug) \| .*)"};
    while (std::getline(lines, line)) {
        if (std::regex_match(line, row)) {
            found.insert(line);
        }
    }
    CHECK(found == expected);
}

} // namespace syncctl::cli
