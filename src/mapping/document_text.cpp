#include "document_text.hpp"

#include "rule_text.hpp"
#include "utf8.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace syncctl::mapping {
namespace {

constexpr std::string_view k_plain =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./";

bool needs_no_quotes(std::string_view text)
{
    const auto is_harmless = [](char character) {
        return k_plain.find(character) != std::string_view::npos ||
               std::string_view{" -<>()|="}.find(character) != std::string_view::npos;
    };
    const bool starts_well =
        !text.empty() && (k_plain.find(text.front()) != std::string_view::npos ||
                          text.starts_with("<") || text.starts_with("->"));
    return starts_well && text.back() != ' ' && std::all_of(text.begin(), text.end(), is_harmless);
}

std::string escaped(char32_t code_point)
{
    const auto value = static_cast<unsigned>(code_point);
    return value <= 0xFFFF ? fmt::format("\\u{:04x}", value) : fmt::format("\\U{:08x}", value);
}

/// May the character stand in a document, and be shown on a terminal, as it is?
bool is_showable(std::string_view character, char32_t code_point)
{
    const bool is_noncharacter = code_point == 0xFFFE || code_point == 0xFFFF;
    return !is_noncharacter && base::term_safe(character) == character;
}

} // namespace

std::string scalar(std::string_view text)
{
    if (needs_no_quotes(text)) {
        return std::string{text};
    }
    std::string quoted = "\"";
    for (std::size_t offset = 0; offset < text.size();) {
        const auto next = code_point_at(text, offset);
        const auto character = text.substr(offset, next.size);
        offset += next.size;
        if (character == "\"" || character == "\\") {
            quoted += '\\';
            quoted += character;
        } else if (next.is_valid && !is_showable(character, next.value)) {
            quoted += escaped(next.value);
        } else {
            quoted += character;
        }
    }
    return quoted + "\"";
}

std::string comment_text(std::string_view text)
{
    std::string safe;
    for (std::size_t offset = 0; offset < text.size();) {
        const auto next = code_point_at(text, offset);
        const auto character = text.substr(offset, next.size);
        offset += next.size;
        safe += next.is_valid && !is_showable(character, next.value) ? escaped(next.value)
                                                                     : base::term_safe(character);
    }
    return safe;
}

std::string part(std::string_view text)
{
    const bool is_plain = !text.empty() && text.front() != ' ' && text.back() != ' ' &&
                          text.find_first_of("<>|=\"'(),\\\t\r\n") == std::string_view::npos;
    return is_plain ? std::string{text} : in_quotes(text);
}

std::string with_options(const std::string& rule, const std::vector<std::string>& options)
{
    constexpr std::size_t k_longest_key = 1000; // libyaml allows 1024 octets
    auto key = scalar(rule);
    if (options.empty()) {
        return key;
    }
    const auto behind = fmt::format(": {{ {} }}", fmt::join(options, ", "));
    return key.size() > k_longest_key ? "? " + key + "\n    " + behind : key + behind;
}

std::string rule_line(std::string_view source, model::Arrow arrow, std::string_view target)
{
    return fmt::format("{} {} {}", part(source), model::to_string(arrow), part(target));
}

std::string step_text(const model::TransformStep& step)
{
    if (step.arguments.empty()) {
        return step.name;
    }
    std::vector<std::string> arguments;
    arguments.reserve(step.arguments.size());
    for (const auto& argument : step.arguments) {
        arguments.push_back(part(argument));
    }
    return fmt::format("{}({})", step.name, fmt::join(arguments, ", "));
}

} // namespace syncctl::mapping
