#include "command_words.hpp"
#include "commands.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <array>
#include <completion_scripts.hpp>

namespace syncctl::cli {

namespace {

struct Script {
    std::string_view shell;
    std::string_view text;
};

constexpr std::array k_scripts{Script{"bash", k_bash_completion},
                               Script{"zsh", k_zsh_completion},
                               Script{"fish", k_fish_completion}};

Result run_completion(Session& session, const Arguments& arguments)
{
    static_cast<void>(session);
    const auto shell = arguments.text("SHELL");
    std::vector<std::string> known;
    for (const auto& script : k_scripts) {
        if (script.shell == shell) {
            Result result;
            result.rows.push_back(Data::Object{{"shell", shell}, {"script", script.text}});
            result.verbatim = std::string{script.text};
            return result;
        }
        known.emplace_back(script.shell);
    }
    const auto close = close_to(shell, known);
    throw Error{ErrorCode::usage,
                fmt::format("there is no completion for {}", shown(shell)),
                close ? fmt::format("did you mean '{}'?", *close) : "one of bash, zsh, fish"};
}

} // namespace

CommandSpec completion_command()
{
    return {
        .path = "completion",
        .purpose = "Print what makes a shell complete commands, options and names of syncctl",
        .positionals = {{.name = "SHELL", .help = "bash, zsh or fish"}},
        .examples = {{"syncctl completion bash", "In ~/.bashrc: source <(syncctl completion bash)"},
                     {"syncctl completion zsh",
                      "In ~/.zshrc, after compinit: source <(syncctl completion zsh)"},
                     {"syncctl completion fish", "Into ~/.config/fish/completions/syncctl.fish"}},
        .run = &run_completion};
}

} // namespace syncctl::cli
