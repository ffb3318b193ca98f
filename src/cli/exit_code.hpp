#pragma once

#include "syncctl/base/error.hpp"

#include <string_view>
#include <vector>

namespace syncctl::cli {

/// The documented exit codes (docs/exit-codes.md) that are no ErrorCode of their own.
inline constexpr int k_exit_ok = 0;
inline constexpr int k_exit_failed = 1;
inline constexpr int k_exit_usage = 2;
inline constexpr int k_exit_partial = 3;
inline constexpr int k_exit_key = 12;
inline constexpr int k_exit_conflicts_wait = 14;
inline constexpr int k_exit_document = 16;
inline constexpr int k_exit_signal = 128; ///< plus the signal's number

/// \param signal the one that interrupted, 0 for none; only `interrupted` looks at it
[[nodiscard]] int exit_code_of(ErrorCode code, int signal);

struct ExitMeaning {
    int code = 0;
    std::string_view meaning;
};

/// Every exit code with its meaning, in order.
[[nodiscard]] const std::vector<ExitMeaning>& all_exit_codes();
[[nodiscard]] std::string_view meaning_of_exit(int code);

} // namespace syncctl::cli
