#pragma once

#include "syncctl/base/secret.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::base {

struct SubprocessLimits {
    std::chrono::milliseconds timeout{10'000};
    std::size_t max_output_bytes = 4096;
};

/// What a program finds when it starts.
struct SubprocessStart {
    std::string_view input{}; ///< its stdin, then the end of it
    /// `NAME=VALUE`, all of it; nullopt: it inherits ours.
    std::optional<std::vector<std::string>> environment{};
};

struct SubprocessResult {
    int exit_status = 0; ///< 0..255, or 128 + signal
    bool timed_out = false;
    bool output_too_long = false;
    Secret output; ///< what it wrote to stdout; treated as secret because key commands print keys
};

/// Runs a program without a shell: stderr goes to ours, no other descriptor of ours is inherited,
/// its whole process group is ended at the time limit. \param argv absolute path of the program
/// first \throws Error{io} when it cannot be started
[[nodiscard]] SubprocessResult run_subprocess(const std::vector<std::string>& argv,
                                              const SubprocessLimits& limits = {},
                                              const SubprocessStart& start = {});

/// Splits a command line as a shell splits plain words: blanks separate, single and double quotes
/// and backslash quote. No variables, globs, pipes or substitution. \throws Error{usage} for an
/// unterminated quote or an empty command
[[nodiscard]] std::vector<std::string> split_command(const std::string& command);

} // namespace syncctl::base
