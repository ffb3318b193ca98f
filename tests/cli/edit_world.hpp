#pragma once

#include "cli_world.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::test {

/// A mapping without errors and warnings for CliWorld's trackers.
inline constexpr std::string_view k_good_mapping = "version: 1\n"
                                                   "source: dev   # the developers\n"
                                                   "target: desk\n"
                                                   "types:\n"
                                                   "  - Bug <-> Bug\n"
                                                   "statuses:\n"
                                                   "  - New <-> New\n"
                                                   "  - Closed <-> Closed\n"
                                                   "fields:\n"
                                                   "  - Title <-> Title\n";
/// Points are mapped as well.
inline const std::string k_more_mapping = std::string{k_good_mapping} + "  - Points <-> Points\n";
/// No field of that name.
inline const std::string k_wrong_mapping =
    std::string{k_good_mapping} + "    # mine\n" + "  - Pionts <-> Points\n";
/// Nothing wrong, but one status has no line.
inline constexpr std::string_view k_warned_mapping = "version: 1\n"
                                                     "source: dev\n"
                                                     "target: desk\n"
                                                     "types:\n"
                                                     "  - Bug <-> Bug\n"
                                                     "statuses:\n"
                                                     "  - New <-> New\n"
                                                     "fields:\n"
                                                     "  - Title <-> Title\n";

/// An editor that follows a script: one step for each time that it is opened. Each is a line of
/// shell; "$1" is the file, the folder is home().
inline void give_editor(CliWorld& cli, const std::vector<std::string>& steps)
{
    std::string script = "#!/bin/sh\nn=$(cat calls)\necho $((n + 1)) > calls\ncase $n in\n";
    for (std::size_t i = 0; i < steps.size(); ++i) {
        script += std::to_string(i) + ") " + steps[i] + " ;;\n";
    }
    cli.write(cli.home() / "editor", script + "*) exit 99 ;;\nesac\n");
    std::filesystem::permissions(cli.home() / "editor", std::filesystem::perms{0700});
    cli.write(cli.home() / "calls", "0\n");
    cli.environment["EDITOR"] = (cli.home() / "editor").string();
}

/// A pair without a mapping, some texts, and an editor.
class EditWorld : public CliWorld {
public:
    EditWorld()
    {
        has_a_pair();
        write(home() / "good.yaml", k_good_mapping);
        write(home() / "more.yaml", k_more_mapping);
        write(home() / "wrong.yaml", k_wrong_mapping);
        write(home() / "warned.yaml", k_warned_mapping);
        environment["SYNCCTL"] = SYNCCTL_BINARY;
    }

    void editor_does(const std::vector<std::string>& steps) { give_editor(*this, steps); }

    /// `mapping edit` on a terminal.
    [[nodiscard]] ProcessResult edit(std::vector<TerminalAnswer> answers = {},
                                     const std::vector<std::string>& options = {}) const
    {
        return run(arguments(options), {.has_terminal = true, .answers = std::move(answers)});
    }

    /// The same in the background: the test goes on while the editor is open.
    [[nodiscard]] ProcessOptions open_edit(std::vector<TerminalAnswer> answers = {}) const
    {
        ProcessOptions options;
        options.arguments = arguments({});
        options.environment = environment;
        options.directory = home();
        options.has_terminal = true;
        options.answers = std::move(answers);
        return options;
    }

    [[nodiscard]] std::string stored() const
    {
        const auto result = run({"mapping", "export", "dev-desk"});
        return result.exit == 0 ? result.out : std::string{};
    }

private:
    [[nodiscard]] static std::vector<std::string> arguments(const std::vector<std::string>& options)
    {
        std::vector<std::string> all{"mapping", "edit", "dev-desk"};
        all.insert(all.end(), options.begin(), options.end());
        return all;
    }
};

} // namespace syncctl::test
