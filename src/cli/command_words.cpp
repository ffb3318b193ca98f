#include "command_words.hpp"

#include "command_line.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace syncctl::cli {

namespace {

constexpr std::size_t k_shown = 60;

bool takes_value(std::string_view argument)
{
    const auto& options = global_options();
    return std::any_of(options.begin(), options.end(), [&](const OptionSpec& option) {
        return !option.value.empty() && fmt::format("--{}", long_name(option.flags)) == argument;
    });
}

/// The words that can stand at this place.
std::vector<std::string> words_after(std::string_view group)
{
    std::set<std::string> words;
    for (const auto& entry : all_commands()) {
        auto path = entry.path;
        if (!group.empty()) {
            if (path.substr(0, group.size()) != group || path.size() <= group.size()) {
                continue;
            }
            path.remove_prefix(group.size() + 1);
        }
        words.emplace(path.substr(0, path.find(' ')));
    }
    return {words.begin(), words.end()};
}

} // namespace

std::string shown(std::string_view text)
{
    return fmt::format("'{}'",
                       base::cut_to_width(base::term_safe(text.substr(0, 4 * k_shown)), k_shown));
}

std::optional<std::string> close_to(std::string_view typed,
                                    const std::vector<std::string>& candidates)
{
    // Distances of long texts cost time and help nobody.
    return typed.size() > k_shown ? std::nullopt : base::closest_match(typed, candidates);
}

bool is_option(std::string_view argument)
{
    return argument.size() > 1 && argument.front() == '-';
}

bool is_group(std::string_view word)
{
    const auto& all = all_commands();
    return std::any_of(all.begin(), all.end(), [&](const CommandEntry& entry) {
        return entry.path.size() > word.size() && entry.path.substr(0, word.size()) == word &&
               entry.path[word.size()] == ' ';
    });
}

Words split_words(const std::vector<std::string>& arguments)
{
    Words split;
    std::size_t wanted = 1;
    bool is_literal = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto& argument = arguments[i];
        is_literal = is_literal || argument == "--";
        const bool asks_for_help =
            argument == "-h" || argument == "--help" || (argument == "help" && split.words.empty());
        if (!is_literal && asks_for_help) {
            split.wants_help = true;
        } else if (is_literal || is_option(argument) || split.words.size() == wanted) {
            split.rest.push_back(argument);
            if (!is_literal && takes_value(argument) && i + 1 < arguments.size()) {
                split.rest.push_back(arguments[++i]);
            }
        } else {
            split.words.push_back(argument);
            if (split.words.size() == 1 && is_group(argument)) {
                wanted = 2;
            }
        }
    }
    return split;
}

const CommandEntry* find_command(std::string_view path)
{
    for (const auto& entry : all_commands()) {
        if (entry.path == path) {
            return &entry;
        }
    }
    return nullptr;
}

void throw_unknown_command(std::string_view group, std::string_view typed)
{
    const auto candidates = words_after(group);
    const auto prefix = group.empty() ? std::string{"syncctl"} : fmt::format("syncctl {}", group);
    const auto close = close_to(typed, candidates);
    throw Error{ErrorCode::usage,
                fmt::format("{}: unknown command {}", prefix, shown(typed)),
                close ? fmt::format("did you mean '{} {}'?", prefix, *close)
                      : fmt::format("{} --help", prefix)};
}

void throw_missing_command(std::string_view group)
{
    const auto prefix = group.empty() ? std::string{"syncctl"} : fmt::format("syncctl {}", group);
    throw Error{ErrorCode::usage,
                fmt::format("{}: which command? {}", prefix, fmt::join(words_after(group), ", ")),
                fmt::format("{} --help", prefix)};
}

} // namespace syncctl::cli
