// Input that was made to break a parser ends in bounded time, with a result or a reason.

#include "converted.hpp"
#include "fuzz/laws.hpp"
#include "unit/base/vectors.hpp"

#include "syncctl/base/text.hpp"

#include <array>
#include <chrono>
#include <vector>

using namespace syncctl;

namespace {

constexpr std::array<test::Conversion, 6> k_all{markup::html_to_text,
                                                markup::text_to_html,
                                                markup::clean_html,
                                                markup::markdown_to_html,
                                                markup::html_to_markdown,
                                                markup::markdown_to_text};

std::string repeated(std::string_view piece, std::size_t size)
{
    std::string text;
    while (text.size() < size) {
        text += piece;
    }
    return text;
}

std::string many_attributes(std::size_t size)
{
    std::string tag = "<a";
    for (int i = 0; tag.size() < size; ++i) {
        tag += " a" + std::to_string(i);
    }
    return tag + ">x";
}

/// Sanitizers make it ten times as long; what is quadratic takes minutes either way.
constexpr std::chrono::seconds k_longest{10};

void check_bounded(std::string_view name, std::string_view input)
{
    const auto begin = std::chrono::steady_clock::now();
    for (const auto function : k_all) {
        const auto result = function(input);
        if (const auto* text = std::get_if<std::string>(&result)) {
            CHECK(text->size() <= markup::k_max_octets);
        }
    }
    INFO(name);
    CHECK(std::chrono::steady_clock::now() - begin < k_longest);
}

} // namespace

TEST_CASE("what is no text or too much of it is refused", "[markup][hostile]")
{
    for (const auto function : k_all) {
        CHECK(test::refusal(function, "a\xff") == "the text is not UTF-8");
        CHECK(test::refusal(function, "\xed\xa0\x80") == "the text is not UTF-8");
        CHECK(test::refusal(function, std::string(markup::k_max_octets + 1, 'a')) ==
              "the text is longer than 4 MiB");
        CHECK(test::refusal(function, std::string(markup::k_max_octets / 64, '\n')).empty());
    }
    // Every `<` takes four octets in HTML.
    CHECK(test::refusal(markup::text_to_html, std::string(markup::k_max_octets / 2, '<')) ==
          "the HTML would be longer than 4 MiB");
}

TEST_CASE("what is nested deeper than anybody writes is refused or flattened", "[markup][hostile]")
{
    CHECK(test::refusal(markup::clean_html, repeated("<div>", 500'000)) ==
          "elements are nested deeper than 256");
    CHECK(test::refusal(markup::clean_html, repeated("<i>", 300'000) + repeated("</b>", 300'000)) ==
          "elements are nested deeper than 256");
    const auto lists = test::converted(markup::clean_html, repeated("<ul><li>", 8 * 100));
    const auto quotes = test::converted(markup::markdown_to_html, repeated(">", 1000) + "a");
    CHECK(quotes ==
          repeated("<blockquote>", 12 * 32) + "<p>a</p>" + repeated("</blockquote>", 13 * 32));
    CHECK(lists.empty());
}

TEST_CASE("a tag of attributes is refused", "[markup][hostile]")
{
    CHECK(test::refusal(markup::clean_html, many_attributes(200'000)) ==
          "a tag has more than 256 attributes");
    CHECK(test::refusal(markup::clean_html, many_attributes(1'000)).empty());
    CHECK(test::refusal(markup::clean_html, "<a " + repeated("x='>' ", 3'000) + ">y").size() > 0);
    CHECK(test::refusal(markup::clean_html, "<a href=\"" + repeated("a b=1 ", 6'000) + "\">y")
              .empty());
}

TEST_CASE("a reference that is used again and again does not fill the memory", "[markup][hostile]")
{
    const auto uses = [](std::size_t url, std::size_t count) {
        return "[a]: /" + std::string(url, 'b') + "\n\n" + repeated("[a] ", 4 * count);
    };
    CHECK(test::refusal(markup::markdown_to_html, uses(100, 1'000)).empty());
    CHECK(test::refusal(markup::markdown_to_html, uses(8'000, 1'000)) ==
          "addresses of more than 4 MiB");
    CHECK(test::refusal(markup::markdown_to_html, uses(1'000'000, 100'000)) ==
          "too many references in too long a text");
    const auto cells =
        "|" + repeated("a|", 200) + "\n|" + repeated("---|", 400) + "\n" + repeated("|a\n", 12'000);
    CHECK(test::refusal(markup::markdown_to_html, cells) == "more than 250,000 blocks");
}

TEST_CASE("repetition ends soon, whatever is repeated", "[markup][hostile]")
{
    constexpr std::size_t k_size = 32 * 1024;
    for (const std::string_view piece : {"<div>",      "<b>",
                                         "<p><b>",     "<table><tr><td>",
                                         "<a href=x>", "<!--",
                                         "<",          "&",
                                         "&lt;",       "</p>",
                                         "<ul><li>",   "<script>",
                                         "<pre>",      "<a x=\"",
                                         "<br>",       "<hr>",
                                         "<i>x</i>",   "<td>",
                                         "<li>",       "[",
                                         "]",          "*",
                                         "**a ",       "_a_ ",
                                         "`",          "``a`",
                                         "[a](",       "![",
                                         "> ",         "- ",
                                         "1. ",        "|",
                                         "a|b\n-|-\n", "~~",
                                         "\\",         "[a]: b\n",
                                         "<b>",        "*a_b",
                                         "- a\n",      "```\n",
                                         " ",          "\t",
                                         "\n",         "<p>\n\n",
                                         "&nbsp;",     "<b>a</b><i>b</i>"}) {
        check_bounded(piece, repeated(piece, k_size));
    }
    std::string backticks;
    for (std::size_t i = 1; backticks.size() < k_size; ++i) {
        backticks += "e" + std::string(i, '`');
    }
    check_bounded("backticks", backticks);
    check_bounded("one long word", std::string(k_size, 'a'));
}

TEST_CASE("every hostile text goes through every conversion", "[markup][hostile][vectors]")
{
    const auto rows = test::vectors("hostile-strings.json").at("tests");
    REQUIRE(rows.size() == 89);
    for (const auto& row : rows) {
        INFO(row.at("id") << " " << row.at("comment"));
        const auto text = test::octets(row, "hex");
        for (const auto function : k_all) {
            CHECK((test::refusal(function, text) == "the text is not UTF-8") !=
                  base::is_valid_utf8(text));
        }
        // Composed and decomposed letters are left as they are, here as everywhere.
        for (const auto law :
             {test::broken_html_law, test::broken_markdown_law, test::broken_text_law}) {
            CHECK(law(text).value_or("") == "");
        }
    }
}

TEST_CASE("a span that the parser ends without having begun it is nothing", "[markup][hostile]")
{
    // md4c 0.4.8 takes the bracket inside the address for the start of another link.
    const auto html = markup::markdown_to_html("a [![i]([.png)](http://x) **b**");
    REQUIRE(std::holds_alternative<std::string>(html));
    CHECK(std::get<std::string>(html) ==
          R"(<p>a [<img src="%5B.png" alt="i"> <strong>b</strong></p>)");
}
