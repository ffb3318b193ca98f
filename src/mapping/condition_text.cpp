#include "condition_text.hpp"

#include "rule_scanner.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

namespace syncctl::mapping {
namespace {

using model::Comparison;
using model::Side;

constexpr std::string_view k_signs = "=!<>~";
constexpr std::string_view k_known =
    "known are: =, !=, <, <=, >, >=, in (A, B), not in (A, B), has A, is empty, is not empty";

/// What somebody may have typed for a comparison.
struct LooksLikeComparison {
    std::string_view typed;
    std::string_view meant;
};

constexpr std::array<LooksLikeComparison, 24> k_lookalikes{{{"==", "="},
                                                            {"===", "="},
                                                            {"<>", "!="},
                                                            {"!==", "!="},
                                                            {"!", "!="},
                                                            {"~=", "!="},
                                                            {"=>", ">="},
                                                            {"=<", "<="},
                                                            {"~", "has"},
                                                            {"=~", "has"},
                                                            {"\u2260", "!="},
                                                            {"\u2264", "<="},
                                                            {"\u2265", ">="},
                                                            {"\uFF1D", "="},
                                                            {"contains", "has"},
                                                            {"includes", "has"},
                                                            {"like", "has"},
                                                            {"matches", "has"},
                                                            {"equals", "="},
                                                            {"eq", "="},
                                                            {"ne", "!="},
                                                            {"exists", "is not empty"},
                                                            {"not", "not in (A, B)"},
                                                            {"is", "is empty"}}};

std::string meant(std::string_view typed)
{
    for (const auto& each : k_lookalikes) {
        if (each.typed == typed) {
            return fmt::format("did you mean '{}'?", each.meant);
        }
    }
    return std::string{k_known};
}

struct FoundComparison {
    std::size_t start = 0;
    std::size_t end = 0;
    std::optional<Comparison> comparison; ///< nullopt: something that was meant as one
};

class ConditionParser : RuleScanner {
public:
    ConditionParser(std::string_view text, const model::BothSides<std::string>& names)
        : RuleScanner{text}, m_names{names}
    {
    }

    std::variant<ConditionText, RuleProblem> parse()
    {
        ConditionText condition;
        const bool is_good = side(condition) && field(condition) && values(condition);
        if (!is_good) {
            return std::move(m_problem);
        }
        return condition;
    }

private:
    /// The side that is named at `offset`, with the length of its name and the dot.
    [[nodiscard]] std::pair<std::optional<Side>, std::size_t> side_at(std::size_t offset) const
    {
        const auto rest = m_text.substr(offset);
        std::pair<std::optional<Side>, std::size_t> found{std::nullopt, 0};
        const auto consider = [&](std::string_view name, Side named) {
            const bool is_here =
                rest.starts_with(name) && rest.substr(name.size()).starts_with('.');
            if (is_here && name.size() + 1 > found.second) {
                found = {named, name.size() + 1};
            }
        };
        for (const auto each : model::k_sides) {
            consider(model::to_string(each), each);
        }
        if (!found.first && m_names.source != m_names.target) {
            for (const auto each : model::k_sides) {
                if (!m_names[each].empty()) {
                    consider(m_names[each], each);
                }
            }
        }
        return found;
    }

    [[nodiscard]] bool side(ConditionText& condition)
    {
        skip_blanks();
        if (at_end()) {
            return fail(
                0, "the condition is empty", "write `source.FIELD = VALUE`, or remove `when`");
        }
        const auto [found, size] = side_at(m_at);
        if (!found) {
            const auto word = m_text.substr(m_at, m_text.find_first_of(". \t=!<>", m_at) - m_at);
            const std::vector<std::string> names{
                "source", "target", m_names.source, m_names.target};
            const auto close = base::closest_match(word, names);
            return fail(m_at,
                        "a condition starts with the side whose field it asks for",
                        close ? fmt::format("did you mean '{}.FIELD'?", *close)
                              : "write `source.FIELD` or `target.FIELD`");
        }
        condition.side = *found;
        m_at += size;
        return true;
    }

    [[nodiscard]] bool is_word_end(std::size_t offset) const
    {
        return offset >= m_text.size() || is_blank(m_text[offset]) || m_text[offset] == '(';
    }

    /// The words, each set off by one blank or more, that start at `offset`; their end, or 0.
    [[nodiscard]] std::size_t words_at(std::size_t offset, std::string_view words) const
    {
        while (!words.empty()) {
            const auto word = words.substr(0, words.find(' '));
            if (!m_text.substr(offset).starts_with(word) || !is_word_end(offset + word.size())) {
                return 0;
            }
            offset += word.size();
            words.remove_prefix(std::min(word.size() + 1, words.size()));
            if (!words.empty()) {
                offset = std::min(m_text.find_first_not_of(k_blanks, offset), m_text.size());
            }
        }
        return offset;
    }

    [[nodiscard]] std::optional<FoundComparison> comparison_at(std::size_t offset) const
    {
        if (k_signs.find(m_text[offset]) != std::string_view::npos) {
            const auto end = std::min(m_text.find_first_not_of(k_signs, offset), m_text.size());
            return FoundComparison{
                offset, end, model::comparison_from(m_text.substr(offset, end - offset))};
        }
        const bool starts_word = offset > 0 && is_blank(m_text[offset - 1]);
        if (!starts_word) {
            return std::nullopt;
        }
        for (const auto each : {Comparison::one_of,
                                Comparison::none_of,
                                Comparison::has,
                                Comparison::is_not_empty,
                                Comparison::is_empty}) {
            if (const auto end = words_at(offset, model::to_string(each)); end != 0) {
                return FoundComparison{offset, end, each};
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<FoundComparison> lookalike_from(std::size_t offset) const
    {
        for (; offset < m_text.size(); ++offset) {
            for (const auto& each : k_lookalikes) {
                const auto first = static_cast<unsigned char>(each.typed.front());
                const bool is_sign = first >= 0x80;
                const bool is_here =
                    is_sign ? m_text.substr(offset).starts_with(each.typed)
                            : is_blank(m_text[offset - 1]) && words_at(offset, each.typed) != 0;
                if (is_here) {
                    return FoundComparison{offset, offset + each.typed.size(), std::nullopt};
                }
            }
        }
        return std::nullopt;
    }

    /// The first comparison behind the start of the field's name.
    [[nodiscard]] std::optional<FoundComparison> find_comparison() const
    {
        for (auto offset = m_at; offset < m_text.size(); ++offset) {
            if (auto found = comparison_at(offset)) {
                return found;
            }
        }
        return lookalike_from(m_at);
    }

    [[nodiscard]] bool field(ConditionText& condition)
    {
        std::optional<FoundComparison> found;
        if (is_quote(current())) {
            if (!quoted(condition.field)) {
                return false;
            }
            found = at_end() ? std::nullopt : comparison_at(m_at);
            if (!at_end() && !found) {
                const auto end = std::min(m_text.find_first_of(k_blanks, m_at), m_text.size());
                found = FoundComparison{m_at, end, std::nullopt};
            }
        } else {
            found = find_comparison();
            condition.field = raw_until(found ? found->start : m_text.size());
        }
        if (condition.field.text.empty() && !condition.field.is_quoted) {
            return fail(
                condition.field.offset, "no field behind the side", "`source.FIELD = VALUE`");
        }
        if (!found) {
            return fail(condition.field.offset,
                        "the condition does not compare the field with anything",
                        std::string{k_known});
        }
        if (!found->comparison) {
            const auto typed = m_text.substr(found->start, found->end - found->start);
            return fail(found->start, fmt::format("'{}' is not a comparison", typed), meant(typed));
        }
        condition.comparison = *found->comparison;
        condition.comparison_offset = found->start;
        m_at = found->end;
        return true;
    }

    [[nodiscard]] bool values(ConditionText& condition)
    {
        skip_blanks();
        switch (condition.comparison) {
        case Comparison::is_empty:
        case Comparison::is_not_empty:
            break;
        case Comparison::one_of:
        case Comparison::none_of:
            if (!list(condition)) {
                return false;
            }
            break;
        default:
            if (!single(condition)) {
                return false;
            }
        }
        return at_end() || fail(m_at,
                                "nothing can stand behind the condition",
                                "several conditions are written as a list: `when: [A, B]`");
    }

    /// Where an unquoted value goes on with a second condition.
    [[nodiscard]] std::optional<std::size_t> second_condition() const
    {
        for (const std::string_view word : {" and ", " or ", " && ", " || "}) {
            for (auto at = m_text.find(word, m_at); at != std::string_view::npos;
                 at = m_text.find(word, at + 1)) {
                if (side_at(at + word.size()).first) {
                    return at + 1;
                }
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] bool single(ConditionText& condition)
    {
        RulePart value;
        if (is_quote(current())) {
            if (!quoted(value)) {
                return false;
            }
            condition.values.push_back(std::move(value));
            return true;
        }
        if (at_end()) {
            return fail(condition.comparison_offset,
                        fmt::format("no value behind '{}'", model::to_string(condition.comparison)),
                        "empty is asked for with `is empty`");
        }
        if (const auto second = second_condition()) {
            return fail(*second,
                        "a second condition in one text",
                        "several conditions are written as a list, and all of them must hold: "
                        "`when: [A, B]`");
        }
        if (const auto sign = m_text.find_first_of("<>=(),|", m_at);
            sign != std::string_view::npos) {
            return fail(sign,
                        fmt::format("'{}' cannot stand in a value without quotes", m_text[sign]),
                        m_text[sign] == ',' ? "several values are compared with `in (A, B)`"
                                            : "put the value into quotes");
        }
        condition.values.push_back(raw_until(m_text.size()));
        return true;
    }

    [[nodiscard]] bool list(ConditionText& condition)
    {
        if (current() != '(') {
            return fail(condition.comparison_offset,
                        fmt::format("'{}' takes its values in brackets",
                                    model::to_string(condition.comparison)),
                        fmt::format("`{} (A, B)`; a field whose name holds the word is quoted",
                                    model::to_string(condition.comparison)));
        }
        return bracketed(condition.values,
                         "a value",
                         "between { } or [ ] a condition that holds a comma is quoted");
    }

    const model::BothSides<std::string>& m_names;
};

/// Without quotes only where nobody can misread it.
std::string written(std::string_view text)
{
    constexpr std::string_view k_plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-:@";
    const bool is_plain =
        !text.empty() && text.find_first_not_of(k_plain) == std::string_view::npos;
    return is_plain ? std::string{text} : in_quotes(text);
}

} // namespace

std::variant<ConditionText, RuleProblem> parse_condition(std::string_view text,
                                                         const model::BothSides<std::string>& names)
{
    return ConditionParser{text, names}.parse();
}

std::string written_condition(const model::Condition& condition)
{
    auto text = fmt::format("{}.{} {}",
                            model::to_string(condition.side),
                            written(condition.field),
                            model::to_string(condition.comparison));
    std::vector<std::string> values;
    for (const auto& value : condition.values) {
        values.push_back(written(value));
    }
    const auto list = fmt::format("{}", fmt::join(values, ", "));
    switch (condition.comparison) {
    case Comparison::is_empty:
    case Comparison::is_not_empty:
        return text;
    case Comparison::one_of:
    case Comparison::none_of:
        return text + " (" + list + ")";
    default:
        return text + " " + list;
    }
}

} // namespace syncctl::mapping
