#pragma once

#include "syncctl/base/stop.hpp"

#include <string>
#include <vector>

namespace syncctl::cli {

/// Everything between main and the use cases: parses, runs one command, prints, and says how the
/// process ends. The only place where errors are reported. \param arguments without the program's
/// name
[[nodiscard]] int run_command_line(const std::vector<std::string>& arguments,
                                   const base::StopFlag& stop);

} // namespace syncctl::cli
