#include "wiql.hpp"

#include "item_json.hpp"
#include "words.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace syncctl::connectors::azure_devops {

namespace {

constexpr std::size_t k_longest_condition = 8'000; ///< a query takes 32,000 characters

/// Words that end a condition and start another clause.
constexpr std::array<std::string_view, 6> k_clauses{
    "select", "from", "where", "order", "asof", "mode"};

bool is_word_character(char c)
{
    const auto octet = static_cast<unsigned char>(c);
    return std::isalnum(octet) != 0 || c == '_' || octet >= 128;
}

/// Reads a condition once, from left to right.
class ConditionCheck {
public:
    explicit ConditionCheck(std::string_view text) : m_text{text} {}

    std::optional<std::string> problem()
    {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '\'' || c == '"') {
                if (!skip_to(c)) {
                    return std::string{"a quote is not closed"};
                }
            } else if (c == '[') {
                if (!skip_to(']')) {
                    return std::string{"a bracket is not closed"};
                }
            } else if (is_word_character(c)) {
                if (auto problem = word_problem()) {
                    return problem;
                }
                continue;
            } else if (c == '(') {
                ++m_depth;
            } else if (c == ')' && --m_depth < 0) {
                return std::string{"a parenthesis closes that was never opened"};
            }
            ++m_at;
        }
        return m_depth == 0 ? std::nullopt
                            : std::optional<std::string>{"a parenthesis is not closed"};
    }

private:
    /// From an opening character to the one that closes it. A doubled quote reads as two literals,
    /// which ends in the same place.
    bool skip_to(char closing)
    {
        const auto end = m_text.find(closing, m_at + 1);
        m_at = end == std::string_view::npos ? m_text.size() : end;
        return end != std::string_view::npos;
    }

    std::optional<std::string> word_problem()
    {
        const auto begin = m_at;
        while (m_at < m_text.size() && is_word_character(m_text[m_at])) {
            ++m_at;
        }
        const auto word = m_text.substr(begin, m_at - begin);
        const bool is_clause = std::any_of(k_clauses.begin(), k_clauses.end(), [&](auto clause) {
            return same_name(word, clause);
        });
        if (is_clause) {
            return fmt::format("it is a condition only: '{}' starts another clause", word);
        }
        return std::nullopt;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
};

} // namespace

Call wiql_call(const std::string& project, const std::string& condition, std::size_t top)
{
    const auto query = fmt::format("SELECT [System.Id] FROM WorkItems "
                                   "WHERE [System.TeamProject] = @project AND {} "
                                   "ORDER BY [System.Id]",
                                   condition);
    auto call = query_call(wit_in(project, {"wiql"}), {{"query", query}});
    // In the body it is ignored, and without it a time in a condition is refused.
    call.query = {{"timePrecision", "true"}, {"$top", fmt::format("{}", top)}};
    return call;
}

std::string wiql_literal(std::string_view text)
{
    std::string literal = "'";
    for (const char c : text) {
        literal += c == '\'' ? "''" : std::string_view{&c, 1};
    }
    return literal + "'";
}

std::string wiql_literal(base::Timestamp time)
{
    return wiql_literal(base::format_utc(time));
}

std::string wiql_field(std::string_view name)
{
    if (name.empty() || name.find_first_of("[]") != std::string_view::npos ||
        base::term_safe(name) != name) {
        throw Error{ErrorCode::setting, fmt::format("no field has the name '{}'", name)};
    }
    return fmt::format("[{}]", name);
}

std::optional<std::string> condition_problem(std::string_view condition)
{
    if (condition.size() > k_longest_condition) {
        return fmt::format("it is longer than {} characters", k_longest_condition);
    }
    if (!base::is_valid_utf8(condition) || condition.find('\0') != std::string_view::npos) {
        return std::string{"it is no text"};
    }
    if (trimmed(condition).empty()) {
        return std::nullopt;
    }
    return ConditionCheck{condition}.problem();
}

std::string is_one_of(std::span<const std::string> ids)
{
    return fmt::format("[System.Id] IN ({})", fmt::join(ids, ", "));
}

Answer try_condition(Api& api, const std::string& project, std::string_view condition)
{
    return api.send(wiql_call(project, fmt::format("[System.Id] = 0 AND ({})", condition), 1));
}

} // namespace syncctl::connectors::azure_devops
