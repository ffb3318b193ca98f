#pragma once

#include "command.hpp"

#include <string>
#include <string_view>

namespace syncctl::cli {

[[nodiscard]] std::string root_help();
/// The commands of one noun.
[[nodiscard]] std::string group_help(std::string_view group);
/// Purpose, usage, arguments, options, exit codes and examples of one command.
[[nodiscard]] std::string command_help(const CommandSpec& command);

} // namespace syncctl::cli
