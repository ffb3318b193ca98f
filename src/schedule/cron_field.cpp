#include "cron_field.hpp"

#include "quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

namespace syncctl::schedule {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string upper(std::string_view text)
{
    std::string result{text};
    for (auto& c : result) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return result;
}

/// Reads one field.
class FieldReader {
public:
    /// \param column of its first character
    FieldReader(const FieldKind& kind, std::string_view text, std::size_t column)
        : m_kind{kind}, m_text{text}, m_column{column}
    {
    }

    std::variant<FieldValues, CronProblem> read()
    {
        FieldValues field;
        field.begins_with_star = m_text.front() == '*';
        while (!m_problem) {
            read_range(field);
            if (m_problem || m_at == m_text.size()) {
                break;
            }
            if (m_text[m_at] != ',') {
                refuse(fmt::format("{} does not belong here", character()), misplaced_hint());
                break;
            }
            ++m_at;
        }
        if (m_problem) {
            return *std::move(m_problem);
        }
        return field;
    }

private:
    void refuse_at(std::size_t at, std::string message, std::string hint = {})
    {
        if (!m_problem) {
            m_problem = {.column = m_column + at,
                         .message = fmt::format("{}: {}", m_kind.name, message),
                         .hint = std::move(hint)};
        }
    }

    void refuse(std::string message, std::string hint = {})
    {
        refuse_at(m_at, std::move(message), std::move(hint));
    }

    [[nodiscard]] std::string character() const { return shortly(m_text.substr(m_at, 1)); }

    [[nodiscard]] std::string misplaced_hint() const
    {
        switch (m_text[m_at]) {
        case '/':
            return fmt::format("a step follows '*' or a range: */{0} or {1}-{2}/{0}",
                               m_text.substr(m_at + 1, 2),
                               m_kind.least,
                               m_kind.most);
        case '?':
            return "write '*'";
        case '#':
        case 'L':
        case 'W':
            return "this is of Quartz, cron does not have it";
        default:
            return "a field is '*', a number, a range 1-5, a step */2 or 1-9/2, or several of them "
                   "with ',' between";
        }
    }

    void read_range(FieldValues& field)
    {
        const auto begin = m_at;
        int first = m_kind.least;
        int last = m_kind.most;
        bool may_have_step = true;
        if (m_at < m_text.size() && m_text[m_at] == '*') {
            ++m_at;
        } else {
            first = value();
            last = first;
            may_have_step = m_at < m_text.size() && m_text[m_at] == '-';
            if (may_have_step) {
                ++m_at;
                last = end_of_range(first);
            }
        }
        if (!m_problem && last < first) {
            refuse_at(
                begin,
                fmt::format("the range {} goes backwards", text_from(begin)),
                fmt::format("two ranges: {}-{},{}-{}", first, m_kind.most, m_kind.least, last));
        }
        const auto every = may_have_step ? step() : 1;
        for (int number = first; !m_problem && number <= last; number += every) {
            field.values.set(static_cast<std::size_t>(number));
        }
    }

    [[nodiscard]] std::string text_from(std::size_t begin) const
    {
        return shortly(m_text.substr(begin, m_at - begin));
    }

    /// Where a range of weekdays ends with Sunday, it is the 7th.
    int end_of_range(int first)
    {
        const auto begin = m_at;
        const int last = value();
        const bool is_sunday = !m_problem && last == 0 && is_letter(m_text[begin]);
        return is_sunday && first > 0 ? 7 : last;
    }

    int value()
    {
        if (m_at == m_text.size() || m_text[m_at] == ',') {
            refuse("a value is missing", "take the ',' or '-' away, or write what follows it");
            return 0;
        }
        if (is_letter(m_text[m_at])) {
            return name();
        }
        if (!is_digit(m_text[m_at])) {
            refuse(fmt::format("{} does not belong here", character()), misplaced_hint());
            return 0;
        }
        const auto begin = m_at;
        const int number = digits();
        if (!m_problem && (number < m_kind.least || number > m_kind.most)) {
            refuse_at(begin,
                      fmt::format("{} is not from {} to {}", number, m_kind.least, m_kind.most));
        }
        return number;
    }

    int digits()
    {
        constexpr std::size_t k_most_digits = 4;
        const auto begin = m_at;
        while (m_at < m_text.size() && is_digit(m_text[m_at])) {
            ++m_at;
        }
        const auto text = m_text.substr(begin, m_at - begin);
        int number = 0;
        if (text.empty()) {
            refuse("a number is missing");
        } else if (text.size() > k_most_digits) {
            refuse_at(begin, fmt::format("the number {} is too large", shortly(text)));
        } else {
            std::from_chars(text.data(), text.data() + text.size(), number);
        }
        return number;
    }

    int name()
    {
        const auto begin = m_at;
        while (m_at < m_text.size() && is_letter(m_text[m_at])) {
            ++m_at;
        }
        const auto text = m_text.substr(begin, m_at - begin);
        const auto* const none = m_kind.names.data() + m_kind.names.size();
        const auto* const known = std::find_if(
            m_kind.names.data(), none, [&](auto one) { return is_same_word(one, text); });
        if (known != none) {
            return m_kind.least + static_cast<int>(known - m_kind.names.data());
        }
        refuse_at(begin, fmt::format("{} is not known", shortly(text)), name_hint(text));
        return 0;
    }

    [[nodiscard]] std::string name_hint(std::string_view text) const
    {
        constexpr std::size_t k_name = 3;
        if (m_kind.names.empty()) {
            return fmt::format("use numbers from {} to {}", m_kind.least, m_kind.most);
        }
        for (const auto one : m_kind.names) {
            if (text.size() > k_name && is_same_word(text.substr(0, k_name), one)) {
                return fmt::format("write {}", one);
            }
        }
        return fmt::format("names are {}", fmt::join(m_kind.names, ", "));
    }

    /// What follows `/`; 1 without.
    int step()
    {
        if (m_problem || m_at == m_text.size() || m_text[m_at] != '/') {
            return 1;
        }
        ++m_at;
        const auto begin = m_at;
        const int number = digits();
        if (!m_problem && (number < 1 || number > m_kind.most)) {
            refuse_at(begin,
                      fmt::format("a step of {} is not from 1 to {}", number, m_kind.most),
                      "a step counts within its field only");
        }
        return std::max(number, 1);
    }

    const FieldKind& m_kind;
    std::string_view m_text;
    std::size_t m_column;
    std::size_t m_at = 0;
    std::optional<CronProblem> m_problem;
};

} // namespace

bool is_same_word(std::string_view one, std::string_view other)
{
    return upper(one) == upper(other);
}

std::variant<FieldValues, CronProblem>
read_field(const FieldKind& kind, std::string_view text, std::size_t column)
{
    return FieldReader{kind, text, column}.read();
}

} // namespace syncctl::schedule
