#pragma once

#include "command.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::cli {

enum class Format { table, json, jsonl, csv };
enum class ColorMode { automatic, always, never };

/// The options that every command takes.
struct Globals {
    std::optional<std::string> database;
    std::optional<std::string> key_file;
    std::optional<std::string> passphrase_from;
    std::optional<std::string> env_file;
    std::optional<std::string> log_format;
    std::optional<std::string> log_file;
    bool is_quiet = false;
    int verbosity = 0;
    Format format = Format::table;
    bool is_spreadsheet_safe = false;
    ColorMode color = ColorMode::automatic;
    bool allows_input = true;
    bool answers_yes = false;
};

/// A command line that was understood.
struct Invocation {
    CommandSpec command;
    Arguments arguments;
    Globals globals;
    /// Print this help and nothing else.
    std::optional<std::string> help;
};

[[nodiscard]] const std::vector<OptionSpec>& global_options();

/// \param arguments without the program's name
/// \throws Error{usage} with a suggestion where something close exists
[[nodiscard]] Invocation parse_command_line(const std::vector<std::string>& arguments);

/// Whether JSON was asked for, as far as that can be seen in a line that may be wrong otherwise.
[[nodiscard]] bool asks_for_json(const std::vector<std::string>& arguments);
/// The path of the command, as far as it can be seen: for the envelope of a usage error. May be
/// empty.
[[nodiscard]] std::string command_path_in(const std::vector<std::string>& arguments);

/// "dry-run" of "-n,--dry-run".
[[nodiscard]] std::string_view long_name(std::string_view flags);

} // namespace syncctl::cli
