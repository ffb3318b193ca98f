#include "data.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

namespace syncctl::cli {

namespace {

void append_escaped(std::string& out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
                out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

void append_text(std::string& out, const std::string& text)
{
    if (base::is_valid_utf8(text)) {
        append_escaped(out, text);
    } else {
        append_escaped(out, base::repair_utf8(text).text);
    }
}

template <class List, class Append>
void append_list(std::string& out, const List& list, char open, char close, const Append& append)
{
    out += open;
    bool is_first = true;
    for (const auto& entry : list) {
        if (!is_first) {
            out += ',';
        }
        is_first = false;
        append(entry);
    }
    out += close;
}

} // namespace

const Data* Data::find(std::string_view key) const
{
    if (const auto* members = object()) {
        for (const auto& [name, value] : *members) {
            if (name == key) {
                return &value;
            }
        }
    }
    return nullptr;
}

std::string Data::text() const
{
    if (const auto* truth = std::get_if<bool>(&m_value)) {
        return *truth ? "yes" : "no";
    }
    if (const auto* array = std::get_if<Array>(&m_value)) {
        std::string joined;
        for (const auto& entry : *array) {
            joined += joined.empty() ? "" : ", ";
            joined += entry.text();
        }
        return joined;
    }
    return field();
}

std::string Data::field() const
{
    if (is_null()) {
        return {};
    }
    if (const auto* text = std::get_if<std::string>(&m_value)) {
        return *text;
    }
    return json();
}

void Data::append_json(std::string& out) const
{
    if (is_null()) {
        out += "null";
    } else if (const auto* truth = std::get_if<bool>(&m_value)) {
        out += *truth ? "true" : "false";
    } else if (const auto* number = std::get_if<std::int64_t>(&m_value)) {
        out += std::to_string(*number);
    } else if (const auto* decimal = std::get_if<Decimal>(&m_value)) {
        out += decimal->text;
    } else if (const auto* text = std::get_if<std::string>(&m_value)) {
        append_text(out, *text);
    } else if (const auto* array = std::get_if<Array>(&m_value)) {
        append_list(out, *array, '[', ']', [&](const Data& entry) { entry.append_json(out); });
    } else {
        append_list(out, std::get<Object>(m_value), '{', '}', [&](const Member& member) {
            append_text(out, member.first);
            out += ':';
            member.second.append_json(out);
        });
    }
}

std::string Data::json() const
{
    std::string out;
    append_json(out);
    return out;
}

Data data_of(base::Timestamp time)
{
    if (time.ms == 0) {
        return {};
    }
    return base::format_utc(time);
}

Data data_of(const model::Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value)) {
        return *text;
    }
    if (const auto* number = std::get_if<model::Number>(&value)) {
        return Data::Decimal{number->text};
    }
    if (const auto* truth = std::get_if<bool>(&value)) {
        return *truth;
    }
    if (const auto* list = std::get_if<model::List>(&value)) {
        return data_of(*list);
    }
    return {};
}

Data data_of(const std::vector<std::string>& texts)
{
    return Data::Array(texts.begin(), texts.end());
}

Data text_or_null(const std::string& text)
{
    if (text.empty()) {
        return {};
    }
    return text;
}

} // namespace syncctl::cli
