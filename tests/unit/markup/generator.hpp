#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace syncctl::test {

/// Random markup of pieces that mean something, in any order, cut anywhere.
class MarkupGenerator {
public:
    explicit MarkupGenerator(std::uint32_t seed) : m_random{seed} {}

    [[nodiscard]] std::string html() { return pieces_of(k_html, 24); }

    [[nodiscard]] std::string markdown() { return pieces_of(k_markdown, 24); }

    /// Of the domain of text_to_html: LF line ends, no control characters but LF and tab, no
    /// U+00A0.
    [[nodiscard]] std::string text() { return pieces_of(k_text, 16); }

private:
    template <class Pieces>
    std::string pieces_of(const Pieces& pieces, std::uint32_t most)
    {
        std::string result;
        const auto count = m_random() % most;
        for (std::uint32_t i = 0; i < count; ++i) {
            std::string_view piece{pieces[m_random() % pieces.size()]};
            if (m_random() % 16 == 0 && static_cast<unsigned char>(piece.front()) < 0x80) {
                piece = piece.substr(0, 1 + m_random() % piece.size());
            }
            result += piece;
        }
        // A character that was cut in half would only be refused.
        while (!result.empty() && static_cast<unsigned char>(result.back()) >= 0x80) {
            result.pop_back();
        }
        return result;
    }

    static constexpr std::array k_html{"a",
                                       "b c",
                                       " ",
                                       "  ",
                                       "\n",
                                       "\t",
                                       "é",
                                       "日本",
                                       "&nbsp;",
                                       "&amp;",
                                       "&lt;b&gt;",
                                       "&#9;",
                                       "&euro;",
                                       "&",
                                       "*",
                                       "**",
                                       "_",
                                       "`",
                                       "#",
                                       "# ",
                                       "- ",
                                       "1. ",
                                       "> ",
                                       "|",
                                       "[",
                                       "](x)",
                                       "!",
                                       "~~",
                                       "\\",
                                       "☐ ",
                                       "☑ ",
                                       "=",
                                       "---",
                                       "C#",
                                       "2*3*4",
                                       "<div>",
                                       "</div>",
                                       "<p>",
                                       "</p>",
                                       "<br>",
                                       "<br>",
                                       "<b>",
                                       "</b>",
                                       "<i>",
                                       "</i>",
                                       "<u>",
                                       "</u>",
                                       "<s>",
                                       "</s>",
                                       "<code>",
                                       "</code>",
                                       "<sub>",
                                       "</sub>",
                                       "<strong>",
                                       "</strong>",
                                       "<em>",
                                       "</em>",
                                       "<a href=u>",
                                       "<a href='http://e.org/?a=1&copy=(2)'>",
                                       "</a>",
                                       "<a href=http://b.c>http://b.c</a>",
                                       "<a href=javascript:x>",
                                       "<ul>",
                                       "</ul>",
                                       "<ol>",
                                       "<ol start=7>",
                                       "</ol>",
                                       "<li>",
                                       "</li>",
                                       "<li><input type=checkbox checked>",
                                       "<table>",
                                       "</table>",
                                       "<tr>",
                                       "</tr>",
                                       "<td>",
                                       "<td colspan=3 align=right>",
                                       "</td>",
                                       "<th>",
                                       "<blockquote>",
                                       "</blockquote>",
                                       "<pre>",
                                       "</pre>",
                                       "<pre><code class=language-c++>",
                                       "</code></pre>",
                                       "<h1>",
                                       "</h1>",
                                       "<h3>",
                                       "<hr>",
                                       "<img src=i alt='x|]'>",
                                       "<span style='white-space:pre'>\t </span>",
                                       "<script>x</script>",
                                       "<style>",
                                       "<!-- c -->",
                                       "<font color=red>",
                                       "</body>",
                                       "<input>",
                                       "<img>",
                                       "&#x80;",
                                       "\u3000",
                                       "“q”",
                                       "&nbsp;&nbsp;",
                                       "<sup>",
                                       "</sup>"};

    static constexpr std::array k_markdown{"a",
                                           "b c",
                                           " ",
                                           "  ",
                                           "\n",
                                           "\n",
                                           "\n\n",
                                           "\n\n",
                                           "\t",
                                           "é",
                                           "日本",
                                           "&nbsp;",
                                           "&amp;",
                                           "&Tab;",
                                           "&#10;",
                                           "&",
                                           "*",
                                           "*",
                                           "**",
                                           "**",
                                           "***",
                                           "_",
                                           "__",
                                           "`",
                                           "``",
                                           "```\n",
                                           "~~~\n",
                                           "#",
                                           "# ",
                                           "\n## ",
                                           "- ",
                                           "\n- ",
                                           "\n- ",
                                           "\n  - ",
                                           "\n* ",
                                           "\n+ ",
                                           "1. ",
                                           "\n1. ",
                                           "\n7) ",
                                           "\n   ",
                                           "\n    ",
                                           "> ",
                                           "\n> ",
                                           "\n> > ",
                                           "\n>\n",
                                           "|",
                                           "| a | b |\n|---|:-:|\n",
                                           "\n|-|\n",
                                           "\n| x | y `|` |",
                                           "[",
                                           "]",
                                           "](x)",
                                           "[t](u)",
                                           "[t](http://e.org/(a)?b&copy;)",
                                           "![i](j)",
                                           "[x] ",
                                           "[ ] ",
                                           "\n[r]: /u\n",
                                           "[r]",
                                           "!",
                                           "~",
                                           "~~",
                                           "\\",
                                           "\\\n",
                                           "  \n",
                                           "=",
                                           "\n===\n",
                                           "\n---\n",
                                           "\n***\n",
                                           "<b>",
                                           "</b>",
                                           "<u>x</u>",
                                           "<br>",
                                           "<div>",
                                           "\n<div>\n",
                                           "</div>\n\n",
                                           "<http://b.c>",
                                           "<!-- c -->",
                                           "<script>",
                                           "</script>",
                                           "☐ ",
                                           "C#",
                                           "2*3*4",
                                           "snake_case",
                                           "1986. ",
                                           "\\*",
                                           "\\[",
                                           ":-:",
                                           "\u3000",
                                           "“q”",
                                           "+",
                                           "<table><tr><td>x<ul><li>y</table>\n\n",
                                           "<i>",
                                           "</i>",
                                           "&lt;",
                                           "!["};

    static constexpr std::array k_text{
        "a", "b c",  " ",  "  ", "\n", "\n", "\n\n", "\t", "é",   "日",     "<",   "<b>",
        "&", "&lt;", "\"", "- ", "> ", "| ", "*",    "☐ ", "1. ", "\u3000", "---", "http://e.org "};

    std::mt19937 m_random;
};

} // namespace syncctl::test
