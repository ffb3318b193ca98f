// Types every command of docs/tutorial.md, in its order, as a reader would who follows the copy
// that scripts/tutorial-trackers makes. What that copy has in place of addresses and secret sources
// is all that is replaced.

#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace syncctl::test;
using nlohmann::json;

namespace {

/// Lines of the code blocks in one language, in their order.
std::vector<std::string> code_lines(const std::filesystem::path& page, const std::string& language)
{
    std::ifstream in{page};
    std::vector<std::string> lines;
    bool is_code = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("```")) {
            is_code = line == "```" + language;
        } else if (is_code && !line.empty()) {
            lines.push_back(line);
        }
    }
    return lines;
}

bool holds(const std::string& line, std::string_view text)
{
    return line.find(text) != std::string::npos;
}

/// What the build did that this test belongs to.
bool is_building(const std::string& line)
{
    return line.starts_with("scripts/packages ") || line.starts_with("cmake --preset ") ||
           line.starts_with("cmake --build ");
}

/// For the edition that is not there: the copy has nothing in place of its address and secrets.
bool is_for_other_edition(const std::string& line)
{
    return holds(line, "desk.example.com") || holds(line, "sdpondemand.manageengine.com") ||
           holds(line, "technician_key=prompt") || holds(line, "refresh_token=prompt");
}

/// The build of this test in place of the reader's.
std::string with_own_build(std::string line)
{
    constexpr std::string_view k_preset = "build/release";
    if (const auto at = line.find(k_preset); at != std::string::npos) {
        line.replace(at, k_preset.size(), SYNCCTL_BUILD_DIR);
    }
    return line;
}

int expected_exit(const std::string& line)
{
    constexpr std::string_view k_note = "# exit code ";
    const auto at = line.find(k_note);
    return at == std::string::npos ? 0 : std::stoi(line.substr(at + k_note.size()));
}

/// A person at a terminal, with practice trackers in another one.
class Reader {
public:
    explicit Reader(const std::string& edition)
        : m_trackers{SYNCCTL_SOURCE_DIR "/scripts/tutorial-trackers",
                     {.arguments =
                          {"--edition", edition, "--build", SYNCCTL_BUILD_DIR, m_home / "practice"},
                      .environment = {{"PATH", "/usr/bin:/bin"}}}}
    {
        REQUIRE(m_trackers.wait_for("Ctrl-C ends them."));
    }

    [[nodiscard]] std::filesystem::path page() const { return m_home / "practice/tutorial.md"; }

    ProcessResult type(const std::string& line)
    {
        if (line.starts_with("export ")) {
            m_exports += line + "\n";
        }
        return run_process(
            "/bin/bash",
            {.arguments = {"-c", m_exports + line},
             .environment = {{"HOME", m_home.path().string()}, {"PATH", "/usr/bin:/bin"}},
             .directory = m_home.path()});
    }

    /// `data` of a command with --json.
    json data_of(const std::string& command)
    {
        return json::parse(type(command + " --json").out).at("data");
    }

    int end_trackers()
    {
        m_trackers.send_signal(SIGTERM);
        return m_trackers.finish().exit;
    }

private:
    TempDir m_home;
    Process m_trackers;
    std::string m_exports;
};

} // namespace

TEST_CASE("the commands of the tutorial work in their order", "[docs][pair]")
{
    const std::string edition = GENERATE("on-premises", "cloud");
    INFO(edition);
    Reader reader{edition};
    const auto lines = code_lines(reader.page(), "sh");
    REQUIRE(lines.size() > 25);
    CHECK(std::count_if(lines.begin(), lines.end(), is_building) == 3);
    CHECK(std::count_if(lines.begin(), lines.end(), is_for_other_edition) == 2);
    int runs = 0;
    for (const auto& line : lines) {
        if (is_building(line) || is_for_other_edition(line)) {
            continue;
        }
        const auto result = reader.type(with_own_build(line));
        INFO(line << "\n" << result.out << result.err);
        CHECK(result.exit == expected_exit(line));
        CHECK_FALSE(holds(result.err, "warning:"));
        runs += line.starts_with("syncctl run support") ? 1 : 0;
        if (runs == 2 && line == "syncctl run support") { // after the dry run
            CHECK(reader.data_of("syncctl items list").size() == 4);
        }
        if (runs == 3 && line == "syncctl run support") {
            const auto last = reader.data_of("syncctl history").at(0);
            CHECK(last["created"] == 0);
            CHECK(last["updated"] == 0);
        }
    }
    CHECK(runs == 5);
    CHECK(reader.data_of("syncctl conflicts list").empty());
    CHECK(reader.data_of("syncctl errors").empty());
    CHECK(reader.end_trackers() == 0);
}

TEST_CASE("the cron line of the tutorial is quiet when all is well", "[docs][pair]")
{
    const auto lines = code_lines(SYNCCTL_SOURCE_DIR "/docs/tutorial.md", "cron");
    REQUIRE(lines.size() == 1);
    const std::string times = "*/5 * * * * ";
    REQUIRE(lines.front().starts_with(times));
    Reader reader{"on-premises"};
    for (const auto& line : code_lines(reader.page(), "sh")) {
        if (is_building(line) || is_for_other_edition(line)) {
            continue;
        }
        if (line.starts_with("syncctl run support")) {
            break; // everything is set up
        }
        REQUIRE(reader.type(with_own_build(line)).exit == 0);
    }
    for (int i = 0; i < 3; ++i) {
        const auto result = reader.type(lines.front().substr(times.size()));
        INFO(result.err);
        CHECK(result.exit == 0);
        CHECK(result.out.empty());
        CHECK(result.err.empty());
    }
    CHECK(reader.data_of("syncctl items list").size() == 4);
    CHECK(reader.end_trackers() == 0);
}

TEST_CASE("the practice trackers say what they do not understand, and touch no folder of others",
          "[docs]")
{
    const std::string script = SYNCCTL_SOURCE_DIR "/scripts/tutorial-trackers";
    const TempDir folder;
    std::ofstream{folder / "thesis.txt"} << "years of work";
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"--edition", "both"},
          {"--edition"},
          {"--verbose"},
          {folder / "a", folder / "b"},
          {"--build", SYNCCTL_BUILD_DIR, folder.path().string()}}) {
        const auto result = run_process(
            script, {.arguments = arguments, .environment = {{"PATH", "/usr/bin:/bin"}}});
        CHECK(result.exit == 2);
        CHECK_FALSE(result.err.empty());
    }
    CHECK(std::filesystem::exists(folder / "thesis.txt"));
}
