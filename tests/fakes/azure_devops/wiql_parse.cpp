#include "fakes/azure_devops/wiql.hpp"

#include <fmt/format.h>

namespace syncctl::fakes {

namespace {

struct Token {
    enum class Kind { word, field, text, symbol, end };
    Kind kind = Kind::end;
    std::string text;
    std::size_t begin = 0;
    std::size_t end = 0;
};

class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text{text} {}

    Token next()
    {
        while (m_at < m_text.size() &&
               std::isspace(static_cast<unsigned char>(m_text[m_at])) != 0) {
            ++m_at;
        }
        const std::size_t begin = m_at;
        if (m_at >= m_text.size()) {
            return {.kind = Token::Kind::end, .text = "", .begin = begin, .end = begin};
        }
        Token token = read();
        token.begin = begin;
        token.end = m_at;
        return token;
    }

private:
    Token read()
    {
        const char first = m_text[m_at];
        if (first == '[') {
            const auto close = m_text.find(']', m_at);
            if (close == std::string_view::npos) {
                throw wiql_error("Expecting end of field name.", std::string{m_text.substr(m_at)});
            }
            std::string name{m_text.substr(m_at + 1, close - m_at - 1)};
            m_at = close + 1;
            return {.kind = Token::Kind::field, .text = std::move(name)};
        }
        if (first == '\'' || first == '"') {
            return {.kind = Token::Kind::text, .text = quoted(first)};
        }
        for (const std::string_view symbol : {"<>", "<=", ">=", "=", "<", ">", "(", ")", ","}) {
            if (m_text.substr(m_at).starts_with(symbol)) {
                m_at += symbol.size();
                return {.kind = Token::Kind::symbol, .text = std::string{symbol}};
            }
        }
        std::string word;
        while (m_at < m_text.size() && is_word(m_text[m_at])) {
            word += m_text[m_at++];
        }
        if (word.empty()) {
            throw wiql_error("Unexpected character.", std::string{m_text.substr(m_at)});
        }
        return {.kind = Token::Kind::word, .text = std::move(word)};
    }

    std::string quoted(char quote)
    {
        std::string text;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == quote) {
                ++m_at;
                if (m_at >= m_text.size() || m_text[m_at] != quote) {
                    return text;
                }
            }
            text += m_text[m_at];
        }
        throw wiql_error("Expecting end of string.", text);
    }

    static bool is_word(char c)
    {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' ||
               c == '@' || c == '-' || c == '+';
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

class Parser {
public:
    Parser(const WiqlContext& context, std::string_view text)
        : m_context{context}, m_text{text}, m_lexer{text}, m_token{m_lexer.next()}
    {
    }

    WiqlQuery query()
    {
        WiqlQuery query;
        expect("select");
        do {
            query.columns.push_back(field());
        } while (accept(","));
        expect("from");
        expect("workitems");
        query.where.kind = WiqlCondition::Kind::always;
        if (accept("where")) {
            query.where = any();
        }
        if (accept("order")) {
            expect("by");
            do {
                WiqlOrder order{.field = field(), .is_descending = false};
                order.is_descending = accept("desc") || (accept("asc") && false);
                query.order.push_back(order);
            } while (accept(","));
        }
        if (accept("asof")) {
            query.as_of = take(Token::Kind::text);
        }
        if (m_token.kind != Token::Kind::end) {
            throw wiql_error("The query has text after its end.", m_token.text);
        }
        query.is_about_deleted = m_is_about_deleted;
        return query;
    }

private:
    [[nodiscard]] bool is(std::string_view word) const
    {
        return (m_token.kind == Token::Kind::word || m_token.kind == Token::Kind::symbol) &&
               same_text(m_token.text, word);
    }

    bool accept(std::string_view word)
    {
        if (!is(word)) {
            return false;
        }
        m_last_end = m_token.end;
        m_token = m_lexer.next();
        return true;
    }

    void expect(std::string_view word)
    {
        if (!accept(word)) {
            throw wiql_error(fmt::format("Expecting {}.", word), m_token.text);
        }
    }

    std::string take(Token::Kind kind)
    {
        if (m_token.kind != kind) {
            throw wiql_error("The query statement is not valid.", m_token.text);
        }
        std::string text = m_token.text;
        m_last_end = m_token.end;
        m_token = m_lexer.next();
        return text;
    }

    const FieldDefinition* field()
    {
        const std::string name =
            take(m_token.kind == Token::Kind::field ? Token::Kind::field : Token::Kind::word);
        const FieldDefinition* found = any_field(*m_context.world, name);
        if (found == nullptr) {
            throw wiql_error("TF51005: The query references a field that does not exist.",
                             "[" + name + "]");
        }
        m_is_about_deleted = m_is_about_deleted || found->reference == "System.IsDeleted";
        return found;
    }

    WiqlCondition any()
    {
        if (++m_depth > 100) {
            throw wiql_error("The query is nested too deeply.", "(");
        }
        WiqlCondition first = all();
        --m_depth;
        if (!is("or")) {
            return first;
        }
        WiqlCondition condition;
        condition.kind = WiqlCondition::Kind::any;
        condition.children.push_back(std::move(first));
        while (accept("or")) {
            condition.children.push_back(all());
        }
        return condition;
    }

    WiqlCondition all()
    {
        WiqlCondition condition;
        condition.kind = WiqlCondition::Kind::all;
        do {
            condition.children.push_back(one());
        } while (accept("and"));
        return condition;
    }

    WiqlCondition one()
    {
        if (accept("not")) {
            return negated(one());
        }
        if (accept("(")) {
            WiqlCondition inner = any();
            expect(")");
            return inner;
        }
        return comparison();
    }

    static WiqlCondition negated(WiqlCondition inner)
    {
        WiqlCondition condition;
        condition.kind = WiqlCondition::Kind::negated;
        condition.children.push_back(std::move(inner));
        return condition;
    }

    WiqlCondition comparison()
    {
        const std::size_t begin = m_token.begin;
        WiqlCondition condition;
        condition.kind = WiqlCondition::Kind::compare;
        condition.field = field();
        if (accept("is")) {
            const bool is_not = accept("not");
            expect("empty");
            condition.comparison = "is empty";
            return is_not ? negated(std::move(condition)) : condition;
        }
        const bool is_not = accept("not");
        condition.comparison = lower(m_token.text);
        read_values(condition, is_not);
        condition.text = m_text.substr(begin, m_last_end - begin);
        check_dates(condition);
        return is_not ? negated(std::move(condition)) : condition;
    }

    void read_values(WiqlCondition& condition, bool is_not)
    {
        if (accept("in")) {
            expect("(");
            do {
                condition.values.push_back(value());
            } while (accept(","));
            expect(")");
            return;
        }
        if (accept("under") || accept("contains")) {
            accept("words");
            condition.values.push_back(value());
            return;
        }
        for (const std::string_view symbol : {"=", "<>", "<=", ">=", "<", ">"}) {
            if (!is_not && accept(symbol)) {
                condition.values.push_back(value());
                return;
            }
        }
        throw wiql_error("The operator is not known or not possible here.", m_token.text);
    }

    WiqlValue value()
    {
        if (m_token.kind == Token::Kind::text) {
            return {.text = take(Token::Kind::text), .is_field = false};
        }
        if (m_token.kind == Token::Kind::field) {
            return {.text = field()->reference, .is_field = true};
        }
        const std::string word = take(Token::Kind::word);
        if (!word.starts_with('@')) {
            return {.text = word, .is_field = false};
        }
        if (same_text(word, "@project") && !m_context.project.empty()) {
            return {.text = m_context.project, .is_field = false};
        }
        if (same_text(word, "@me")) {
            return {.text = m_context.world->people.front().mail, .is_field = false};
        }
        if (lower(word).starts_with("@today")) {
            const std::int64_t days =
                word.size() > 6 ? integer(word.substr(word[6] == '+' ? 7 : 6), "@today") : 0;
            const base::Timestamp day{m_context.world->now().ms + days * 86'400'000};
            return {.text = wire_date(day).substr(0, 10), .is_field = false};
        }
        throw wiql_error("TF51011: The macro is not known or not possible here.", word);
    }

    void check_dates(const WiqlCondition& condition) const
    {
        if (condition.field->type != "dateTime") {
            return;
        }
        for (const WiqlValue& value : condition.values) {
            const auto date = value.is_field ? std::nullopt : read_date(value.text);
            if (!value.is_field && !date && !value.text.empty()) {
                throw wiql_error("TF51008: The value is not a date.", condition.text);
            }
            if (date && date->has_time && !m_context.has_time_precision) {
                throw wiql_error(
                    "You cannot supply a time with the date when running a query using "
                    "date precision.",
                    condition.text);
            }
        }
    }

    const WiqlContext& m_context;
    std::string_view m_text;
    Lexer m_lexer;
    Token m_token;
    std::size_t m_last_end = 0;
    int m_depth = 0;
    bool m_is_about_deleted = false;
};

} // namespace

Refusal wiql_error(const std::string& message, const std::string& cause)
{
    return {400, "SyntaxException", fmt::format("{} The error is caused by «{}».", message, cause)};
}

WiqlQuery parse_wiql(const WiqlContext& context, std::string_view text)
{
    return Parser{context, text}.query();
}

} // namespace syncctl::fakes
