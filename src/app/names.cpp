#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::app {

namespace {

constexpr std::size_t k_max_name = 64;
constexpr std::size_t k_max_shown = 60;

bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_name_character(char c)
{
    return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
}

template <class List>
std::vector<std::string> names_of(const List& list)
{
    std::vector<std::string> names;
    names.reserve(list.size());
    for (const auto& entry : list) {
        names.push_back(entry.name);
    }
    return names;
}

} // namespace

std::string shown(std::string_view name)
{
    // Escaping comes first, and a prefix is enough: a name of 100,000 characters costs nothing
    // then.
    return fmt::format(
        "'{}'", base::cut_to_width(base::term_safe(name.substr(0, 4 * k_max_shown)), k_max_shown));
}

void require_valid_name(std::string_view kind, std::string_view name)
{
    if (name.empty()) {
        throw Error{ErrorCode::usage, fmt::format("the name of a {} cannot be empty", kind)};
    }
    if (name.size() > k_max_name) {
        throw Error{ErrorCode::usage,
                    fmt::format("{} {}: the name has {} characters, {} are the most",
                                kind,
                                shown(name),
                                name.size(),
                                k_max_name)};
    }
    const bool is_good = is_letter_or_digit(name.front()) &&
                         std::all_of(name.begin(), name.end(), is_name_character);
    if (!is_good) {
        throw Error{ErrorCode::usage,
                    fmt::format("{} {}: not a possible name", kind, shown(name)),
                    "use letters, digits, '.', '_' and '-', with a letter or digit first"};
    }
}

std::string suggestion(std::string_view typed,
                       const std::vector<std::string>& candidates,
                       std::string otherwise)
{
    if (typed.size() <= k_max_name) {
        if (const auto close = base::closest_match(typed, candidates)) {
            return fmt::format("did you mean {}?", shown(*close));
        }
    }
    return otherwise;
}

model::ConnectorConfig require_connector(store::Store& store, std::string_view name)
{
    if (auto found = store.connectors.find(name)) {
        return *std::move(found);
    }
    throw Error{ErrorCode::not_found,
                fmt::format("there is no connector {}", shown(name)),
                suggestion(name, names_of(store.connectors.list()), "syncctl connector list")};
}

model::Pair require_pair(store::Store& store, std::string_view name)
{
    if (auto found = store.pairs.find(name)) {
        return *std::move(found);
    }
    throw Error{ErrorCode::not_found,
                fmt::format("there is no pair {}", shown(name)),
                suggestion(name, names_of(store.pairs.list()), "syncctl pair list")};
}

void require_pair_if_named(store::Store& store, std::string_view name)
{
    if (!name.empty()) {
        static_cast<void>(require_pair(store, name));
    }
}

model::BothSides<model::ConnectorConfig> connectors_of(store::Store& store, const model::Pair& pair)
{
    auto source = store.connectors.find(pair.source);
    auto target = store.connectors.find(pair.target);
    if (!source || !target) {
        throw Error{
            ErrorCode::damaged_database,
            fmt::format("pair {}: its connectors are not in the database", shown(pair.name)),
            "syncctl migrate verify"};
    }
    return {*std::move(source), *std::move(target)};
}

} // namespace syncctl::app
