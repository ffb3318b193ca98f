#pragma once

#include "syncctl/app/workspace.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace syncctl::app {

struct KeyReport {
    std::string key_id;
    std::string source;          ///< where it was found, or the file it was written to
    std::string database_key_id; ///< empty when there is no database
};

/// Which key the sources give, and whether the database is sealed with it.
/// \throws Error{no_key, wrong_key, ...}
[[nodiscard]] KeyReport check_key(Workspace& workspace);
/// A new key in a new private file. \throws Error{io} when there is a file already
[[nodiscard]] KeyReport
generate_key_file(const std::filesystem::path& file, base::Random& random, bool is_dry_run);
/// 64 hex digits, for a caller that hands them on.
[[nodiscard]] base::Secret generate_key_text(base::Random& random);

} // namespace syncctl::app
