#include "rule_text.hpp"

#include "rule_scanner.hpp"
#include "utf8.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace syncctl::mapping {
namespace {

constexpr std::string_view k_arrow_characters = "<>-=";

std::string arrow_hint(std::string_view typed)
{
    const bool points_left = typed.find('<') != std::string_view::npos;
    const bool points_right = typed.find('>') != std::string_view::npos;
    const auto* meant = points_left && points_right ? "<->" : points_left ? "<-" : "->";
    return fmt::format("did you mean '{}'? A name that holds '<' or '>' is quoted", meant);
}

/// A word that somebody may have meant as an arrow.
struct LooksLikeArrow {
    std::string_view typed;
    std::string_view meant;
};

constexpr std::array<LooksLikeArrow, 12> k_lookalikes{{{"\u2192", "->"},
                                                       {"\u2190", "<-"},
                                                       {"\u2194", "<->"},
                                                       {"\u21D2", "->"},
                                                       {"\u21D0", "<-"},
                                                       {"\u21D4", "<->"},
                                                       {"\u2014", "<->"},
                                                       {"\u2013", "<->"},
                                                       {"--", "<->"},
                                                       {"==", "<->"},
                                                       {"=", "<->"},
                                                       {"-", "<->"}}};

class Parser : RuleScanner {
public:
    explicit Parser(std::string_view text) : RuleScanner{text} {}

    std::variant<RuleText, RuleProblem> parse()
    {
        RuleText rule;
        const bool is_good = source(rule) && arrow(rule) && target(rule) && steps(rule);
        if (!is_good) {
            return std::move(m_problem);
        }
        return rule;
    }

private:
    /// Where the next arrow (or what was meant as one) starts and ends.
    [[nodiscard]] std::pair<std::size_t, std::size_t> arrow_like(std::size_t from,
                                                                 std::size_t limit) const
    {
        while (from < limit) {
            const auto start = std::min(m_text.find_first_of(k_arrow_characters, from), limit);
            const auto end = std::min(m_text.find_first_not_of(k_arrow_characters, start), limit);
            const auto run = m_text.substr(start, end - start);
            if (run.find_first_of("<>") != std::string_view::npos) {
                return {start, end};
            }
            from = end;
        }
        return {limit, limit};
    }

    [[nodiscard]] std::size_t end_of_names(std::size_t from) const
    {
        return std::min(m_text.find('|', from), m_text.size());
    }

    [[nodiscard]] bool source(RuleText& rule)
    {
        skip_blanks();
        if (at_end()) {
            return fail(0, "the rule is empty", "write `SOURCE <-> TARGET`");
        }
        if (is_quote(current())) {
            return quoted(rule.source);
        }
        const auto limit = end_of_names(m_at);
        const auto start = arrow_like(m_at, limit).first;
        if (start == limit) {
            return no_arrow(limit);
        }
        rule.source = raw_until(start);
        return true;
    }

    [[nodiscard]] bool no_arrow(std::size_t limit)
    {
        std::size_t word = m_at;
        while (word < limit) {
            const auto end = std::min(m_text.find_first_of(k_blanks, word), limit);
            for (const auto& candidate : k_lookalikes) {
                if (m_text.substr(word, end - word) == candidate.typed) {
                    return fail(word,
                                fmt::format("'{}' is not an arrow", candidate.typed),
                                fmt::format("did you mean '{}'?", candidate.meant));
                }
            }
            word = std::min(m_text.find_first_not_of(k_blanks, end), limit);
        }
        return fail(m_at, "the rule has no arrow", "write `SOURCE <-> TARGET`, `->` or `<-`");
    }

    [[nodiscard]] bool arrow(RuleText& rule)
    {
        const auto limit = end_of_names(m_at);
        const auto [start, end] = arrow_like(m_at, limit);
        rule.arrow_offset = m_at;
        if (start != m_at || start == end) {
            return fail(
                m_at, "an arrow was expected behind the quoted name", "`<->`, `->` or `<-`");
        }
        const auto typed = m_text.substr(start, end - start);
        if (typed == "<->") {
            rule.arrow = model::Arrow::both;
        } else if (typed == "->") {
            rule.arrow = model::Arrow::to_target;
        } else if (typed == "<-") {
            rule.arrow = model::Arrow::to_source;
        } else {
            return fail(start, fmt::format("'{}' is not an arrow", typed), arrow_hint(typed));
        }
        m_at = end;
        return true;
    }

    [[nodiscard]] bool target(RuleText& rule)
    {
        const bool has_source = !rule.source.text.empty() || rule.source.is_quoted;
        if (!has_source) {
            return constant(rule);
        }
        skip_blanks();
        if (is_quote(current())) {
            return quoted(rule.target);
        }
        const auto limit = end_of_names(m_at);
        const auto second = arrow_like(m_at, limit);
        if (second.first != limit) {
            return fail(second.first,
                        "a second arrow in one rule",
                        "write one rule per line; a name that holds '<' or '>' is quoted");
        }
        const auto equals = m_text.find("= ", m_at);
        const bool is_constant =
            current() == '=' || (equals < limit && is_blank(m_text[equals - 1]));
        if (is_constant) {
            return fail(current() == '=' ? m_at : equals,
                        "a constant has a field on one side only",
                        "write `-> FIELD = VALUE` or `<- FIELD = VALUE`");
        }
        rule.target = raw_until(limit);
        if (rule.target.text.empty()) {
            return fail(rule.target.offset, "no name behind the arrow");
        }
        return true;
    }

    /// `-> FIELD = VALUE`, or `<- FIELD = VALUE` for a field of the source.
    [[nodiscard]] bool constant(RuleText& rule)
    {
        const std::string_view how = "write `-> FIELD = VALUE` or `<- FIELD = VALUE`";
        skip_blanks();
        RulePart field;
        if (is_quote(current())) {
            if (!quoted(field)) {
                return false;
            }
        } else {
            field = raw_until(std::min(m_text.find_first_of("=|", m_at), m_text.size()));
        }
        if (current() != '=') {
            return fail(rule.source.offset, "no name before the arrow", std::string{how});
        }
        if (rule.arrow == model::Arrow::both) {
            return fail(rule.arrow_offset, "a constant has one direction", std::string{how});
        }
        if (field.text.empty()) {
            return fail(field.offset, "no field before '='", std::string{how});
        }
        ++m_at;
        return constant_value(rule, std::move(field));
    }

    [[nodiscard]] bool constant_value(RuleText& rule, RulePart field)
    {
        skip_blanks();
        RulePart value;
        if (is_quote(current())) {
            if (!quoted(value)) {
                return false;
            }
        } else {
            value = raw_until(end_of_names(m_at));
            if (value.text.empty()) {
                return fail(value.offset, "no value behind '='", R"(empty text is written "")");
            }
        }
        if (!at_end()) {
            return fail(m_at,
                        "a constant takes nothing behind its value",
                        "quote a value that holds '|' or starts with a quote");
        }
        (rule.arrow == model::Arrow::to_target ? rule.target : rule.source) = std::move(field);
        rule.constant = std::move(value);
        return true;
    }

    [[nodiscard]] bool steps(RuleText& rule)
    {
        while (!at_end()) {
            if (current() != '|') {
                return fail(
                    m_at, "'|' was expected here", "`FIELD <-> FIELD | TRANSFORM | TRANSFORM`");
            }
            ++m_at;
            RuleStep step;
            step.name = raw_until(std::min(m_text.find_first_of("|(", m_at), m_text.size()));
            if (step.name.text.empty()) {
                return fail(step.name.offset, "no transform behind '|'");
            }
            if (current() == '(' && !arguments(step)) {
                return false;
            }
            rule.steps.push_back(std::move(step));
        }
        return true;
    }

    [[nodiscard]] bool arguments(RuleStep& step)
    {
        const auto open = m_at;
        ++m_at;
        skip_blanks();
        if (current() == ')') {
            ++m_at;
            skip_blanks();
            return true;
        }
        m_at = open;
        return bracketed(step.arguments,
                         "an argument",
                         "in a list written with [ ] a rule that holds a comma is quoted");
    }
};

} // namespace

std::variant<RuleText, RuleProblem> parse_rule(std::string_view text)
{
    return Parser{text}.parse();
}

std::string in_quotes(std::string_view text)
{
    std::string quoted = "\"";
    for (const char character : text) {
        if (character == '"' || character == '\\') {
            quoted += '\\';
        }
        quoted += character;
    }
    return quoted + "\"";
}

} // namespace syncctl::mapping
