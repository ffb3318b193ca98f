#include "converted.hpp"

using namespace syncctl;

namespace {

std::string html_of(std::string_view markdown)
{
    return test::converted(markup::markdown_to_html, markdown);
}

std::string markdown_of(std::string_view html)
{
    return test::converted(markup::html_to_markdown, html);
}

std::string text_of(std::string_view markdown)
{
    return test::converted(markup::markdown_to_text, markdown);
}

/// Markdown that is written as it was read.
void check_kept(std::string_view markdown)
{
    INFO(markdown);
    CHECK(markdown_of(html_of(markdown)) == markdown);
}

} // namespace

TEST_CASE("Markdown becomes HTML", "[markup][markdown_html]")
{
    CHECK(html_of("# Title\n\nSome *text* and **more**.") ==
          "<h1>Title</h1><p>Some <em>text</em> and <strong>more</strong>.</p>");
    CHECK(html_of("- a\n- b\n  1. c") == "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>");
    CHECK(html_of("- [ ] a\n- [x] b") == "<ul><li>☐ a</li><li>☑ b</li></ul>");
    CHECK(html_of("| a | b |\n|---|--:|\n| ~~c~~ | `d` |") ==
          "<table><tr><th>a</th><th align=\"right\">b</th></tr>"
          "<tr><td><s>c</s></td><td align=\"right\"><code>d</code></td></tr></table>");
    CHECK(html_of("```c++\nint x;\n```") ==
          "<pre><code class=\"language-c++\">int x;</code></pre>");
    CHECK(html_of("[a](https://e.org \"t\") ![i](i.png) <https://e.org>") ==
          "<p><a href=\"https://e.org\">a</a> <img src=\"i.png\" alt=\"i\"> "
          "<a href=\"https://e.org\">https://e.org</a></p>");
    CHECK(html_of("a\\\nb  \nc\nd") == "<p>a<br>b<br>c d</p>");
    CHECK(html_of("> a\n\n---") == "<blockquote><p>a</p></blockquote><hr>");
    CHECK(html_of("&lt;b&gt; &copy; \\*a\\* &#0;") == "<p>&lt;b&gt; © *a*</p>");
}

TEST_CASE("HTML inside of Markdown is as safe as any", "[markup][markdown_html][hostile]")
{
    CHECK(html_of("<div onclick=x>a <b>b</b><script>alert(1)</script></div>") ==
          "a <strong>b</strong>");
    CHECK(html_of("a <u>b</u> <script>alert(1)</script> c<br>d") == "<p>a <u>b</u> c<br>d</p>");
    CHECK(html_of("[a](javascript:alert(1)) ![b](data:image/png;base64,x)") == "<p>a b</p>");
    CHECK(html_of("[a](java&#x0A;script:alert(1)) <javascript:alert(1)>") ==
          "<p>a javascript:alert(1)</p>");
    CHECK(html_of("[a]\n\n[a]: jAvAsCrIpT:x") == "<p>a</p>");
    CHECK(html_of("<img src=x onerror=alert(1)>\n\n<iframe src=//e>") ==
          "<img src=\"x\" alt=\"\">");
}

TEST_CASE("HTML becomes Markdown", "[markup][html_markdown]")
{
    CHECK(markdown_of("<div>Hello <b>world</b>,</div><div>second line</div>") ==
          "Hello **world**,\\\nsecond line");
    CHECK(markdown_of("<div>a</div><div><br></div><div>b</div>") == "a\n\nb");
    CHECK(markdown_of("<ul><li>a<ul><li>b</ul><li>c</ul>") == "- a\n  - b\n- c");
    CHECK(markdown_of("<table><tr><td>a|b<td>c<tr><td>d<p>e</table>") ==
          "| a\\|b | c |\n| --- | --- |\n| d<br>e | |");
    CHECK(markdown_of("<pre>x\n```\ny</pre>") == "````\nx\n```\ny\n````");
    CHECK(markdown_of("<u>a</u> x<sup>2</sup> <code>a`b</code>") ==
          "<u>a</u> x<sup>2</sup> ``a`b``");
    CHECK(markdown_of("<a href=\"https://e.org/a_(b)\">x]</a>") ==
          "[x\\]](https://e.org/a_\\(b\\))");
    CHECK(markdown_of("a<b>b</b>c <b>“q”</b>x") == "a**b**c <b>“q”</b>x");
    CHECK(markdown_of("  a&nbsp; b") == "a&nbsp; b");
}

TEST_CASE("text that looks like Markdown stays text", "[markup][html_markdown]")
{
    CHECK(markdown_of("2*3*4 C# snake_case C:\\Temp AT&amp;T a &lt; b") ==
          "2\\*3\\*4 C# snake_case C:\\Temp AT&T a < b");
    CHECK(markdown_of("<p># a</p><p>1. b</p><p>- c</p><p>---</p><p>&gt; d</p><p>+ e</p>") ==
          "\\# a\n\n1\\. b\n\n\\- c\n\n\\---\n\n\\> d\n\n\\+ e");
    CHECK(markdown_of("[a](b) `c` &lt;b&gt; &amp;lt; ~~d~~ _e_") ==
          "\\[a\\](b) \\`c\\` \\<b> \\&lt; \\~\\~d\\~\\~ \\_e\\_");
    for (const std::string_view text : {"a\n===",
                                        "a\n---",
                                        "|a|\n|-|",
                                        "* * *",
                                        "    code",
                                        "[r]: /u",
                                        "<div>",
                                        "```",
                                        "!x",
                                        "#",
                                        "1)",
                                        "- [ ] x",
                                        "a\\",
                                        "**",
                                        "&#35;",
                                        "\t x",
                                        "http://e.org/_a_"}) {
        INFO(text);
        const auto html = test::converted(markup::text_to_html, text);
        const auto markdown = markdown_of(html);
        CHECK(html_of(markdown) == html);
    }
}

TEST_CASE("Markdown that people write comes back as it was", "[markup][html_markdown]")
{
    check_kept("# Title\n\nSome *text*, **more**, ~~less~~ and `code`.");
    check_kept("- a\n- b\n  1. c\n  2. d\n- [ ] e\n- [x] f");
    check_kept("- a\n\n  b\n\n- c");
    check_kept("- a\n\n* b");
    check_kept("3. a\n\n4. b\n\n   > c\n   >\n   > d");
    check_kept("| a | b |\n| :-- | --: |\n| 1 | 2<br>3 |");
    check_kept("```sh\n$ ls\n\n  x\n```");
    check_kept("**bold *both* bold** and ***all***");
    check_kept("[![x](y.png)](https://e.org) <https://e.org> [a](/b)");
    check_kept("a\\\nb\n\n---\n\n> q");
    check_kept("");
}

TEST_CASE("the text of Markdown is readable", "[markup][markdown_text]")
{
    CHECK(text_of("# Title\n\nSome *text*, **more** and `co*de*`.") ==
          "Title\n\nSome text, more and co*de*.");
    CHECK(text_of("C# 2*3*4 snake_case __init__ 2**3**4") == "C# 2*3*4 snake_case init 2**3**4");
    CHECK(text_of("# C#") == "C#");
    CHECK(text_of("foo*bar*baz and foo**bar**baz") == "foo*bar*baz and foobarbaz");
    CHECK(text_of("`a*b*c` and [a*b*c](d*e*f)") == "a*b*c and a*b*c (d%2Ae%2Af)");
    CHECK(text_of("- [x] a\n- b\n\n| c | d |\n|---|---|\n| e | f |") ==
          "- [x] a\n- b\n\nc | d\ne | f");
    CHECK(text_of("[a](https://e.org)") == "a (https://e.org)");
}
