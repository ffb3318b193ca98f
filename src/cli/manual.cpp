#include "manual.hpp"

#include "command_line.hpp"
#include "commands/commands.hpp"
#include "exit_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace syncctl::cli {

namespace {

/// Text that is not taken for markup, neither inside of a line nor at its beginning.
std::string plain(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '\\':
            out += "\\e";
            break;
        case '-':
            out += "\\-";
            break;
        case '\'':
            out += "\\(aq";
            break;
        case '`':
            out += "\\(ga";
            break;
        case '^':
            out += "\\(ha";
            break;
        case '~':
            out += "\\(ti";
            break;
        case '\n':
            out += ' ';
            break;
        default:
            out += c;
        }
    }
    return out.substr(0, 1) == "." ? "\\&" + out : out;
}

/// What stands between backquotes is bold.
std::string prose(std::string_view text)
{
    std::string out;
    bool is_code = false;
    while (true) {
        const auto quote = std::min(text.find('`'), text.size());
        const auto part = plain(text.substr(0, quote));
        out += is_code ? fmt::format("\\fB{}\\fR", part) : part;
        if (quote == text.size()) {
            return out;
        }
        text.remove_prefix(quote + 1);
        is_code = !is_code;
    }
}

std::string page_name(std::string_view path)
{
    auto name = path.empty() ? std::string{"syncctl"} : fmt::format("syncctl-{}", path);
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

std::string head(std::string_view path, std::string_view purpose, const ManualEdition& edition)
{
    auto title = page_name(path);
    std::transform(title.begin(), title.end(), title.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return fmt::format(".\\\" Made from the data of the help.\n"
                       ".TH \"{}\" 1 \"{}\" \"syncctl {}\" \"syncctl\"\n"
                       ".nh\n.ad l\n"
                       ".SH NAME\n{} \\- {}\n",
                       plain(title),
                       plain(edition.date),
                       plain(edition.version),
                       plain(page_name(path)),
                       prose(purpose));
}

void append_term(std::string& out, const std::string& term, std::string_view text)
{
    out += fmt::format(".TP\n{}\n{}\n", term, prose(text));
}

std::string option_term(const OptionSpec& option)
{
    std::string term;
    std::string_view rest = option.flags;
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        term += fmt::format("{}\\fB{}\\fR", term.empty() ? "" : ", ", plain(rest.substr(0, comma)));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return option.value.empty() ? term : fmt::format("{} \\fI{}\\fR", term, plain(option.value));
}

void append_options(std::string& out,
                    std::string_view title,
                    const std::vector<OptionSpec>& options)
{
    if (options.empty()) {
        return;
    }
    out += fmt::format(".SH {}\n", title);
    for (const auto& option : options) {
        append_term(out,
                    option_term(option),
                    fmt::format("{}.{}{}",
                                option.help,
                                option.is_required ? " Required." : "",
                                option.is_repeatable ? " May be repeated." : ""));
    }
}

std::string synopsis(const CommandSpec& command)
{
    auto line = fmt::format(".SH SYNOPSIS\n\\fBsyncctl {}\\fR", plain(command.path));
    for (const auto& positional : command.positionals) {
        const auto name = fmt::format(
            "\\fI{}\\fR{}", plain(positional.name), positional.is_repeatable ? "..." : "");
        line += positional.is_required ? fmt::format(" {}", name) : fmt::format(" [{}]", name);
    }
    for (const auto& option : command.options) {
        if (option.is_required) {
            line += fmt::format(" {}", option_term(option));
        }
    }
    return line + " [\\fIoptions\\fR]\n";
}

void append_exits(std::string& out, const std::vector<int>& codes)
{
    out += ".SH EXIT STATUS\n";
    for (const auto code : codes) {
        append_term(out, fmt::format("\\fB{}\\fR", code), meaning_of_exit(code));
    }
}

void append_see_also(std::string& out, std::string_view path)
{
    const auto noun = path.substr(0, path.find(' '));
    out += ".SH SEE ALSO\n\\fBsyncctl\\fR(1)";
    for (const auto& entry : all_commands()) {
        if (entry.path != path && entry.path.substr(0, entry.path.find(' ')) == noun) {
            out += fmt::format(",\n\\fB{}\\fR(1)", plain(page_name(entry.path)));
        }
    }
    out += '\n';
}

std::string command_page(const CommandSpec& command, const ManualEdition& edition)
{
    auto out = head(command.path, command.purpose, edition);
    out += synopsis(command);
    if (!command.positionals.empty()) {
        out += ".SH ARGUMENTS\n";
        for (const auto& positional : command.positionals) {
            append_term(out,
                        fmt::format("\\fI{}\\fR", plain(positional.name)),
                        fmt::format("{}.", positional.help));
        }
    }
    append_options(out, "OPTIONS", command.options);
    out += ".SH GLOBAL OPTIONS\nThe options that every command takes are described in "
           "\\fBsyncctl\\fR(1).\n";
    std::vector<int> codes{k_exit_ok, k_exit_failed, k_exit_usage};
    codes.insert(codes.end(), command.exit_codes.begin(), command.exit_codes.end());
    append_exits(out, codes);
    out += ".SH EXAMPLES\n";
    for (const auto& example : command.examples) {
        out += fmt::format(
            ".PP\n{}:\n.PP\n.nf\n.RS\n{}\n.RE\n.fi\n", prose(example.purpose), plain(example.line));
    }
    append_see_also(out, command.path);
    return out;
}

using Term = std::pair<std::string_view, std::string_view>;

constexpr std::array k_environment{
    Term{"SYNCCTL_DB, DB_PATH", "The state database, unless `--db` names it."},
    Term{"STATE_DIRECTORY", "Else it is `sync.db` in this folder, which systemd sets."},
    Term{"XDG_STATE_HOME", "Else `syncctl/sync.db` in this one; without it, in `~/.local/state`."},
    Term{"ENCRYPTION_KEY", "The master key, 64 hex digits. Taken out of the environment at once."},
    Term{"ENCRYPTION_KEY_FILE", "A file with it, unless `--key-file` names one."},
    Term{"ENCRYPTION_KEY_COMMAND", "A program that prints it."},
    Term{"CREDENTIALS_DIRECTORY", "Else it is the credential `encryption_key` of systemd."},
    Term{"XDG_CONFIG_HOME",
         "Else `syncctl/encryption.key` in this folder; without it, in `~/.config`."},
    Term{"VISUAL, EDITOR", "The editor of `mapping edit`."},
    Term{"NO_COLOR", "No colours, whatever its value."},
};

std::string root_page(const ManualEdition& edition)
{
    auto out = head({}, "keep work items in step between two trackers", edition);
    out += ".SH SYNOPSIS\n\\fBsyncctl\\fR \\fICOMMAND\\fR [\\fIoptions\\fR]\n"
           ".SH DESCRIPTION\n"
           "Keeps bugs, stories, incidents and requests in step between two trackers, such as "
           "Azure DevOps and ServiceDesk Plus. All state is in one database file. Begin with "
           "\\fBsyncctl setup\\fR; the tutorial is in \\fI/usr/share/doc/syncctl\\fR.\n"
           ".PP\nEach command has a page of its own, and tells the same with \\fB\\-\\-help\\fR.\n"
           ".SH COMMANDS\n";
    for (const auto& entry : all_commands()) {
        append_term(out,
                    fmt::format("\\fB{}\\fR(1)", plain(page_name(entry.path))),
                    fmt::format("{}.", entry.make().purpose));
    }
    append_options(out, "GLOBAL OPTIONS", global_options());
    std::vector<int> codes;
    for (const auto& exit : all_exit_codes()) {
        codes.push_back(exit.code);
    }
    append_exits(out, codes);
    out += ".SH ENVIRONMENT\n";
    for (const auto& [name, meaning] : k_environment) {
        append_term(out, fmt::format("\\fB{}\\fR", plain(name)), meaning);
    }
    out += ".SH EXAMPLES\n.nf\nsyncctl setup\nsyncctl run \\-\\-all\nsyncctl status\n.fi\n";
    return out;
}

} // namespace

std::vector<ManualPage> manual_pages(const ManualEdition& edition)
{
    std::vector<ManualPage> pages{{.file_name = "syncctl.1", .text = root_page(edition)}};
    for (const auto& entry : all_commands()) {
        pages.push_back({.file_name = page_name(entry.path) + ".1",
                         .text = command_page(entry.make(), edition)});
    }
    return pages;
}

} // namespace syncctl::cli
