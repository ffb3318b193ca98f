#include "converted.hpp"

using namespace syncctl;

namespace {

std::string clean(std::string_view html)
{
    return test::converted(markup::clean_html, html);
}

} // namespace

TEST_CASE("what rich text fields use is kept", "[markup][html]")
{
    for (const std::string_view html :
         {"a<br>b",
          "<p>a <strong>b</strong> <em>c</em> <u>d</u> <s>e</s> x<sub>1</sub><sup>2</sup></p>",
          "<h2>a</h2><div>b</div>",
          "<p>a</p><p>b</p>",
          "<ul><li>a</li><li>b<ol start=\"3\"><li>c</li></ol></li></ul>",
          "<blockquote>a<blockquote>b</blockquote></blockquote>",
          "<pre><code class=\"language-c++\">a\n  b &lt;\n\tc</code></pre>",
          "<p><code>a</code></p><hr>",
          "<a href=\"https://e.org/?a=1&amp;b=2\">a</a> <img src=\"/a.png\" alt=\"x\" "
          "width=\"10\" height=\"20\">",
          "<table><tr><th align=\"right\">a</th><th colspan=\"2\">b</th></tr>"
          "<tr><td>c<ul><li>d</li></ul></td></tr></table>"}) {
        CHECK(clean(html) == html);
    }
}

TEST_CASE("trackers' own rewriting makes no difference", "[markup][html]")
{
    const auto form = clean("<div>Hello <b>world</b></div><div>second line</div>");
    CHECK(form == "Hello <strong>world</strong><br>second line");
    for (const std::string_view html :
         {"<DIV>Hello <STRONG>world</STRONG></DIV>\n<DIV>second&nbsp;line<BR></DIV>",
          "<div><div>Hello <b style=\"color:red\" class='x'>world</b><br>second line</div></div>",
          "<div><span>Hello </span><b>wor</b><b>ld</b></div><div>second line</div><div><br></div>",
          "<html><body>Hello&nbsp;<b><span>world</span></b><div>second   line</div></body></html>",
          "<div>Hello<b> world</b><i></i></div><!-- x --><div>second &#108;ine&nbsp;</div>"}) {
        CHECK(clean(html) == form);
    }
    CHECK(clean("<b><i>x</i></b>") == clean("<i><b>x</b></i>"));
    CHECK(clean("<img alt=a src=b>") == clean("<img src='b' alt='a' class='c'/>"));
    CHECK(clean("<p>a</p><p>&nbsp;</p><p></p><p>b</p>") == "<p>a</p><p>b</p>");
    CHECK(clean("<ul>\n <li>a</li>\n</ul>\n") == "<ul><li>a</li></ul>");
}

TEST_CASE("what differs for a reader stays different", "[markup][html]")
{
    CHECK(clean("a<br>b") != clean("a b"));
    CHECK(clean("<p>a</p><p>b</p>") != clean("<div>a</div><div>b</div>"));
    CHECK(clean("<b>a</b>b") != clean("ab"));
    CHECK(clean("<a href=\"/x\">a</a>") != clean("<a href=\"/y\">a</a>"));
    CHECK(clean("<ol><li>a</ol>") != clean("<ul><li>a</ul>"));
    CHECK(clean("<div>a</div><div><br></div><div>b</div>") == "a<br><br>b");
}

TEST_CASE("nothing unsafe is left", "[markup][html][hostile]")
{
    CHECK(clean("<script>alert(1)</script>a<SCRIPT SRC=//e.org/x.js></SCRIPT>") == "a");
    CHECK(clean("<img src=x onerror=alert(1)>") == "<img src=\"x\" alt=\"\">");
    CHECK(clean("<p onclick=\"x\" style=\"background:url(//e)\">a</p>") == "<p>a</p>");
    CHECK(clean("<iframe src=\"//e\">a</iframe><object data=x>b</object><embed src=x>c") == "c");
    CHECK(clean("<form action=//e>a<input name=p><button>b</button></form>") == "a");
    CHECK(clean("<svg><script>x</script></svg><math><mi xlink:href=\"javascript:x\">") == "");
    CHECK(clean("<style>@import '//e'</style><link rel=stylesheet href=//e><base href=//e>") == "");
    CHECK(clean("<scr<script>ipt>alert(1)</scr</script>ipt>").find("<scr") == std::string::npos);
    CHECK(clean("<a href=\"x\" <b>y") == "<a href=\"x\">y</a>");
    CHECK(clean("<title><a href=\"</title><img src=x onerror=alert(1)>\">").find("onerror") ==
          std::string::npos);
}

TEST_CASE("only addresses with a known scheme are left", "[markup][html][hostile]")
{
    for (const std::string_view address : {"javascript:alert(1)",
                                           "JaVaScRiPt:alert(1)",
                                           " javascript:alert(1)",
                                           "java&#x0A;script:alert(1)",
                                           "java\tscript:alert(1)",
                                           "&#106;avascript:alert(1)",
                                           "&#x6A;&#x61;vascript&colon;alert(1)",
                                           "\x01javascript:alert(1)",
                                           "vbscript:x",
                                           "data:text/html;base64,PHNjcmlwdD4=",
                                           "data:image/png;base64,iVBOR",
                                           "file:///etc/passwd",
                                           "java\xC2\xADscript:alert(1)",
                                           "blob:x",
                                           "about:blank",
                                           "ms-msdt:/id"}) {
        INFO(address);
        const auto link = "<a href=\"" + std::string{address} + "\">a</a>";
        const auto image = "<img alt=b src='" + std::string{address} + "'>";
        const auto cleaned = clean(link + image);
        CHECK((cleaned == "ab" || cleaned.find("colon;") != std::string::npos));
    }
    for (const std::string_view address : {"http://e.org",
                                           "HTTPS://e.org/a:b",
                                           "mailto:a@e.org",
                                           "ftp://e.org",
                                           "tel:1",
                                           "/a/b",
                                           "a/b:c",
                                           "#x",
                                           "?a:b",
                                           "//e.org/x"}) {
        const auto html = "<a href=\"" + std::string{address} + "\">a</a>";
        CHECK(clean(html) == html);
    }
}

TEST_CASE("HTML that is broken is read as browsers do", "[markup][html][hostile]")
{
    CHECK(clean("<b>a<p>b</b>c") == "<strong>a</strong><p>bc</p>");
    CHECK(clean("<li>a<li>b").starts_with("<ul><li>a</li></ul>"));
    CHECK(clean("<td>a<tr>b</table>c") == "a<br>bc");
    CHECK(clean("</div></p></b>a<") == "a&lt;");
    CHECK(clean("<table>a<tr><td>b</table>") == "a<table><tr><td>b</td></tr></table>");
    CHECK(clean("<meta charset=\"iso-8859-1\">é\xf0\x9f\x9a\x80") == "é\xf0\x9f\x9a\x80");
    CHECK(clean("<?php x ?><!DOCTYPE html [<!ENTITY a \"b\">]><p>&a;</p>").find("<!") ==
          std::string::npos);
}
