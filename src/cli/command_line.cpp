#include "command_line.hpp"

#include "command_words.hpp"
#include "help.hpp"

#include "syncctl/base/error.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace syncctl::cli {

namespace {

constexpr std::string_view k_positionals = "ARGUMENTS";

[[noreturn]] void throw_unknown_option(const CommandSpec& command, const std::string& typed)
{
    std::vector<std::string> known;
    for (const auto* options : {&command.options, &global_options()}) {
        for (const auto& option : *options) {
            known.push_back(fmt::format("--{}", long_name(option.flags)));
        }
    }
    // Only the name: a value behind it may be a secret.
    const auto name = typed.substr(0, typed.find('='));
    const auto close = close_to(name, known);
    throw Error{ErrorCode::usage,
                fmt::format("syncctl {}: unknown option {}", command.path, shown(name)),
                close ? fmt::format("did you mean '{}'?", *close)
                      : fmt::format("syncctl {} --help", command.path)};
}

void require_choice(const CommandSpec& command, const OptionSpec& option, const std::string& value)
{
    if (option.choices.empty() ||
        std::find(option.choices.begin(), option.choices.end(), value) != option.choices.end()) {
        return;
    }
    const auto close = close_to(value, option.choices);
    throw Error{ErrorCode::usage,
                fmt::format("syncctl {}: --{} {}: expected {}",
                            command.path,
                            long_name(option.flags),
                            shown(value),
                            fmt::join(option.choices, ", ")),
                close ? fmt::format("did you mean '{}'?", *close) : std::string{}};
}

/// CLI11 as a tokenizer: it knows `--name=value`, `-nv`, `--` and which option takes a value. Which
/// of it is wrong, and what is said about it, is decided here.
class Tokenizer {
public:
    explicit Tokenizer(const CommandSpec& command) : m_command{command}
    {
        m_app.set_help_flag();
        m_app.allow_extras();
        m_positionals = m_app.add_option(std::string{k_positionals})
                            ->expected(-1)
                            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        for (const auto* options : {&command.options, &global_options()}) {
            for (const auto& option : *options) {
                auto* added =
                    option.value.empty()
                        ? m_app.add_flag(std::string{option.flags})->disable_flag_override()
                        : m_app.add_option(std::string{option.flags})->expected(1);
                added->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
                m_options.emplace_back(&option, added);
            }
        }
    }

    void parse(std::vector<std::string> arguments)
    {
        std::reverse(arguments.begin(), arguments.end());
        try {
            m_app.parse(std::move(arguments));
        } catch (const CLI::ParseError& error) {
            const std::string what = error.what();
            const auto name = what.substr(0, what.find(':'));
            throw Error{
                ErrorCode::usage,
                is_option(name)
                    ? fmt::format("syncctl {}: option {} needs a value, flags take none",
                                  m_command.path,
                                  shown(name))
                    : fmt::format("syncctl {}: the command line cannot be read", m_command.path),
                fmt::format("syncctl {} --help", m_command.path)};
        }
        for (const auto& rest : m_app.remaining()) {
            // The mark that ends the options is kept there, too.
            if (rest != "--") {
                throw_unknown_option(m_command, rest);
            }
        }
    }

    /// Every option that was given, with its values.
    [[nodiscard]] Arguments arguments() const
    {
        Arguments arguments;
        for (const auto& [option, parsed] : m_options) {
            if (parsed->count() == 0) {
                continue;
            }
            if (parsed->count() > 1 && !option->value.empty() && !option->is_repeatable) {
                throw Error{ErrorCode::usage,
                            fmt::format("syncctl {}: --{} was given {} times",
                                        m_command.path,
                                        long_name(option->flags),
                                        parsed->count())};
            }
            for (const auto& value : parsed->results()) {
                if (!option->value.empty()) {
                    require_choice(m_command, *option, value);
                }
                arguments.add(long_name(option->flags), value);
            }
        }
        add_positionals(arguments);
        return arguments;
    }

private:
    void add_positionals(Arguments& arguments) const
    {
        const auto& given = m_positionals->results();
        const auto& expected = m_command.positionals;
        std::size_t at = 0;
        for (const auto& value : given) {
            if (at == expected.size()) {
                throw Error{ErrorCode::usage,
                            fmt::format("syncctl {}: {} is one argument too many",
                                        m_command.path,
                                        shown(value)),
                            fmt::format("syncctl {} --help", m_command.path)};
            }
            arguments.add(expected[at].name, value);
            at += expected[at].is_repeatable ? 0U : 1U;
        }
    }

    const CommandSpec& m_command;
    CLI::App m_app;
    CLI::Option* m_positionals = nullptr;
    std::vector<std::pair<const OptionSpec*, CLI::Option*>> m_options;
};

void require_complete(const CommandSpec& command, const Arguments& arguments)
{
    for (const auto& positional : command.positionals) {
        if (positional.is_required && !arguments.has(positional.name)) {
            throw Error{ErrorCode::usage,
                        fmt::format("syncctl {}: {} is missing ({})",
                                    command.path,
                                    positional.name,
                                    positional.help),
                        fmt::format("syncctl {} --help", command.path)};
        }
    }
    for (const auto& option : command.options) {
        if (option.is_required && !arguments.has(long_name(option.flags))) {
            throw Error{ErrorCode::usage,
                        fmt::format("syncctl {}: --{} {} is missing ({})",
                                    command.path,
                                    long_name(option.flags),
                                    option.value,
                                    option.help),
                        fmt::format("syncctl {} --help", command.path)};
        }
    }
}

Format format_from(const Arguments& arguments)
{
    const auto name = arguments.find("format");
    if (arguments.has("json") && name && *name != "json") {
        throw Error{ErrorCode::usage,
                    fmt::format("--json and --format {} contradict each other", *name)};
    }
    if (arguments.has("json") || name == "json") {
        return Format::json;
    }
    if (name == "jsonl") {
        return Format::jsonl;
    }
    return name == "csv" ? Format::csv : Format::table;
}

Globals globals_from(const Arguments& arguments)
{
    Globals globals;
    globals.database = arguments.find("db");
    globals.key_file = arguments.find("key-file");
    globals.passphrase_from = arguments.find("passphrase-from");
    globals.env_file = arguments.find("env-file");
    globals.log_format = arguments.find("log-format");
    globals.log_file = arguments.find("log-file");
    globals.is_quiet = arguments.has("quiet");
    globals.verbosity = static_cast<int>(arguments.all("verbose").size());
    globals.format = format_from(arguments);
    globals.is_spreadsheet_safe = arguments.has("spreadsheet-safe");
    if (globals.is_spreadsheet_safe && globals.format != Format::csv) {
        throw Error{
            ErrorCode::usage, "--spreadsheet-safe is about CSV", "--format csv --spreadsheet-safe"};
    }
    if (const auto color = arguments.find("color"); color && *color != "auto") {
        globals.color = *color == "always" ? ColorMode::always : ColorMode::never;
    }
    globals.allows_input = !arguments.has("no-input");
    globals.answers_yes = arguments.has("yes");
    for (const auto* option : {"db", "key-file", "env-file", "log-file"}) {
        if (arguments.has(option) && arguments.text(option).empty()) {
            throw Error{ErrorCode::usage,
                        fmt::format("--{}: the name of the file is empty", option)};
        }
    }
    return globals;
}

} // namespace

std::string_view long_name(std::string_view flags)
{
    const auto dashes = flags.find("--");
    return dashes == std::string_view::npos ? flags : flags.substr(dashes + 2);
}

const std::vector<OptionSpec>& global_options()
{
    static const std::vector<OptionSpec> options{
        {.flags = "--db", .value = "FILE", .help = "State database (SYNCCTL_DB, DB_PATH)"},
        {.flags = "--key-file",
         .value = "FILE",
         .help = "File with the master key (ENCRYPTION_KEY_FILE)"},
        {.flags = "--passphrase-from",
         .value = "SOURCE",
         .help = "Make the master key from a passphrase (ENCRYPTION_PASSPHRASE_FROM)"},
        {.flags = "--env-file",
         .value = "FILE",
         .help = "Read KEY=VALUE lines; the environment goes before them"},
        {.flags = "-q,--quiet", .help = "Say nothing but errors and the data asked for"},
        {.flags = "-v,--verbose", .help = "Say more; repeat for still more"},
        {.flags = "--json", .help = "One JSON envelope on standard output, also for errors"},
        {.flags = "--format",
         .value = "FORMAT",
         .help = "table, json, jsonl or csv",
         .choices = {"table", "json", "jsonl", "csv"}},
        {.flags = "--spreadsheet-safe",
         .help = "In CSV, an apostrophe before what a spreadsheet would take for a formula"},
        {.flags = "--color",
         .value = "WHEN",
         .help = "auto, always or never",
         .choices = {"auto", "always", "never"}},
        {.flags = "--log-format",
         .value = "FORMAT",
         .help = "Talk on standard error as text, logfmt or json (SYNCCTL_LOG_FORMAT)",
         .choices = {"text", "logfmt", "json"}},
        {.flags = "--log-file",
         .value = "FILE",
         .help = "Append the log to a file as well (SYNCCTL_LOG_FILE)"},
        {.flags = "--no-input", .help = "Never ask anything"},
        {.flags = "-y,--yes", .help = "Answer yes to every confirmation"},
    };
    return options;
}

Invocation parse_command_line(const std::vector<std::string>& arguments)
{
    auto split = split_words(arguments);
    Invocation invocation;
    if (split.words.empty()) {
        const bool wants_version =
            std::find(split.rest.begin(), split.rest.end(), "--version") != split.rest.end();
        if (wants_version) {
            split.words.emplace_back("version");
            split.rest.erase(std::remove(split.rest.begin(), split.rest.end(), "--version"),
                             split.rest.end());
        } else if (split.wants_help) {
            invocation.help = root_help();
            return invocation;
        } else {
            throw_missing_command({});
        }
    }
    const auto& first = split.words.front();
    if (is_group(first) && split.words.size() == 1 && find_command(first) == nullptr) {
        if (!split.wants_help) {
            throw_missing_command(first);
        }
        invocation.help = group_help(first);
        return invocation;
    }
    const auto path = split.words.size() == 1 ? first : fmt::format("{} {}", first, split.words[1]);
    const auto* entry = find_command(path);
    if (entry == nullptr) {
        if (split.words.size() == 1) {
            throw_unknown_command({}, first);
        }
        throw_unknown_command(first, split.words[1]);
    }
    invocation.command = entry->make();
    if (split.wants_help) {
        invocation.help = command_help(invocation.command);
        return invocation;
    }
    Tokenizer tokenizer{invocation.command};
    tokenizer.parse(std::move(split.rest));
    invocation.arguments = tokenizer.arguments();
    invocation.globals = globals_from(invocation.arguments);
    require_complete(invocation.command, invocation.arguments);
    return invocation;
}

bool asks_for_json(const std::vector<std::string>& arguments)
{
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto& argument = arguments[i];
        const bool is_next_json = i + 1 < arguments.size() && arguments[i + 1] == "json";
        if (argument == "--json" || argument == "--format=json" ||
            (argument == "--format" && is_next_json)) {
            return true;
        }
    }
    return false;
}

std::string command_path_in(const std::vector<std::string>& arguments)
{
    const auto split = split_words(arguments);
    const auto path = fmt::format("{}", fmt::join(split.words, " "));
    return find_command(path) == nullptr ? std::string{} : path;
}

} // namespace syncctl::cli
