#include "cron_field.hpp"
#include "quote.hpp"

#include "syncctl/schedule/cron.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace syncctl::schedule {

namespace {

constexpr std::size_t k_longest = 256;
constexpr std::string_view k_blanks = " \t";

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
    if (is_same_word(word.text, "@reboot")) {
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
            auto field = read_field(k_fields.at(i), fields[i].text, fields[i].column);
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
            return is_same_word(one.word, fields.front().text);
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
