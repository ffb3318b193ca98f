#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::mapping {

enum class Severity { error, warning };

/// One problem of a document with its place. Lines and columns count from 1; columns are code
/// points.
struct Diagnostic {
    Severity severity = Severity::error;
    int line = 0;
    int column = 0;
    std::string message;
    std::string hint; ///< what to type instead; may be empty
};

/// `file:line:col: error: message`, then the line of the document, a caret below the column, and
/// the hint. Control characters of the document are escaped.
[[nodiscard]] std::string
render(const Diagnostic& diagnostic, std::string_view file_name, std::string_view document);

[[nodiscard]] bool has_errors(const std::vector<Diagnostic>& diagnostics);

} // namespace syncctl::mapping
