#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/model/value.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace syncctl::cli {

/// What a command has to say, before it becomes JSON, CSV or a table: a JSON value whose members
/// keep their order. Small on purpose, so that commands need no JSON library.
class Data {
public:
    using Array = std::vector<Data>;
    using Member = std::pair<std::string, Data>;
    using Object = std::vector<Member>;

    /// Decimal text that goes into JSON as it is.
    struct Decimal {
        std::string text;
    };

    Data() = default; ///< null

    Data(std::string text) : m_value{std::move(text)} {}

    Data(std::string_view text) : m_value{std::string{text}} {}

    Data(const char* text) : m_value{std::string{text}} {}

    Data(Decimal number) : m_value{std::move(number)} {}

    Data(Array array) : m_value{std::move(array)} {}

    Data(Object object) : m_value{std::move(object)} {}

    template <std::integral Integer>
    Data(Integer number)
    {
        if constexpr (std::same_as<Integer, bool>) {
            m_value = number;
        } else {
            m_value = static_cast<std::int64_t>(number);
        }
    }

    [[nodiscard]] bool is_null() const { return m_value.index() == 0; }

    /// A member of an object; nullptr when there is none.
    [[nodiscard]] const Data* find(std::string_view key) const;

    [[nodiscard]] bool is_number() const
    {
        return std::holds_alternative<std::int64_t>(m_value) ||
               std::holds_alternative<Decimal>(m_value);
    }

    [[nodiscard]] const Object* object() const { return std::get_if<Object>(&m_value); }

    /// For people: text as it is, null as nothing, yes and no, lists with commas.
    [[nodiscard]] std::string text() const;
    /// For CSV: like text, but true and false, and nested values as JSON.
    [[nodiscard]] std::string field() const;
    /// Compact JSON; invalid UTF-8 is replaced.
    void append_json(std::string& out) const;
    [[nodiscard]] std::string json() const;

private:
    std::variant<std::monostate, bool, std::int64_t, std::string, Decimal, Array, Object> m_value;
};

/// null when unknown.
[[nodiscard]] Data data_of(base::Timestamp time);
[[nodiscard]] Data data_of(const model::Value& value);
[[nodiscard]] Data data_of(const std::vector<std::string>& texts);
/// null when empty.
[[nodiscard]] Data text_or_null(const std::string& text);

} // namespace syncctl::cli
