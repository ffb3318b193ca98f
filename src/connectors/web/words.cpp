#include "words.hpp"

#include "syncctl/base/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace syncctl::connectors {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

} // namespace

bool same_name(std::string_view one, std::string_view other)
{
    return one.size() == other.size() &&
           std::equal(one.begin(), one.end(), other.begin(), [](char a, char b) {
               return lower(a) == lower(b);
           });
}

bool starts_with_name(std::string_view text, std::string_view beginning)
{
    return same_name(text.substr(0, beginning.size()), beginning);
}

bool contains_name(std::string_view text, std::string_view part)
{
    return std::search(text.begin(), text.end(), part.begin(), part.end(), [](char a, char b) {
               return lower(a) == lower(b);
           }) != text.end();
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::string one_line(std::string_view text)
{
    std::string line;
    for (const char c : text) {
        const bool is_break = c == '\n' || c == '\r' || c == '\t';
        line.push_back(is_break ? ' ' : c);
    }
    return std::string{trimmed(line)};
}

const nlohmann::json& member(const nlohmann::json& object, std::string_view key)
{
    static const nlohmann::json nothing;
    if (!object.is_object()) {
        return nothing;
    }
    const auto found = object.find(std::string{key});
    return found == object.end() ? nothing : *found;
}

std::string text_member(const nlohmann::json& object, std::string_view key, std::size_t most)
{
    const auto& value = member(object, key);
    if (!value.is_string()) {
        return {};
    }
    const auto repaired = base::repair_utf8(value.get_ref<const std::string&>());
    return std::string{base::first_code_points(repaired.text, most)};
}

const nlohmann::json& array_or_nothing(const nlohmann::json& value)
{
    static const auto nothing = nlohmann::json::array();
    return value.is_array() ? value : nothing;
}

bool flag_member(const nlohmann::json& object, std::string_view key)
{
    const auto& value = member(object, key);
    return value.is_boolean() && value.get<bool>();
}

} // namespace syncctl::connectors
