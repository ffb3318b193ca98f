#pragma once

#include "rule_text.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::mapping {

inline constexpr std::string_view k_blanks = " \t\r\n";

[[nodiscard]] inline bool is_blank(char character)
{
    return k_blanks.find(character) != std::string_view::npos;
}

[[nodiscard]] inline bool is_quote(char character)
{
    return character == '"' || character == '\'';
}

/// What the readers of rules and of conditions share: a position in a text, quoted and plain parts,
/// the first problem.
class RuleScanner {
protected:
    explicit RuleScanner(std::string_view text) : m_text{text} {}

    [[nodiscard]] bool fail(std::size_t offset, std::string message, std::string hint = {})
    {
        m_problem = {offset, std::move(message), std::move(hint)};
        return false;
    }

    [[nodiscard]] bool at_end() const { return m_at >= m_text.size(); }

    [[nodiscard]] char current() const { return at_end() ? '\0' : m_text[m_at]; }

    void skip_blanks()
    {
        while (!at_end() && is_blank(current())) {
            ++m_at;
        }
    }

    /// From a quote to its end, and the blanks behind it.
    [[nodiscard]] bool quoted(RulePart& part)
    {
        const char quote = current();
        part.offset = m_at;
        part.is_quoted = true;
        for (++m_at; !at_end(); ++m_at) {
            if (current() == quote) {
                ++m_at;
                skip_blanks();
                return true;
            }
            if (current() == '\\' && m_at + 1 < m_text.size()) {
                ++m_at;
            }
            part.text.push_back(current());
        }
        return fail(part.offset, "the quote that starts here is not closed");
    }

    /// The text from here to `end` without the blanks around it.
    [[nodiscard]] RulePart raw_until(std::size_t end)
    {
        skip_blanks();
        RulePart part;
        part.offset = m_at;
        auto stop = std::max(end, m_at);
        while (stop > m_at && is_blank(m_text[stop - 1])) {
            --stop;
        }
        part.text = m_text.substr(m_at, stop - m_at);
        m_at = std::max(end, m_at);
        return part;
    }

    /// Text or quoted text of a list in brackets, up to ',' or ')'.
    [[nodiscard]] bool listed(RulePart& part, std::string_view what)
    {
        skip_blanks();
        if (is_quote(current())) {
            return quoted(part);
        }
        part = raw_until(std::min(m_text.find_first_of(",()", m_at), m_text.size()));
        return !part.text.empty() ||
               fail(part.offset, std::string{what} + " is missing", R"(empty text is written "")");
    }

    /// `(A, B)`, from the bracket to what follows it.
    [[nodiscard]] bool bracketed(std::vector<RulePart>& parts,
                                 std::string_view what,
                                 std::string_view how_to_keep_commas)
    {
        const auto open = m_at++;
        for (;;) {
            RulePart part;
            if (!listed(part, what)) {
                return false;
            }
            parts.push_back(std::move(part));
            if (current() == ')') {
                ++m_at;
                skip_blanks();
                return true;
            }
            if (at_end()) {
                return fail(open,
                            "the bracket that opens here is not closed",
                            std::string{how_to_keep_commas});
            }
            if (current() != ',') {
                return fail(m_at,
                            "',' or ')' was expected here",
                            "quote " + std::string{what} + " that holds brackets or quotes");
            }
            ++m_at;
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    RuleProblem m_problem;
};

} // namespace syncctl::mapping
