#include "shell_line.hpp"

#include "syncctl/base/subprocess.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace syncctl::cli {

namespace {

constexpr std::string_view k_breaks = " \t\n\"'><=;|&(:";

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("a line of bash is read up to the cursor, and nothing in it is expanded", "[cli]")
{
    const auto line =
        read_shell_line(R"(syncctl  run 'a b' c\ d "e$(f)\"" $(touch x) --db)", k_breaks);
    CHECK(line.before == Words{"syncctl", "run", "a b", "c d", "e$(f)\"", "$(touch", "x)"});
    CHECK(line.current == "--db");
    CHECK(line.quote == 0);
}

TEST_CASE("an open quote is known, with what bash will replace", "[cli]")
{
    const auto single = read_shell_line("syncctl run 'my p", k_breaks);
    CHECK(single.current == "my p");
    CHECK(single.quote == '\'');
    CHECK(single.kept == 0);

    const auto twice = read_shell_line(R"(syncctl run --pair="my p)", k_breaks);
    CHECK(twice.current == "--pair=my p");
    CHECK(twice.quote == '"');
    CHECK(twice.kept == 7);

    CHECK(read_shell_line("syncctl --pair=a:b", k_breaks).kept == 9);
    CHECK(read_shell_line("syncctl --pair=a:b", " \t\n").kept == 0);
}

TEST_CASE("an empty word at the cursor is a word, and so is an empty line", "[cli]")
{
    CHECK(read_shell_line("syncctl run ", k_breaks).current.empty());
    CHECK(read_shell_line("syncctl run ", k_breaks).before == Words{"syncctl", "run"});
    CHECK(read_shell_line("syncctl '' x", k_breaks).before == Words{"syncctl", ""});
    CHECK(read_shell_line("", k_breaks).before.empty());
    CHECK(read_shell_line("syncctl \\", k_breaks).current == "\\");
}

TEST_CASE("quoted text is one word with just these characters for a shell", "[cli]")
{
    for (const std::string text : {"plain-name",
                                   "a b",
                                   "it's",
                                   R"(say "hi")",
                                   "$(touch x)",
                                   "`touch x`",
                                   "a;b&c|d>e<f",
                                   R"(back\slash)",
                                   "~",
                                   "*?[x]{a,b}#!1",
                                   "\xC3\xA4"}) {
        INFO(text);
        CHECK(base::split_command("x " + quoted_for_shell(text, 0)).at(1) == text);
        CHECK(base::split_command("x '" + quoted_for_shell(text, '\'') + "'").at(1) == text);
        CHECK(base::split_command("x \"" + quoted_for_shell(text, '"') + "\"").at(1) == text);
    }
    CHECK(quoted_for_shell("$(x)", 0) == R"(\$\(x\))");
}

} // namespace syncctl::cli
