#include "syncctl/app/mapping_drafts.hpp"
#include "syncctl/base/line_diff.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace syncctl::app {

namespace {

constexpr std::string_view k_blanks = " \t";
constexpr std::array<std::string_view, 2> k_marks{"#! error ", "#! warning "};

/// Takes digits and then `end` from the front.
bool take_number(std::string_view& text, std::string_view end)
{
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(digits);
    if (digits == 0 || !text.starts_with(end)) {
        return false;
    }
    text.remove_prefix(end.size());
    return true;
}

/// A comment that only with_marks writes: `#! error 12:5: ...`.
bool is_mark(std::string_view line)
{
    line.remove_prefix(std::min(line.find_first_not_of(k_blanks), line.size()));
    return std::any_of(k_marks.begin(), k_marks.end(), [line](std::string_view mark) {
        auto rest = line;
        if (!rest.starts_with(mark)) {
            return false;
        }
        rest.remove_prefix(mark.size());
        return take_number(rest, ":") && take_number(rest, ": ");
    });
}

std::string mark_of(const Finding& finding, std::string_view line)
{
    const auto indentation =
        line.substr(0, std::min(line.find_first_not_of(k_blanks), line.size()));
    auto mark = fmt::format("{}{}{}:{}: {}",
                            indentation,
                            finding.is_error ? k_marks[0] : k_marks[1],
                            finding.line,
                            finding.column,
                            base::term_safe(finding.message));
    if (!finding.hint.empty()) {
        mark += fmt::format(" | {}", base::term_safe(finding.hint));
    }
    return mark;
}

} // namespace

std::string with_marks(std::string_view text, const std::vector<Finding>& findings)
{
    const auto lines = base::lines_of(text);
    std::multimap<std::size_t, const Finding*> by_line;
    for (const auto& finding : findings) {
        const auto line = static_cast<std::size_t>(std::max(finding.line, 1));
        by_line.emplace(std::min(line, lines.size()), &finding);
    }
    std::vector<std::string> marks;
    marks.reserve(findings.size()); // views into it are taken
    std::vector<std::string_view> marked;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto [first, last] = by_line.equal_range(i + 1);
        for (auto each = first; each != last; ++each) {
            marked.push_back(marks.emplace_back(mark_of(*each->second, lines[i])));
        }
        marked.push_back(lines[i]);
    }
    return base::joined_lines(marked);
}

std::string without_marks(std::string_view text)
{
    auto lines = base::lines_of(text);
    lines.erase(std::remove_if(lines.begin(), lines.end(), &is_mark), lines.end());
    return base::joined_lines(lines);
}

} // namespace syncctl::app
