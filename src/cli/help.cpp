#include "help.hpp"

#include "command_line.hpp"
#include "commands/commands.hpp"
#include "exit_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace syncctl::cli {

namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

/// Two columns; a long left part gets a line of its own.
void append_columns(std::string& out, const Lines& lines)
{
    constexpr std::size_t k_most = 30;
    std::size_t width = 0;
    for (const auto& line : lines) {
        if (line.first.size() <= k_most) {
            width = std::max(width, line.first.size());
        }
    }
    for (const auto& [left, right] : lines) {
        if (left.size() > width) {
            out += fmt::format("  {}\n  {:<{}}  {}\n", left, "", width, right);
        } else {
            out += fmt::format("  {:<{}}  {}\n", left, width, right);
        }
    }
}

std::string option_label(const OptionSpec& option)
{
    std::string label{option.flags};
    const auto comma = label.find(',');
    label = comma == std::string::npos ? "    " + label : label.replace(comma, 1, ", ");
    if (!option.value.empty()) {
        label += fmt::format(" {}", option.value);
    }
    return label;
}

Lines option_lines(const std::vector<OptionSpec>& options)
{
    Lines lines;
    for (const auto& option : options) {
        std::string help{option.help};
        if (option.is_required) {
            help += " (required)";
        }
        if (option.is_repeatable) {
            help += " (may be repeated)";
        }
        lines.emplace_back(option_label(option), std::move(help));
    }
    return lines;
}

std::string usage_of(const CommandSpec& command)
{
    auto usage = fmt::format("syncctl {}", command.path);
    for (const auto& positional : command.positionals) {
        const auto name =
            fmt::format("{}{}", positional.name, positional.is_repeatable ? "..." : "");
        usage += positional.is_required ? fmt::format(" {}", name) : fmt::format(" [{}]", name);
    }
    for (const auto& option : command.options) {
        if (option.is_required) {
            usage += fmt::format(" --{} {}", long_name(option.flags), option.value);
        }
    }
    return usage + " [options]";
}

std::string commands_with_prefix(std::string_view prefix)
{
    Lines lines;
    for (const auto& entry : all_commands()) {
        if (entry.path.substr(0, prefix.size()) == prefix) {
            lines.emplace_back(entry.path, entry.make().purpose);
        }
    }
    std::string out;
    append_columns(out, lines);
    return out;
}

std::string global_help()
{
    std::string out = "\nGlobal options:\n";
    auto lines = option_lines(global_options());
    lines.emplace_back("-h, --help", "Show this help");
    append_columns(out, lines);
    return out;
}

} // namespace

std::string root_help()
{
    return fmt::format(
        "syncctl keeps work items in step between two trackers.\n\n"
        "Usage: syncctl COMMAND [options]\n\nCommands:\n{}{}\n"
        "`syncctl COMMAND --help` tells all about one command. Start with `syncctl setup`.\n",
        commands_with_prefix({}),
        global_help());
}

std::string group_help(std::string_view group)
{
    return fmt::format("Usage: syncctl {0} COMMAND [options]\n\nCommands:\n{1}\n"
                       "`syncctl {0} COMMAND --help` tells all about one command.\n",
                       group,
                       commands_with_prefix(fmt::format("{} ", group)));
}

std::string command_help(const CommandSpec& command)
{
    auto out = fmt::format("{}\n\nUsage: {}\n", command.purpose, usage_of(command));
    if (!command.positionals.empty()) {
        out += "\nArguments:\n";
        Lines lines;
        for (const auto& positional : command.positionals) {
            lines.emplace_back(positional.name, positional.help);
        }
        append_columns(out, lines);
    }
    if (!command.options.empty()) {
        out += "\nOptions:\n";
        append_columns(out, option_lines(command.options));
    }
    out += global_help();
    out += "\nExit codes:\n";
    Lines exits;
    std::vector<int> codes{k_exit_ok, k_exit_failed, k_exit_usage};
    codes.insert(codes.end(), command.exit_codes.begin(), command.exit_codes.end());
    for (const auto code : codes) {
        exits.emplace_back(std::to_string(code), meaning_of_exit(code));
    }
    append_columns(out, exits);
    out += "\nExamples:\n";
    for (const auto& example : command.examples) {
        out += fmt::format("  # {}\n  {}\n", example.purpose, example.line);
    }
    return out;
}

} // namespace syncctl::cli
