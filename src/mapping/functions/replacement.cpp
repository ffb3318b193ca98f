#include "functions/replacement.hpp"

#include "quote.hpp"
#include "utf8.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace syncctl::mapping::functions {
namespace {

/// A reference at the start of a text that follows a dollar.
struct Reference {
    std::variant<std::string, std::size_t> part;
    std::size_t size = 0; ///< octets behind the dollar
};

std::optional<std::size_t> number_in(std::string_view text)
{
    std::size_t number = 0;
    if (!base::is_decimal(text, 5)) {
        return std::nullopt;
    }
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// Two digits where there is such a group, else one, as ECMAScript has it.
std::variant<Reference, std::string> by_number(std::string_view text, const Pattern& pattern)
{
    for (const std::size_t size : {2U, 1U}) {
        const auto number = text.size() < size ? std::nullopt : number_in(text.substr(0, size));
        if (number && *number >= 1 && *number <= pattern.groups()) {
            return Reference{*number, size};
        }
    }
    return fmt::format("the pattern has {}, so there is no ${}",
                       base::counted(pattern.groups(), "group"),
                       text.substr(0, 1));
}

std::variant<Reference, std::string> by_name(std::string_view text, const Pattern& pattern)
{
    const auto end = text.find(text.front() == '{' ? '}' : '>');
    if (end == std::string_view::npos) {
        return std::string{"the name of a group has no end"};
    }
    const auto name = text.substr(1, end - 1);
    const auto number = number_in(name);
    if (number && *number >= 1 && *number <= pattern.groups()) {
        return Reference{*number, end + 1};
    }
    const auto group = number ? std::nullopt : pattern.group_named(name);
    if (!group) {
        return fmt::format("the pattern has no group {}", shortly(name));
    }
    return Reference{*group, end + 1};
}

std::variant<Reference, std::string> reference_in(std::string_view text, const Pattern& pattern)
{
    const char first = text.empty() ? '\0' : text.front();
    if (first == '$') {
        return Reference{std::string{"$"}, 1};
    }
    if (first == '&') {
        return Reference{std::size_t{0}, 1};
    }
    if (first >= '0' && first <= '9') {
        return by_number(text, pattern);
    }
    if (first == '{' || first == '<') {
        return by_name(text, pattern);
    }
    if (first == '`' || first == '\'') {
        return fmt::format("${} is not supported; $$ is a dollar", first);
    }
    return Reference{std::string{"$"}, 0};
}

} // namespace

std::variant<Replacement, std::string> Replacement::parsed(std::string_view text,
                                                           const Pattern& pattern)
{
    Replacement replacement;
    for (std::size_t from = 0; from < text.size();) {
        const auto dollar = text.find('$', from);
        if (dollar != from) {
            replacement.m_parts.emplace_back(std::string{text.substr(from, dollar - from)});
        }
        if (dollar == std::string_view::npos) {
            break;
        }
        auto found = reference_in(text.substr(dollar + 1), pattern);
        if (const auto* problem = std::get_if<std::string>(&found)) {
            return fmt::format("bad replacement at character {}: {}",
                               lead_octets(text.substr(0, dollar)) + 1,
                               *problem);
        }
        auto& reference = std::get<Reference>(found);
        replacement.m_parts.push_back(std::move(reference.part));
        from = dollar + 1 + reference.size;
    }
    return replacement;
}

bool Replacement::append_to(std::string& result,
                            Pattern::Groups groups,
                            std::size_t most_octets) const
{
    for (const auto& part : m_parts) {
        if (const auto* text = std::get_if<std::string>(&part)) {
            result += *text;
        } else if (const auto& group = groups[std::get<std::size_t>(part)]) {
            result += *group;
        }
        if (result.size() > most_octets) {
            return false;
        }
    }
    return true;
}

} // namespace syncctl::mapping::functions
