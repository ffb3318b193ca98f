#include "running_pair.hpp"

#include "syncctl/base/json.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <sstream>
#include <sys/stat.h>

namespace syncctl::test {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    std::istringstream in{text};
    std::string line;
    while (std::getline(in, line)) {
        lines.push_back(line);
    }
    return lines;
}

std::vector<nlohmann::json> records_of(const std::string& text)
{
    std::vector<nlohmann::json> records;
    for (const auto& line : lines_of(text)) {
        records.push_back(base::parse_json(line));
    }
    return records;
}

std::vector<std::string> events_of(const std::vector<nlohmann::json>& records)
{
    std::vector<std::string> names;
    for (const auto& record : records) {
        names.push_back(record["event"]);
    }
    return names;
}

nlohmann::json the(const std::string& event, const std::vector<nlohmann::json>& records)
{
    for (const auto& record : records) {
        if (record["event"] == event) {
            return record;
        }
    }
    FAIL("no " << event);
    return {};
}

} // namespace

TEST_CASE("a run is a story of events in JSON, one to a line", "[cli][log]")
{
    const RunningPair cli;
    cli.has_item("dev", "1", "First");
    const auto first = records_of(cli.must({"run", "dev-desk", "--log-format", "json"}).err);
    CHECK(events_of(first) == std::vector<std::string>{"run.start", "item.created", "run.end"});
    const auto created = the("item.created", first);
    CHECK(created["pair"] == "dev-desk");
    CHECK(created["partner"] == "dev:1");
    CHECK(created["execution"] == 1);
    CHECK(created["level"] == "info");
    const auto end = the("run.end", first);
    CHECK(end["result"] == "completed");
    CHECK(end["created"] == 1);
    CHECK(end["duration_ms"].is_number());
    cli.has_a_conflict();
    const auto second = cli.run({"run", "dev-desk", "--log-format", "json"});
    CHECK(second.exit == 14);
    const auto conflict = the("conflict.new", records_of(second.err));
    CHECK(conflict["item"] == "dev:1");
    CHECK(conflict["field"] == "Title <-> Title");
    CHECK(conflict["level"] == "warning");
    cli.loses("desk");
    const auto failed = records_of(cli.run({"run", "dev-desk", "--log-format", "json", "-q"}).err);
    CHECK(events_of(failed) == std::vector<std::string>{"run.error", "error"});
    CHECK(the("run.error", failed)["error_code"] == "unavailable");
}

TEST_CASE("text stays as people know it, with events for those who ask", "[cli][log]")
{
    RunningPair cli;
    cli.has_item("dev", "1", "First");
    CHECK(cli.must({"run", "dev-desk"}).err.empty());
    CHECK(contains(cli.must({"run", "dev-desk", "-v"}).err,
                   "syncctl: run.start pair=dev-desk execution=2 trigger=manual\n"));
    cli.environment["SYNCCTL_LOG_FORMAT"] = "logfmt";
    CHECK(contains(cli.must({"run", "dev-desk"}).err, " level=info event=run.end pair=dev-desk "));
    CHECK(cli.must({"run", "dev-desk", "--log-format", "text"}).err.empty());
    CHECK(contains(cli.run({"pair", "show", "nobody"}).err, "level=error event=error error_code="));
    cli.environment["SYNCCTL_LOG_FORMAT"] = "xml";
    CHECK(cli.run({"status"}).exit == 2);
    CHECK(cli.run({"status", "--log-format", "xml"}).exit == 2);
}

TEST_CASE("a log file is private, is appended to and has all that -q hides", "[cli][log]")
{
    RunningPair cli;
    const auto log = cli.home() / "syncctl.log";
    cli.environment["SYNCCTL_LOG_FILE"] = log.string();
    const auto quiet = cli.must({"-q", "run", "dev-desk", "--log-format", "json"});
    CHECK(quiet.err.empty());
    CHECK(mode_of(log) == 0600);
    cli.must({"-q", "run", "dev-desk", "--log-format", "json"});
    CHECK(events_of(records_of(read_text(log))) ==
          std::vector<std::string>{"run.start", "run.end", "run.start", "run.end"});
    // logrotate renames it: the next run makes a new one.
    fs::rename(log, cli.home() / "syncctl.log.1");
    cli.must({"-q", "run", "dev-desk"});
    const auto lines = lines_of(read_text(log));
    REQUIRE(lines.size() == 2);
    CHECK(contains(lines[0], "Z info run.start pair=dev-desk execution=3"));
}

TEST_CASE("a log file that is a link, a folder, a device or a pipe is refused", "[cli][log]")
{
    const CliWorld cli;
    cli.must({"setup"});
    cli.write(cli.home() / "precious", "as it was\n");
    fs::create_symlink("precious", cli.home() / "link");
    REQUIRE(::mkfifo((cli.home() / "pipe").c_str(), 0600) == 0);
    // With a reader it could be opened.
    const int reader = ::open((cli.home() / "pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    for (const auto* file : {"link", ".", "/dev/null", "pipe", "no/such/folder/log"}) {
        INFO(file);
        const auto result = cli.run({"status", "--log-file", file});
        CHECK(result.exit == 1);
        CHECK(contains(result.err, "log file"));
        CHECK(result.out.empty());
    }
    ::close(reader);
    CHECK(read_text(cli.home() / "precious") == "as it was\n");
    CHECK(cli.run({"status", "--log-file", ""}).exit == 2);
}

TEST_CASE("a full disk under the log file is one warning and changes no run", "[cli][log]")
{
    RunningPair cli;
    cli.has_item("dev", "1", "First");
    cli.environment.insert({{"LD_PRELOAD", FAULT_SHIM},
                            {"ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0"},
                            {"FAULT_CALLS", "write"},
                            {"FAULT_PATH", "syncctl.log"},
                            {"FAULT_VALUE", std::to_string(ENOSPC)},
                            {"FAULT_AT", "1"}});
    const std::vector<std::string> run{
        "run", "dev-desk", "--log-format", "json", "--log-file", "syncctl.log"};
    SECTION("nothing goes in")
    {
        cli.environment.insert({{"FAULT_DO", "errno"}, {"FAULT_GOES_ON", "1"}});
        const auto result = cli.must(run);
        const auto records = records_of(result.err);
        CHECK(events_of(records) ==
              std::vector<std::string>{"warning", "run.start", "item.created", "run.end"});
        CHECK(contains(the("warning", records)["message"].get<std::string>(), "o space left"));
        CHECK(read_text(cli.home() / "syncctl.log").empty());
    }
    SECTION("half of a record goes in")
    {
        cli.environment["FAULT_DO"] = "short";
        CHECK(contains(cli.must(run).err, "o space left"));
        // The half has its own line.
        const auto lines = lines_of(read_text(cli.home() / "syncctl.log"));
        REQUIRE(lines.size() == 4);
        CHECK(base::parse_json(lines.back())["event"] == "run.end");
    }
}

TEST_CASE("hostile titles stay on one line of the log and out of most of it", "[cli][log]")
{
    RunningPair cli;
    cli.has_item("dev", "1", R"(x\n{\"event\":\"run.error\"}\u001b[2J\u202e)");
    cli.has_item("dev", "2\\nlevel=error", "not read at all");
    for (const auto* format : {"json", "logfmt", "text"}) {
        const auto log = (cli.home() / format).string();
        const auto result =
            cli.run({"run", "dev-desk", "-vv", "--log-format", format, "--log-file", log});
        for (const auto& text : {result.err, read_text(log)}) {
            INFO(text);
            CHECK(std::none_of(text.begin(), text.end(), [](char c) {
                return c != '\n' && (static_cast<unsigned char>(c) < 0x20 || c == 0x7f);
            }));
            CHECK_FALSE(contains(text, "\xe2\x80\xae"));
            for (const auto& line : lines_of(text)) {
                CHECK(line.rfind("{\"event\":", 0) == std::string::npos);
                CHECK(line.rfind("level=error", 0) == std::string::npos);
            }
        }
    }
}

TEST_CASE("for the journal each line has its priority, and no colour", "[cli][log]")
{
    RunningPair cli;
    cli.loses("desk");
    // The shell knows what standard error is once it is open.
    cli.write(cli.home() / "journal",
              "#!/bin/sh\nexec 2> err\nJOURNAL_STREAM=$(stat -L -c %d:%i err) exec \"$@\"\n");
    const auto run = [&](const std::vector<std::string>& words) {
        ProcessOptions options;
        options.arguments = {(cli.home() / "journal").string(), SYNCCTL_BINARY};
        options.arguments.insert(options.arguments.end(), words.begin(), words.end());
        options.environment = cli.environment;
        options.directory = cli.home();
        static_cast<void>(run_process("/bin/sh", std::move(options)));
        return lines_of(read_text(cli.home() / "err"));
    };
    const auto text = run({"run", "dev-desk", "--color", "always", "-v"});
    REQUIRE(text.size() >= 3);
    CHECK(text.front().rfind("<6>syncctl: run.start", 0) == 0);
    for (const auto& line : text) {
        CHECK(line.size() > 3);
        CHECK(line.front() == '<');
        CHECK(line[2] == '>');
        CHECK_FALSE(contains(line, "\x1b"));
    }
    CHECK(text.back().rfind("<3>", 0) == 0);
    const auto json = run({"run", "dev-desk", "--log-format", "json"});
    CHECK(json.front().rfind("<6>{", 0) == 0);
    CHECK(run({"run"}).front().rfind("<3>", 0) == 0); // wrong usage
    // Somebody else's standard error is no journal.
    cli.environment["JOURNAL_STREAM"] = "1:2";
    CHECK(cli.run({"run"}).err.front() != '<');
}

} // namespace syncctl::test
