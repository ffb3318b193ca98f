#include "converted.hpp"

using namespace syncctl;

namespace {

std::string text_of(std::string_view html)
{
    return test::converted(markup::html_to_text, html);
}

std::string html_of(std::string_view text)
{
    return test::converted(markup::text_to_html, text);
}

} // namespace

TEST_CASE("lines of a description are lines of its text", "[markup][html_text]")
{
    CHECK(text_of("") == "");
    CHECK(text_of("plain") == "plain");
    CHECK(text_of("one<br>two<br/>three") == "one\ntwo\nthree");
    CHECK(text_of("<div>one</div><div>two</div>") == "one\ntwo");
    CHECK(text_of("<div>one</div><div><br></div><div>two<br></div>") == "one\n\ntwo");
    CHECK(text_of("<p>one</p>\n<p>two</p>") == "one\n\ntwo");
    CHECK(text_of("<h1>Title</h1>body") == "Title\n\nbody");
    CHECK(
        text_of("<html><head><title>no</title></head><body><div>\n  a\n  b </div></body></html>") ==
        "a b");
}

TEST_CASE("entities become characters", "[markup][html_text]")
{
    CHECK(text_of("a &lt;b&gt; &amp;amp; &euro; &#x41;&#66; &nbsp;c") == "a <b> &amp; € AB  c");
    CHECK(text_of("AT&T &unknown; &") == "AT&T &unknown; &");
    CHECK(text_of("an old dash: &#150;") == "an old dash: –");
    CHECK(text_of("a&#0;b&#1;c&#x7f;d&#xFFFF;e") == "abcde");
}

TEST_CASE("lists and tables are lines", "[markup][html_text]")
{
    CHECK(text_of("<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul>") ==
          "- a\n- b\n  1. c\n  2. d");
    CHECK(text_of("<ul><li>a</li><ul><li>b</li></ul></ul>") == "- a\n  - b");
    CHECK(text_of("<ol start=\"9\"><li>a<li>b</ol>") == "9. a\n10. b");
    CHECK(text_of("<ul><li><input type=\"checkbox\" checked> done</li>"
                  "<li><input type=\"checkbox\"> open</li></ul>") == "- [x] done\n- [ ] open");
    CHECK(text_of("<table><tr><th>a</th><th>b</th></tr><tr><td>1<br>2</td><td><p>3</p></td></tr>"
                  "</table>") == "a | b\n1 2 | 3");
    CHECK(text_of("<blockquote>a<br>b</blockquote>c") == "> a\n> b\n\nc");
    CHECK(text_of("<pre>if (x)\n\ty();\n</pre>") == "if (x)\n\ty();");
}

TEST_CASE("a link is its text and its address", "[markup][html_text]")
{
    CHECK(text_of("see <a href=\"https://e.org/?a=1&amp;b=2\">the page</a>.") ==
          "see the page (https://e.org/?a=1&b=2).");
    CHECK(text_of("<a href=\"https://e.org\">https://e.org</a>") == "https://e.org");
    CHECK(text_of("<a href=\"mailto:a@e.org\">a@e.org</a>") == "a@e.org");
    CHECK(text_of("<a href=\"javascript:alert(1)\">click</a>") == "click");
    CHECK(text_of("<a href=\"https://e.org\"><b>the</b> <i>page</i></a>") ==
          "the page (https://e.org)");
    CHECK(text_of("<img src=\"a.png\" alt=\"a  photo\"> <img src=\"b.png\">") ==
          "a photo (a.png) b.png");
}

TEST_CASE("scripts and styles have no text", "[markup][html_text]")
{
    CHECK(text_of("a<script>alert('<b>')</script><style>p { }</style>b") == "ab");
    CHECK(text_of("a<select><option>x</option></select><textarea>y</textarea>b<svg><text>z") ==
          "ab");
    CHECK(text_of("a<!-- <b>x</b> -->b") == "ab");
}

TEST_CASE("plain text is escaped, its lines and paragraphs kept", "[markup][text_html]")
{
    CHECK(html_of("") == "");
    CHECK(html_of("a <b> & \"c\"") == "<p>a &lt;b&gt; &amp; \"c\"</p>");
    CHECK(html_of("one\ntwo\r\nthree\rfour") == "<p>one<br>two<br>three<br>four</p>");
    CHECK(html_of("one\n\ntwo") == "<p>one</p><p>two</p>");
    CHECK(html_of("  a  b ") == "<p>&nbsp; a&nbsp; b&nbsp;</p>");
    CHECK(html_of("a\tb") == "<p>a<span style=\"white-space:pre\">\t</span>b</p>");
    CHECK(html_of("a\x01\x1b[0m\x7f"
                  "b") == "<p>a[0mb</p>");
}

TEST_CASE("every text comes back, with its spaces and empty lines", "[markup][text_html]")
{
    for (const std::string_view text : {"a  b   c",
                                        " lead",
                                        "trail ",
                                        "\n",
                                        "\n\n",
                                        "a\n",
                                        "\na",
                                        "a\n\n\nb",
                                        "a\n\n\n\nb\n",
                                        " \n ",
                                        "\t\ta\t b",
                                        "\t",
                                        "<p>&nbsp;</p>",
                                        "- a\n- b",
                                        "☐ task",
                                        "\u3000wide\u2003",
                                        "\ufeff byte order mark",
                                        "e\u0301 and é"}) {
        INFO(text);
        CHECK(text_of(html_of(text)) == text);
    }
    // The one character that is not of the domain: both are how trackers write a space.
    CHECK(text_of(html_of("a\u00a0b")) == "a b");
}
