#include "syncctl/base/line_diff.hpp"
#include "syncctl/base/line_merge.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using syncctl::base::common_lines;
using syncctl::base::count_changed_lines;
using syncctl::base::diff_lines;
using syncctl::base::first_merge_marker;
using syncctl::base::joined_lines;
using syncctl::base::k_max_line_differences;
using syncctl::base::lines_of;
using syncctl::base::merge_lines;
using syncctl::base::merge_lines_with_markers;

namespace {

/// Texts of few different lines, so that repeated lines and moves are common.
class Texts {
public:
    explicit Texts(unsigned seed) : m_random{seed} {}

    std::string text()
    {
        std::string text;
        for (auto left = number(12); left > 0; --left) {
            text += line() + (left > 1 || number(2) == 0 ? "\n" : "");
        }
        return text;
    }

    /// `text` with up to three lines added, removed or replaced by `fresh` ones.
    std::string edited(const std::string& text, const std::string& fresh)
    {
        std::vector<std::string> lines;
        for (const auto line : lines_of(text)) {
            lines.emplace_back(line);
        }
        for (auto left = number(4); left > 0; --left) {
            const auto at = number(lines.size());
            const auto place = lines.begin() + static_cast<std::ptrdiff_t>(at);
            switch (number(3)) {
            case 0:
                lines.insert(place, fresh + std::to_string(m_next++));
                break;
            case 1:
                *place = fresh + std::to_string(m_next++);
                break;
            default:
                if (lines.size() > 1) {
                    lines.erase(place);
                }
            }
        }
        return joined_lines(std::vector<std::string_view>{lines.begin(), lines.end()});
    }

private:
    std::size_t number(std::size_t below)
    {
        return std::uniform_int_distribution<std::size_t>{0, below - 1}(m_random);
    }

    std::string line() { return std::string(1, static_cast<char>('a' + number(5))); }

    std::mt19937 m_random;
    int m_next = 0;
};

std::vector<std::string_view> lines_starting(const std::vector<std::string_view>& lines,
                                             std::string_view prefix)
{
    std::vector<std::string_view> found;
    std::copy_if(lines.begin(),
                 lines.end(),
                 std::back_inserter(found),
                 [prefix](std::string_view line) { return line.starts_with(prefix); });
    return found;
}

} // namespace

TEST_CASE("edits of different lines are put together", "[base][merge]")
{
    CHECK(merge_lines("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n") == "A\nb\nC\n");
    CHECK(merge_lines("a\nb\nc\n", "b\nc\n", "a\nb\nc\nd\n") == "b\nc\nd\n");
    CHECK(merge_lines("a\nb\nc", "new\na\nb\nc", "a\nb\nc\nlast") == "new\na\nb\nc\nlast");
}

TEST_CASE("the same edit on both sides is taken once", "[base][merge]")
{
    CHECK(merge_lines("a\nb\n", "a\nx\nb\n", "a\nx\nb\n") == "a\nx\nb\n");
    CHECK(merge_lines("a\nb\nc\n", "x\nb\nc\nd\n", "x\nb\nc\n") == "x\nb\nc\nd\n");
}

TEST_CASE("edits that overlap or touch are not put together", "[base][merge]")
{
    CHECK_FALSE(merge_lines("a\nb\nc\n", "a\nB\nc\n", "a\nX\nc\n").has_value());
    CHECK_FALSE(merge_lines("a\nb\nc\n", "A\nb\nc\n", "a\nB\nc\n").has_value());
    CHECK_FALSE(merge_lines("a\nb\n", "a\none\nb\n", "a\nother\nb\n").has_value());
    CHECK_FALSE(merge_lines("a\nb\nc\n", "a\nc\n", "a\nB\nc\n").has_value());
    CHECK_FALSE(merge_lines("", "one", "other").has_value());
}

TEST_CASE("a last line without a line feed and CR LF stay as they are", "[base][merge]")
{
    CHECK(merge_lines("a\nb\nc", "a\nb\nc\n", "A\nb\nc") == "A\nb\nc\n");
    CHECK(merge_lines("a\r\nb\r\nc\r\n", "A\r\nb\r\nc\r\n", "a\r\nb\r\nC\r\n") ==
          "A\r\nb\r\nC\r\n");
    CHECK(merge_lines("a\nb", "", "a\nb").value() == "");
}

TEST_CASE("both versions of an overlapping place stand between markers", "[base][merge]")
{
    const auto merge = merge_lines_with_markers(
        "a\nb\nc\nd\n", "a\nours\nc\nD\n", "a\ntheirs\nc\nd\n", "your edit", "revision 4");
    CHECK(merge.conflicts == 1);
    CHECK(merge.text == "a\n<<<<<<< your edit\nours\n=======\ntheirs\n>>>>>>> revision 4\nc\nD\n");
    CHECK(first_merge_marker(merge.text) == 2);
    CHECK(first_merge_marker("a\n>>>>>>> revision 4\n") == 2);
    CHECK(first_merge_marker("a\n=======\n <<<<<<<\n") == 0);
}

TEST_CASE("a difference shows changed lines, their numbers and a gap between places",
          "[base][merge]")
{
    std::string shown;
    for (const auto& line : diff_lines("a\nb\nc\nd\ne\nf\ng\n", "a\nB\nc\nd\ne\nf\ng\nh\n")) {
        shown += std::to_string(line.line) + line.sign + std::string{line.text} + "|";
    }
    CHECK(shown == "1 a|2-b|2+B|3 c|7@|7 g|8+h|9 |");
    CHECK(diff_lines("a\nb\n", "a\nb\n").empty());
    const auto counts = count_changed_lines("a\nb\nc\n", "a\nx\ny\nc\n");
    CHECK(counts.added == 2);
    CHECK(counts.removed == 1);
}

TEST_CASE("laws of the merge hold for texts of all kinds", "[base][merge][property]")
{
    const unsigned seed = 20260;
    Texts texts{seed};
    std::size_t merged = 0;
    for (int i = 0; i < 600; ++i) {
        const auto base = texts.text();
        const auto ours = texts.edited(base, "ours ");
        const auto theirs = texts.edited(base, "theirs ");
        INFO("seed " << seed << " case " << i << "\n--base\n"
                     << base << "\n--ours\n"
                     << ours << "\n--theirs\n"
                     << theirs);
        CHECK(merge_lines(base, ours, base) == ours);
        CHECK(merge_lines(base, base, theirs) == theirs);
        CHECK(merge_lines(base, ours, ours) == ours);
        const auto both = merge_lines(base, ours, theirs);
        CHECK(both == merge_lines(base, theirs, ours));
        const auto marked = merge_lines_with_markers(base, ours, theirs, "o", "t");
        CHECK(both.has_value() == (marked.conflicts == 0));
        // Nothing that was typed is lost and nothing is invented or doubled.
        const auto lines = lines_of(marked.text);
        CHECK(lines_starting(lines, "ours ") == lines_starting(lines_of(ours), "ours "));
        CHECK(lines_starting(lines, "theirs ") == lines_starting(lines_of(theirs), "theirs "));
        merged += both ? 1U : 0U;
    }
    // Neither answer is rare, or the laws were not looked at.
    CHECK(merged > 100);
    CHECK(merged < 500);
}

TEST_CASE("common lines rise, are equal and are as many as can be", "[base][merge][property]")
{
    Texts texts{7};
    for (int i = 0; i < 300; ++i) {
        const auto before_text = texts.text();
        const auto after_text = texts.text();
        const auto before = lines_of(before_text);
        const auto after = lines_of(after_text);
        const auto pairs = common_lines(before, after).value();
        for (std::size_t p = 0; p < pairs.size(); ++p) {
            CHECK(before.at(pairs[p].before) == after.at(pairs[p].after));
            if (p > 0) {
                CHECK(pairs[p].before > pairs[p - 1].before);
                CHECK(pairs[p].after > pairs[p - 1].after);
            }
        }
        std::vector<std::vector<std::size_t>> most(before.size() + 1,
                                                   std::vector<std::size_t>(after.size() + 1));
        for (std::size_t b = 0; b < before.size(); ++b) {
            for (std::size_t a = 0; a < after.size(); ++a) {
                most[b + 1][a + 1] = before[b] == after[a]
                                         ? most[b][a] + 1
                                         : std::max(most[b][a + 1], most[b + 1][a]);
            }
        }
        CHECK(pairs.size() == most.back().back());
    }
}

TEST_CASE("texts that differ too much or take too long are given up on, edits kept",
          "[base][merge]")
{
    std::string base;
    std::string ours;
    for (std::size_t i = 0; i <= k_max_line_differences; ++i) {
        base += "base " + std::to_string(i) + "\n";
        ours += "ours " + std::to_string(i) + "\n";
    }
    const auto theirs = base + "theirs\n";
    CHECK_FALSE(merge_lines(base, ours, theirs).has_value());
    CHECK(merge_lines(base, ours, base) == ours);
    const auto marked = merge_lines_with_markers(base, ours, theirs, "o", "t");
    CHECK(marked.conflicts == 1);
    CHECK(marked.text.find(ours) != std::string::npos);
    CHECK(marked.text.find(theirs) != std::string::npos);

    std::string pattern;
    std::string other;
    for (int i = 0; i < 200'000; ++i) {
        pattern += "a\nb\n";
        other += i % 300 == 0 ? "b\na\n" : "a\nb\n";
    }
    static_cast<void>(merge_lines(pattern, other, pattern + "c\n")); // ends soon
}
