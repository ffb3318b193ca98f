#pragma once

#include "command.hpp"
#include "command_line.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::cli {

struct OutputOptions {
    Format format = Format::table;
    std::size_t width = 0; ///< columns of the terminal; 0 = no terminal, nothing is cut
    bool has_color = false;
    bool is_quiet = false;
    bool is_spreadsheet_safe = false; ///< of CSV
};

/// What goes to standard output.
/// \param command_path names the schema: "connector list" -> `syncctl/connector-list@1`
[[nodiscard]] std::string render(const Result& result,
                                 const std::vector<std::string>& warnings,
                                 std::string_view command_path,
                                 const OutputOptions& options);

/// The envelope of a command that failed before it had a result.
[[nodiscard]] std::string error_envelope(const Problem& problem,
                                         int exit,
                                         std::string_view command_path,
                                         const std::vector<std::string>& warnings);

/// Rows below each other, columns aligned, fitted to the width.
[[nodiscard]] std::string render_table(const std::vector<Column>& columns,
                                       const std::vector<Data>& rows,
                                       const OutputOptions& options);
/// RFC 4180: header, CRLF, quotes where needed, values octet for octet.
/// \param is_spreadsheet_safe what spreadsheet programs would take for a formula gets an apostrophe
///        in front, and every text stands in quotes: no other separator makes a cell of its rest
[[nodiscard]] std::string render_csv(const std::vector<Column>& declared,
                                     const std::vector<Data>& rows,
                                     bool is_spreadsheet_safe = false);

} // namespace syncctl::cli
