#include "syncctl/base/json.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

namespace syncctl::base {
namespace {

using nlohmann::json;

/// Builds the value while counting, so that a hostile document is refused before it is whole:
/// nlohmann/json crashes when it copies or destroys what is nested too deeply.
class Builder final : public json::json_sax_t {
public:
    Builder(std::string_view text, const JsonLimits& limits)
        : m_limits{limits}, m_begin{text.data()}, m_position{text.data()}
    {
    }

    [[nodiscard]] const std::string& reason() const { return m_reason; }

    [[nodiscard]] json take() { return std::move(m_root); }

    /// Where the reader is; for messages.
    [[nodiscard]] const char** position() { return &m_position; }

    bool null() override { return add(nullptr); }

    bool boolean(bool value) override { return add(value); }

    bool number_integer(number_integer_t value) override { return add(value); }

    bool number_unsigned(number_unsigned_t value) override { return add(value); }

    bool number_float(number_float_t value, const string_t& text) override
    {
        // 2^64+1 or 1.00000000000000000001 would silently become another number.
        if (!std::isfinite(value) ||
            canonical_number(fmt::format("{}", value)) != canonical_number(text)) {
            return refuse("a number that cannot be held exactly");
        }
        return add(value);
    }

    bool string(string_t& value) override { return add(std::move(value)); }

    bool binary(binary_t& /*value*/) override { return refuse("binary data"); }

    bool start_object(std::size_t /*elements*/) override { return open(json::object()); }

    bool end_object() override { return close(); }

    bool start_array(std::size_t /*elements*/) override { return open(json::array()); }

    bool end_array() override { return close(); }

    bool key(string_t& name) override
    {
        auto& object = *m_open.back();
        if (object.contains(name)) {
            return refuse("the same key twice in one object");
        }
        m_slot = &object[name];
        return true;
    }

    bool parse_error(std::size_t position,
                     const std::string& /*last_token*/,
                     const nlohmann::detail::exception& /*error*/) override
    {
        m_reason =
            m_reason.empty() ? fmt::format("not valid JSON at octet {}", position) : m_reason;
        return false;
    }

private:
    bool refuse(std::string_view reason)
    {
        if (m_reason.empty()) {
            m_reason = fmt::format("{} at octet {}", reason, m_position - m_begin);
        }
        return false;
    }

    json* place(json&& value)
    {
        if (m_open.empty()) {
            m_root = std::move(value);
            return &m_root;
        }
        if (m_open.back()->is_array()) {
            m_open.back()->push_back(std::move(value));
            return &m_open.back()->back();
        }
        *m_slot = std::move(value);
        return m_slot;
    }

    bool add(json value)
    {
        if (++m_nodes > m_limits.max_nodes) {
            return refuse(fmt::format("more than {} values", m_limits.max_nodes));
        }
        place(std::move(value));
        return true;
    }

    bool open(json value)
    {
        if (++m_nodes > m_limits.max_nodes) {
            return refuse(fmt::format("more than {} values", m_limits.max_nodes));
        }
        if (static_cast<int>(m_open.size()) >= m_limits.max_depth) {
            return refuse(fmt::format("nested more than {} levels deep", m_limits.max_depth));
        }
        m_open.push_back(place(std::move(value)));
        return true;
    }

    bool close()
    {
        m_open.pop_back();
        return true;
    }

    JsonLimits m_limits;
    const char* m_begin;
    const char* m_position;
    json m_root;
    std::vector<json*> m_open;
    json* m_slot = nullptr;
    std::size_t m_nodes = 0;
    std::string m_reason;
};

/// Goes through the text and tells how far it is: nlohmann/json reports a position for its own
/// errors only.
class Reader {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    Reader(const char* at, const char** position) : m_at{at}, m_position{position} {}

    reference operator*() const { return *m_at; }

    Reader& operator++()
    {
        *m_position = ++m_at;
        return *this;
    }

    bool operator==(const Reader& other) const { return m_at == other.m_at; }

    bool operator!=(const Reader& other) const { return m_at != other.m_at; }

private:
    const char* m_at;
    const char** m_position;
};

} // namespace

json parse_json(std::string_view text, const JsonLimits& limits)
{
    if (text.size() > limits.max_bytes) {
        throw Error{
            ErrorCode::document,
            fmt::format("too large: {} octets, the limit is {}", text.size(), limits.max_bytes)};
    }
    if (text.substr(0, 3) == "\xEF\xBB\xBF") {
        throw Error{ErrorCode::document, "begins with a byte-order mark, which JSON must not have"};
    }
    // nlohmann/json takes a NUL for the end and would not look at what follows.
    const auto zero = text.find('\0');
    if (zero != std::string_view::npos) {
        throw Error{ErrorCode::document, fmt::format("not valid JSON at octet {}", zero + 1)};
    }
    Builder builder{text, limits};
    if (!json::sax_parse(Reader{text.data(), builder.position()},
                         Reader{text.data() + text.size(), nullptr},
                         &builder)) {
        throw Error{ErrorCode::document,
                    builder.reason().empty() ? "not valid JSON" : builder.reason()};
    }
    return builder.take();
}

std::string dump_json(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string dump_json_pretty(const json& value)
{
    return value.dump(2, ' ', false, json::error_handler_t::replace);
}

} // namespace syncctl::base
