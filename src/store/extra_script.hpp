#pragma once

#include <string>
#include <string_view>

struct sqlite3;

namespace syncctl::store {

/// The prefix of everything that extra migrations make.
inline constexpr std::string_view k_extra_prefix = "x_";

/// Runs the text of an extra migration, statement by statement, and lets it touch nothing but
/// tables, indexes and views of its own prefix.
/// \param file for messages
/// \throws Error{document} with file and line; whoever began the transaction rolls it back
void run_extra_script(sqlite3* handle, const std::string& file, std::string_view text);

/// Whether the text holds a statement at all, beside comments.
[[nodiscard]] bool has_statement(std::string_view text);

} // namespace syncctl::store
