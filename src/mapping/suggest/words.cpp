#include "suggest/words.hpp"

#include "document_text.hpp"
#include "text_functions.hpp"
#include "utf8.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/mapping/value_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace syncctl::mapping {
namespace {

constexpr std::size_t k_max_compared = 200; ///< code points
constexpr std::size_t k_max_words = 16;

bool is_upper(char32_t value)
{
    return value >= 'A' && value <= 'Z';
}

bool is_lower_or_digit(char32_t value)
{
    return (value >= 'a' && value <= 'z') || (value >= '0' && value <= '9');
}

bool is_word_character(char32_t value)
{
    return is_upper(value) || is_lower_or_digit(value) || (value >= 0x80 && !is_space(value));
}

std::string without_plural(std::string word)
{
    const bool is_plural = word.size() > 3 && word.ends_with('s') && !word.ends_with("ss") &&
                           !word.ends_with("us") && !word.ends_with("is");
    if (is_plural) {
        word.pop_back();
    }
    return word;
}

std::vector<char32_t> decoded(std::string_view name)
{
    std::vector<char32_t> points;
    for (std::size_t offset = 0; offset < name.size() && points.size() < k_max_compared;) {
        const auto next = code_point_at(name, offset);
        points.push_back(next.is_valid ? next.value : U' ');
        offset += next.size;
    }
    return points;
}

/// Does a word start at `i`? `DueDate` -> Due, Date; `HTMLText` -> HTML, Text.
bool starts_word(const std::vector<char32_t>& points, std::size_t i)
{
    if (i == 0 || !is_upper(points[i])) {
        return false;
    }
    const bool after_lower = is_lower_or_digit(points[i - 1]);
    const bool before_lower = i + 1 < points.size() && points[i + 1] >= 'a' && points[i + 1] <= 'z';
    return after_lower || (is_upper(points[i - 1]) && before_lower);
}

/// Words that names of all kinds of fields have.
bool is_generic(const std::string& word)
{
    constexpr std::array<std::string_view, 16> k_generic{"a",
                                                         "by",
                                                         "custom",
                                                         "date",
                                                         "field",
                                                         "id",
                                                         "in",
                                                         "is",
                                                         "name",
                                                         "number",
                                                         "of",
                                                         "system",
                                                         "the",
                                                         "time",
                                                         "to",
                                                         "type"};
    return std::find(k_generic.begin(), k_generic.end(), word) != k_generic.end();
}

std::set<std::string> common(const NameWords& one, const NameWords& other)
{
    const std::set<std::string> first{one.words.begin(), one.words.end()};
    std::set<std::string> both;
    for (const auto& word : other.words) {
        if (first.contains(word) && !is_generic(word)) {
            both.insert(word);
        }
    }
    return both;
}

} // namespace

NameWords words_of(std::string_view name)
{
    NameWords result;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty() && result.words.size() < k_max_words) {
            result.words.push_back(without_plural(to_lower(word)));
        }
        word.clear();
    };
    const auto points = decoded(name);
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!is_word_character(points[i]) || starts_word(points, i)) {
            end_word();
        }
        if (is_word_character(points[i])) {
            append_code_point(word, points[i]);
        }
    }
    end_word();
    result.joined = fmt::format("{}", fmt::join(result.words, " "));
    return result;
}

std::string_view last_part(std::string_view reference)
{
    const auto dot = reference.find_last_of("./");
    return dot == std::string_view::npos || dot + 1 == reference.size() ? reference
                                                                        : reference.substr(dot + 1);
}

int shared_percent(const NameWords& one, const NameWords& other)
{
    const auto total = one.words.size() + other.words.size();
    return total == 0 ? 0 : static_cast<int>(200 * common(one, other).size() / total);
}

std::string shared_words(const NameWords& one, const NameWords& other)
{
    std::string text;
    for (const auto& word : common(one, other)) {
        text += fmt::format("{}'{}'", text.empty() ? "" : ", ", word);
    }
    return text;
}

bool is_usable_name(std::string_view name)
{
    constexpr std::size_t k_longest_written = 300; // octets; a rule has to be one YAML key
    return !name.empty() && name != k_any_value && name.size() <= k_longest_written &&
           name.find('\0') == std::string_view::npos && base::is_valid_utf8(name) &&
           scalar(part(name)).size() <= k_longest_written;
}

} // namespace syncctl::mapping
