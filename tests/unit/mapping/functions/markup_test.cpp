#include "../chains.hpp"

using namespace syncctl;
using namespace syncctl::test;

TEST_CASE("HTML becomes readable text, and text HTML again", "[mapping][transform][markup]")
{
    CHECK(text_of(chain("html_text").forward(text("<p>a &lt; b</p>"))) == "a < b");
    CHECK(text_of(chain("html_text").forward(text("<script>x()</script>y"))) == "y");
    const auto html = text_of(chain("html_text").backward(text("a < b")));
    CHECK(html.find("&lt;") != std::string::npos);
    CHECK(text_of(chain("html_text").forward(text(html))) == "a < b");
    CHECK(text_of(chain("stripHtml").forward(text("<b>a</b>"))) == "a");
}

TEST_CASE("text_html is the same the other way round", "[mapping][transform][markup]")
{
    const std::string lines = "one & two\nthree\n\nfour <five>";
    const auto html = value_of(chain("text_html").forward(text(lines)));
    check_both_ways(chain("text_html"), text(lines), html);
    check_both_ways(chain("textToHtml"), text(""), text(""));
}

TEST_CASE("html is cleaned in both directions", "[mapping][transform][markup]")
{
    for (const auto side : model::k_sides) {
        const auto clean =
            text_of(chain("html").towards(side, text("<p onclick=x>a<script>b</script></p>")));
        CHECK(clean.find("onclick") == std::string::npos);
        CHECK(clean.find("script") == std::string::npos);
        CHECK(clean.find('a') != std::string::npos);
    }
}

TEST_CASE("Markdown becomes HTML, and HTML Markdown", "[mapping][transform][markup]")
{
    const auto html = text_of(chain("markdown_html").forward(text("a **b** ~~c~~")));
    CHECK(html.find("<strong>b</strong>") != std::string::npos);
    CHECK(text_of(chain("html_markdown").backward(text("a **b** ~~c~~"))) == html);
    const auto markdown = text_of(chain("html_markdown").forward(text("<p>a <b>b</b></p>")));
    CHECK(markdown.find("**b**") != std::string::npos);
    CHECK(text_of(chain("markdown_html").backward(text("<p>a <b>b</b></p>"))) == markdown);
}

TEST_CASE("Markdown becomes readable text, and text comes back escaped where it has to be",
          "[mapping][transform][markup]")
{
    const auto each = chain("markdown_text");
    for (const std::string plain : {"C#", "2*3*4", "snake_case", "a < b & c"}) {
        CAPTURE(plain);
        CHECK(text_of(each.forward(text(plain))) == plain);
        CHECK(text_of(each.backward(text(plain))) == plain);
    }
    CHECK(text_of(each.forward(text("**a** [b](http://c)"))).starts_with("a b"));
    for (const std::string looks_marked : {"# no heading", "*no list", "1. no list", "**bold**"}) {
        CAPTURE(looks_marked);
        const auto markdown = text_of(each.backward(text(looks_marked)));
        CHECK(text_of(each.forward(text(markdown))) == looks_marked);
    }
}

TEST_CASE("what is too large for a conversion is a problem", "[mapping][transform][markup]")
{
    const auto huge = text(std::string(5U << 20U, 'a'));
    for (const std::string name :
         {"html_text", "text_html", "html", "markdown_html", "html_markdown", "markdown_text"}) {
        CHECK(problem_of(chain(name).forward(huge)).starts_with("cannot be converted: "));
        CHECK(problem_of(chain(name).backward(huge)).starts_with("cannot be converted: "));
    }
}
