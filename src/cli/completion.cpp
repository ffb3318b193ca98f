#include "completion.hpp"

#include "command_line.hpp"
#include "command_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace syncctl::cli {

namespace {

std::string_view first_word(std::string_view path)
{
    return path.substr(0, path.find(' '));
}

/// What a place takes, by the name that the help gives it.
Takes takes_of(std::string_view path, std::string_view name, std::string_view help)
{
    const auto noun = first_word(path);
    // A name that the user is free to choose.
    if (path == "connector add" || path == "pair add" || path == "migrate new") {
        if (name == "NAME") {
            return Takes::something;
        }
    }
    if (name == "PAIR") {
        return Takes::pair;
    }
    if (name == "CONNECTOR") {
        return Takes::connector;
    }
    if (name == "PAIR|CONNECTOR") {
        return Takes::pair_or_connector;
    }
    if (name == "DOCUMENT") {
        return Takes::pair_or_file;
    }
    if (name == "FILE") {
        return Takes::file;
    }
    if (name == "SHELL") {
        return Takes::shell;
    }
    if (name == "DIR" || name == "FOLDER") {
        return Takes::folder;
    }
    if (name == "TYPE" && noun == "connector") {
        return Takes::connector_type;
    }
    if (name == "KEY" && noun == "settings") {
        return Takes::setting;
    }
    if (name == "ID" && noun == "conflicts") {
        return Takes::conflict;
    }
    if (name == "NAME") {
        if (noun == "connector") {
            return Takes::connector;
        }
        return noun == "pair" || help.find("pair") != std::string_view::npos ? Takes::pair
                                                                             : Takes::something;
    }
    return Takes::something;
}

void append_names(Completion& completion, Takes takes, const NameSource& names)
{
    const auto add = [&](Takes kind) {
        auto found = names(kind);
        completion.candidates.insert(completion.candidates.end(), found.begin(), found.end());
    };
    switch (takes) {
    case Takes::something:
        break;
    case Takes::file:
    case Takes::folder:
        completion.paths = takes;
        break;
    case Takes::pair_or_file:
        completion.paths = Takes::file;
        add(Takes::pair);
        break;
    case Takes::shell:
        for (const auto* shell : {"bash", "zsh", "fish"}) {
            completion.candidates.push_back({.word = shell, .about = {}});
        }
        break;
    case Takes::pair_or_connector:
        add(Takes::pair);
        add(Takes::connector);
        break;
    case Takes::pair:
    case Takes::connector:
    case Takes::connector_type:
    case Takes::setting:
    case Takes::conflict:
        add(takes);
        break;
    }
}

/// The names of an option: "-n", "--dry-run".
std::vector<std::string> names_of(const OptionSpec& option)
{
    std::vector<std::string> names;
    std::string_view rest = option.flags;
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        names.emplace_back(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return names;
}

/// The command line as far as it was typed.
class Typed {
public:
    explicit Typed(const std::vector<std::string>& before)
    {
        for (const auto& word : before) {
            take(word);
        }
    }

    [[nodiscard]] Completion complete(std::string_view current, const NameSource& names) const
    {
        Completion completion;
        if (m_pending != nullptr) {
            append_value(completion, *m_pending, names);
            return completion;
        }
        if (!m_is_literal && current.substr(0, 1) == "-") {
            const auto equals = current.find('=');
            if (equals == std::string_view::npos) {
                append_options(completion);
            } else if (const auto* option = find_option(current.substr(0, equals));
                       option != nullptr && !option->value.empty()) {
                append_value(completion, *option, names);
                completion.prefix = current.substr(0, equals + 1);
            }
            return completion;
        }
        if (m_command) {
            append_positional(completion, names);
        } else if (m_words.size() < 2) {
            append_words(completion);
        }
        return completion;
    }

private:
    void take(const std::string& word)
    {
        if (m_pending != nullptr) {
            m_pending = nullptr;
            return;
        }
        if (word == "--") {
            m_is_literal = true;
            return;
        }
        if (!m_is_literal && is_option(word)) {
            const auto* option = find_option(word);
            m_pending = option != nullptr && !option->value.empty() ? option : nullptr;
            return;
        }
        if (m_command) {
            ++m_positionals;
            return;
        }
        m_words.push_back(word);
        const auto path = fmt::format("{}", fmt::join(m_words, " "));
        const bool may_go_on = m_words.size() == 1 && is_group(word);
        if (const auto* entry = find_command(path); entry != nullptr && !may_go_on) {
            m_command = entry->make();
        }
    }

    /// Also the option of a command whose second word is still to come.
    [[nodiscard]] const OptionSpec* find_option(std::string_view name) const
    {
        const auto find_in = [&](const std::vector<OptionSpec>& options) -> const OptionSpec* {
            for (const auto& option : options) {
                const auto known = names_of(option);
                if (std::find(known.begin(), known.end(), name) != known.end()) {
                    return &option;
                }
            }
            return nullptr;
        };
        if (m_command) {
            if (const auto* option = find_in(m_command->options)) {
                return option;
            }
        }
        return find_in(global_options());
    }

    void
    append_value(Completion& completion, const OptionSpec& option, const NameSource& names) const
    {
        for (const auto& choice : option.choices) {
            completion.candidates.push_back({.word = choice, .about = {}});
        }
        const auto path = m_command ? m_command->path : std::string_view{};
        if (option.choices.empty()) {
            append_names(completion, takes_of(path, option.value, option.help), names);
        }
    }

    void append_options(Completion& completion) const
    {
        const auto add = [&](const std::vector<OptionSpec>& options) {
            for (const auto& option : options) {
                for (auto& name : names_of(option)) {
                    completion.candidates.push_back(
                        {.word = std::move(name), .about = std::string{option.help}});
                }
            }
        };
        if (m_command) {
            add(m_command->options);
        }
        add(global_options());
        for (const auto* name : {"-h", "--help"}) {
            completion.candidates.push_back({.word = name, .about = "Show this help"});
        }
    }

    void append_positional(Completion& completion, const NameSource& names) const
    {
        const auto& positionals = m_command->positionals;
        if (positionals.empty()) {
            return;
        }
        const auto at = std::min(m_positionals, positionals.size() - 1);
        const auto& positional = positionals[at];
        if (m_positionals < positionals.size() || positional.is_repeatable) {
            append_names(
                completion, takes_of(m_command->path, positional.name, positional.help), names);
        }
    }

    /// The words that a command can begin or go on with.
    void append_words(Completion& completion) const
    {
        for (const auto& entry : all_commands()) {
            auto rest = entry.path;
            if (!m_words.empty()) {
                const auto noun = first_word(rest);
                if (noun != m_words.front() || noun.size() == rest.size()) {
                    continue;
                }
                rest.remove_prefix(noun.size() + 1);
            }
            const auto word = first_word(rest);
            auto& all = completion.candidates;
            const bool is_whole = word.size() == rest.size();
            if (!all.empty() && all.back().word == word) {
                // A noun: its verbs say what it is for.
                all.back().about += fmt::format(", {}", rest.substr(word.size() + 1));
            } else {
                all.push_back({.word = std::string{word},
                               .about = std::string{is_whole ? entry.make().purpose
                                                             : rest.substr(word.size() + 1)}});
            }
        }
    }

    std::vector<std::string> m_words;
    std::optional<CommandSpec> m_command;
    const OptionSpec* m_pending = nullptr; ///< its value comes next
    std::size_t m_positionals = 0;
    bool m_is_literal = false; ///< after `--`
};

} // namespace

Completion
complete(const std::vector<std::string>& before, std::string_view current, const NameSource& names)
{
    return Typed{before}.complete(current, names);
}

} // namespace syncctl::cli
