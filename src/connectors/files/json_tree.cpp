#include "json_tree.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace syncctl::connectors::files {

namespace {

/// Builds the tree from the events of a text that is known to be good.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit TreeBuilder(JsonTree& root) : m_root{root} {}

    bool null() override { return add(JsonTree{}); }

    bool boolean(bool value) override { return add(JsonTree{value}); }

    bool number_integer(number_integer_t value) override
    {
        return add(JsonTree{JsonTree::Number{std::to_string(value)}});
    }

    bool number_unsigned(number_unsigned_t value) override
    {
        return add(JsonTree{JsonTree::Number{std::to_string(value)}});
    }

    bool number_float(number_float_t /*value*/, const string_t& text) override
    {
        return add(JsonTree{JsonTree::Number{text}});
    }

    bool string(string_t& value) override { return add(JsonTree{std::move(value)}); }

    bool binary(binary_t& /*value*/) override { return false; }

    bool start_object(std::size_t /*size*/) override { return open(JsonTree{JsonTree::Object{}}); }

    bool start_array(std::size_t /*size*/) override { return open(JsonTree{JsonTree::Array{}}); }

    bool end_object() override { return close(); }

    bool end_array() override { return close(); }

    bool key(string_t& name) override
    {
        m_key = std::move(name);
        return true;
    }

    bool parse_error(std::size_t /*position*/,
                     const std::string& /*token*/,
                     const nlohmann::detail::exception& /*error*/) override
    {
        return false;
    }

private:
    /// Only the innermost open value grows, so pointers to the outer ones stay good.
    JsonTree& place(JsonTree value)
    {
        if (m_open.empty()) {
            m_root = std::move(value);
            return m_root;
        }
        if (auto* array = std::get_if<JsonTree::Array>(&m_open.back()->value)) {
            return array->emplace_back(std::move(value));
        }
        auto& object = std::get<JsonTree::Object>(m_open.back()->value);
        object.push_back({.key = std::move(m_key), .value = std::move(value)});
        return object.back().value;
    }

    bool add(JsonTree value)
    {
        place(std::move(value));
        return true;
    }

    bool open(JsonTree value)
    {
        m_open.push_back(&place(std::move(value)));
        return true;
    }

    bool close()
    {
        m_open.pop_back();
        return true;
    }

    JsonTree& m_root;
    std::vector<JsonTree*> m_open;
    std::string m_key;
};

void append_escaped(std::string& out, std::string_view text)
{
    constexpr std::string_view k_hex = "0123456789abcdef";
    out.push_back('"');
    for (const char octet : text) {
        switch (octet) {
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
            if (const auto code = static_cast<unsigned char>(octet); code < 0x20U) {
                out += "\\u00";
                out.push_back(k_hex[code >> 4U]);
                out.push_back(k_hex[code & 0x0fU]);
            } else {
                out.push_back(octet);
            }
        }
    }
    out.push_back('"');
}

void append_value(std::string& out, const JsonTree& tree, std::size_t depth);

void append_break(std::string& out, std::size_t depth)
{
    out.push_back('\n');
    out.append(depth * 2, ' ');
}

void append_array(std::string& out, const JsonTree::Array& array, std::size_t depth)
{
    if (array.empty()) {
        out += "[]";
        return;
    }
    char before = '[';
    for (const JsonTree& element : array) {
        out.push_back(before);
        before = ',';
        append_break(out, depth + 1);
        append_value(out, element, depth + 1);
    }
    append_break(out, depth);
    out.push_back(']');
}

void append_object(std::string& out, const JsonTree::Object& object, std::size_t depth)
{
    if (object.empty()) {
        out += "{}";
        return;
    }
    char before = '{';
    for (const JsonMember& member : object) {
        out.push_back(before);
        before = ',';
        append_break(out, depth + 1);
        append_escaped(out, member.key);
        out += ": ";
        append_value(out, member.value, depth + 1);
    }
    append_break(out, depth);
    out.push_back('}');
}

void append_value(std::string& out, const JsonTree& tree, std::size_t depth)
{
    if (const auto* text = tree.text()) {
        append_escaped(out, *text);
    } else if (const auto* number = std::get_if<JsonTree::Number>(&tree.value)) {
        out += number->text;
    } else if (const auto* flag = std::get_if<bool>(&tree.value)) {
        out += *flag ? "true" : "false";
    } else if (const auto* array = std::get_if<JsonTree::Array>(&tree.value)) {
        append_array(out, *array, depth);
    } else if (const auto* object = std::get_if<JsonTree::Object>(&tree.value)) {
        append_object(out, *object, depth);
    } else {
        out += "null";
    }
}

} // namespace

const JsonTree* JsonTree::find(std::string_view key) const
{
    const auto* object = std::get_if<Object>(&value);
    if (object == nullptr) {
        return nullptr;
    }
    const auto found = std::find_if(
        object->begin(), object->end(), [key](const auto& member) { return member.key == key; });
    return found == object->end() ? nullptr : &found->value;
}

JsonTree* JsonTree::find(std::string_view key)
{
    auto* object = std::get_if<Object>(&value);
    if (object == nullptr) {
        return nullptr;
    }
    const auto found = std::find_if(
        object->begin(), object->end(), [key](const auto& member) { return member.key == key; });
    return found == object->end() ? nullptr : &found->value;
}

void JsonTree::set(std::string_view key, JsonTree new_value)
{
    if (JsonTree* present = find(key)) {
        *present = std::move(new_value);
        return;
    }
    std::get<Object>(value).push_back({.key = std::string{key}, .value = std::move(new_value)});
}

void JsonTree::erase(std::string_view key)
{
    auto& object = std::get<Object>(value);
    const auto is_key = [key](const JsonMember& member) { return member.key == key; };
    object.erase(std::remove_if(object.begin(), object.end(), is_key), object.end());
}

JsonTree parse_tree(std::string_view text)
{
    // Bounds, encoding and duplicate keys are checked there, for every outside text alike. The
    // events are then read once more because that result keeps neither order nor spelling.
    static_cast<void>(base::parse_json(text));
    JsonTree root;
    TreeBuilder builder{root};
    if (!nlohmann::json::sax_parse(text, &builder)) {
        throw Error{ErrorCode::document, "the text cannot be read as JSON"};
    }
    return root;
}

std::string pretty_text(const JsonTree& tree)
{
    std::string out;
    append_value(out, tree, 0);
    out.push_back('\n');
    return out;
}

std::string_view kind_of(const JsonTree& tree)
{
    constexpr std::array<std::string_view, 6> k_kinds{
        "null", "a boolean", "a number", "a text", "an array", "an object"};
    return k_kinds.at(tree.value.index());
}

} // namespace syncctl::connectors::files
