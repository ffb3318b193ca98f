#include "quote.hpp"

#include "syncctl/schedule/cron.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace syncctl::schedule {

namespace {

constexpr std::size_t k_longest = 256;
constexpr std::string_view k_blanks = " \t";

constexpr std::array<std::string_view, 12> k_month_names{
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> k_weekday_names{
    "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

struct FieldKind {
    std::string_view name;
    int least = 0;
    int most = 0;
    std::span<const std::string_view> names{}; ///< of the values from `least` on
};

constexpr std::size_t k_weekday_field = 4;
constexpr std::array<FieldKind, 5> k_fields{FieldKind{"minute", 0, 59},
                                            FieldKind{"hour", 0, 23},
                                            FieldKind{"day of month", 1, 31},
                                            FieldKind{"month", 1, 12, k_month_names},
                                            FieldKind{"day of week", 0, 7, k_weekday_names}};

constexpr std::string_view k_five =
    "five fields are expected: minute, hour, day of month, month, day of week, for instance "
    "'30 2 * * *'";

struct Word {
    std::string_view word;
    std::string_view fields;
};

constexpr std::array<Word, 7> k_words{Word{"@hourly", "0 * * * *"},
                                      Word{"@daily", "0 0 * * *"},
                                      Word{"@midnight", "0 0 * * *"},
                                      Word{"@weekly", "0 0 * * 0"},
                                      Word{"@monthly", "0 0 1 * *"},
                                      Word{"@yearly", "0 0 1 1 *"},
                                      Word{"@annually", "0 0 1 1 *"}};

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

bool is_same(std::string_view one, std::string_view other)
{
    return upper(one) == upper(other);
}

/// What a field stands for.
struct FieldValues {
    std::bitset<60> values;
    bool begins_with_star = false;
};

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
        const auto* const known =
            std::find_if(m_kind.names.data(), none, [&](auto one) { return is_same(one, text); });
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
            if (text.size() > k_name && is_same(text.substr(0, k_name), one)) {
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

struct FieldText {
    std::string_view text;
    std::size_t column = 1;
};

std::vector<FieldText> split(std::string_view text)
{
    std::vector<FieldText> fields;
    std::size_t at = text.find_first_not_of(k_blanks);
    while (at != std::string_view::npos) {
        const auto end = std::min(text.find_first_of(k_blanks, at), text.size());
        fields.push_back({text.substr(at, end - at), at + 1});
        at = text.find_first_not_of(k_blanks, end);
    }
    return fields;
}

CronProblem problem_of_word(const FieldText& word)
{
    if (is_same(word.text, "@reboot")) {
        return {.column = word.column,
                .message = "@reboot is no time",
                .hint = "schedules are looked at by syncctl run --due, not by the system's start"};
    }
    std::vector<std::string> words;
    words.reserve(k_words.size());
    for (const auto& known : k_words) {
        words.emplace_back(known.word);
    }
    const auto close = base::closest_match(word.text, words);
    return {.column = word.column,
            .message = fmt::format("{} is not known", shortly(word.text)),
            .hint = close ? fmt::format("did you mean {}?", *close)
                          : fmt::format("{}", fmt::join(words, ", "))};
}

CronProblem problem_of_count(std::string_view text, const std::vector<FieldText>& fields)
{
    if (fields.empty()) {
        return {.column = 1, .message = "it is empty", .hint = std::string{k_five}};
    }
    if (fields.front().text.find('=') != std::string_view::npos) {
        return {.column = fields.front().column,
                .message = "a variable does not belong here",
                .hint = "the time zone is given with --time-zone"};
    }
    if (fields.size() < k_fields.size()) {
        return {.column = text.size() + 1,
                .message = fmt::format("the {} is missing", k_fields.at(fields.size()).name),
                .hint = std::string{k_five}};
    }
    return {.column = fields.at(k_fields.size()).column,
            .message = fmt::format("{} is more than five fields",
                                   shortly(fields.at(k_fields.size()).text)),
            .hint = "there are no seconds, no year and no command; " + std::string{k_five}};
}

int days_of_month(std::size_t month)
{
    constexpr std::array<int, 12> k_most{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return k_most.at(month - 1);
}

} // namespace

/// Fills an expression from its five fields.
class CronReader {
public:
    static std::variant<Cron, CronProblem> read(const std::vector<FieldText>& fields)
    {
        std::array<FieldValues, k_fields.size()> values;
        for (std::size_t i = 0; i < k_fields.size(); ++i) {
            auto field = FieldReader{k_fields.at(i), fields[i].text, fields[i].column}.read();
            if (auto* problem = std::get_if<CronProblem>(&field)) {
                return std::move(*problem);
            }
            values.at(i) = std::get<FieldValues>(field);
        }
        Cron cron;
        cron.m_minutes = values[0].values;
        cron.m_hours = narrowed<24>(values[1]);
        cron.m_days = narrowed<32>(values[2]);
        cron.m_months = narrowed<13>(values[3]);
        auto weekdays = values[k_weekday_field].values;
        weekdays[0] = weekdays[0] || weekdays[7];
        cron.m_weekdays = narrowed<7>({.values = weekdays});
        cron.m_is_any_day = values[2].begins_with_star;
        cron.m_is_any_weekday = values[k_weekday_field].begins_with_star;
        cron.m_follows_clocks = values[0].begins_with_star || values[1].begins_with_star;
        if (!ever_comes(cron)) {
            return never(cron, fields[2]);
        }
        return cron;
    }

private:
    template <std::size_t N>
    static std::bitset<N> narrowed(const FieldValues& field)
    {
        std::bitset<N> bits;
        for (std::size_t i = 0; i < N; ++i) {
            bits[i] = field.values[i];
        }
        return bits;
    }

    static int first_day(const Cron& cron)
    {
        int day = 1;
        while (!cron.m_days[static_cast<std::size_t>(day)]) {
            ++day;
        }
        return day;
    }

    /// Every date, 29 February too, is each day of the week once in a while.
    static bool ever_comes(const Cron& cron)
    {
        if (!cron.m_is_any_day && !cron.m_is_any_weekday) {
            return true; // a day of the week suffices
        }
        for (std::size_t month = 1; month < cron.m_months.size(); ++month) {
            if (cron.m_months[month] && first_day(cron) <= days_of_month(month)) {
                return true;
            }
        }
        return false;
    }

    static CronProblem never(const Cron& cron, const FieldText& day)
    {
        std::size_t month = 1;
        while (!cron.m_months[month]) {
            ++month;
        }
        return {.column = day.column,
                .message = fmt::format("day of month: it never comes, {} has no day {}",
                                       k_month_names.at(month - 1),
                                       first_day(cron)),
                .hint = fmt::format(
                    "{} has {} days at most", k_month_names.at(month - 1), days_of_month(month))};
    }
};

std::variant<Cron, CronProblem> Cron::parsed(std::string_view text)
{
    if (text.size() > k_longest) {
        return CronProblem{.column = k_longest + 1,
                           .message = fmt::format("it is longer than {} characters", k_longest),
                           .hint = {}};
    }
    const auto strange = std::find_if(
        text.begin(), text.end(), [](char c) { return c != '\t' && (c < ' ' || c > '~'); });
    if (strange != text.end()) {
        return CronProblem{.column = static_cast<std::size_t>(strange - text.begin()) + 1,
                           .message = "a character is not printable ASCII",
                           .hint = std::string{k_five}};
    }
    auto fields = split(text);
    if (fields.size() == 1 && fields.front().text.front() == '@') {
        const auto* word = std::find_if(k_words.begin(), k_words.end(), [&](const Word& one) {
            return is_same(one.word, fields.front().text);
        });
        if (word == k_words.end()) {
            return problem_of_word(fields.front());
        }
        fields = split(word->fields);
    }
    if (fields.size() != k_fields.size()) {
        return problem_of_count(text, fields);
    }
    return CronReader::read(fields);
}

} // namespace syncctl::schedule
