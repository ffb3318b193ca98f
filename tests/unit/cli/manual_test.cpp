#include "command_line.hpp"
#include "commands/commands.hpp"
#include "exit_code.hpp"
#include "manual.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>

namespace syncctl::cli {

namespace {

const ManualEdition k_edition{.version = "1.2.3", .date = "2026-11-26"};

/// As man shows it, as far as single words go.
std::string unescaped(std::string text)
{
    for (const auto& [code, plain] : {std::pair{"\\-", "-"},
                                      {"\\e", "\\"},
                                      {"\\(aq", "'"},
                                      {"\\(ga", "`"},
                                      {"\\(ha", "^"},
                                      {"\\(ti", "~"},
                                      {"\\fB", ""},
                                      {"\\fI", ""},
                                      {"\\fR", ""}}) {
        const std::string from{code};
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
            text.replace(at, from.size(), plain);
        }
    }
    return text;
}

bool holds(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("every command has a manual page with all that its help tells", "[cli][manual]")
{
    const auto pages = manual_pages(k_edition);
    REQUIRE(pages.size() == all_commands().size() + 1);
    for (const auto& entry : all_commands()) {
        const auto spec = entry.make();
        auto name = "syncctl-" + std::string{entry.path};
        std::replace(name.begin(), name.end(), ' ', '-');
        INFO(name);
        const auto page = std::find_if(pages.begin(), pages.end(), [&](const ManualPage& found) {
            return found.file_name == name + ".1";
        });
        REQUIRE(page != pages.end());
        const auto text = unescaped(page->text);
        CHECK(holds(text, name + " - "));
        CHECK(holds(text, "syncctl 1.2.3"));
        CHECK(holds(text, "2026-11-26"));
        for (const auto& option : spec.options) {
            INFO(option.flags);
            CHECK(holds(text, "--" + std::string{long_name(option.flags)}));
        }
        for (const auto& positional : spec.positionals) {
            CHECK(holds(text, positional.name));
        }
        for (const auto code : spec.exit_codes) {
            CHECK(holds(text, meaning_of_exit(code)));
        }
        for (const auto& example : spec.examples) {
            INFO(example.line);
            CHECK(holds(text, example.line));
        }
    }
}

TEST_CASE("syncctl(1) leads to every page", "[cli][manual]")
{
    const auto pages = manual_pages(k_edition);
    REQUIRE(pages.front().file_name == "syncctl.1");
    const auto text = unescaped(pages.front().text);
    for (const auto& page : pages) {
        CHECK(holds(text, page.file_name.substr(0, page.file_name.size() - 2)));
    }
    for (const auto& option : global_options()) {
        CHECK(holds(text, "--" + std::string{long_name(option.flags)}));
    }
}

TEST_CASE("no text of a command is taken for markup", "[cli][manual]")
{
    const std::set<std::string> known{
        ".TH", ".SH", ".TP", ".PP", ".nf", ".fi", ".RS", ".RE", ".nh", ".ad", ".\\\""};
    for (const auto& page : manual_pages(k_edition)) {
        INFO(page.file_name);
        std::istringstream lines{page.text};
        for (std::string line; std::getline(lines, line);) {
            INFO(line);
            CHECK_FALSE(line.empty());
            CHECK(line.front() != '\'');
            if (line.front() == '.') {
                CHECK(known.count(line.substr(0, line.find(' '))) == 1);
            }
        }
    }
}

} // namespace syncctl::cli
