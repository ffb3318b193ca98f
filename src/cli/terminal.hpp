#pragma once

#include "syncctl/base/secret.hpp"
#include "syncctl/base/stop.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace syncctl::cli {

/// Writes everything, waiting where the other end is slow. \return 0 or the errno
[[nodiscard]] int write_all(int descriptor, std::string_view text);

[[nodiscard]] bool is_terminal(int descriptor);
/// Columns of the terminal behind a descriptor; 0 when it is none.
[[nodiscard]] std::size_t terminal_width(int descriptor);

/// One line of standard input without its end. \throws Error{interrupted, declined (end of input)}
[[nodiscard]] std::string read_line(const base::StopFlag& stop);
/// All of standard input. \throws Error{interrupted, io (too long)}
[[nodiscard]] std::string read_all_input(std::size_t max_bytes, const base::StopFlag& stop);
/// The first octets of standard input, fewer than `most` only where it ends. \throws
/// Error{interrupted}
[[nodiscard]] std::string read_input_up_to(std::size_t most, const base::StopFlag& stop);
/// One line from the terminal that does not show; the terminal is restored whatever happens.
/// \param prompt goes to standard error once nothing that is typed shows any more
[[nodiscard]] base::Secret read_hidden_line(std::string_view prompt, const base::StopFlag& stop);

/// For a signal handler that ends the process: undoes read_hidden_line.
void restore_terminal() noexcept;

} // namespace syncctl::cli
