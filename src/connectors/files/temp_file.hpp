#pragma once

#include "regular_file.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace syncctl::connectors::files {

/// A document written beside the items, not yet visible as one.
struct TempFile {
    std::string name;
    FileStamp stamp; ///< stays the same when the file is renamed
};

struct IoFailure {
    int errno_value = 0;
};

/// Writes a new file that no other program uses.
/// \param like the file that it will replace, whose mode and owner it takes; nullptr: mode 0600
[[nodiscard]] std::variant<TempFile, IoFailure>
write_temp_file(int items_folder, std::string_view text, const FileContent* like);

/// Brings the contents of all these files to the disk: one call for the file system when there are
/// many, else one per file. 0 or the errno.
[[nodiscard]] int sync_temp_files(int items_folder, const std::vector<std::string>& names);

/// Gives a temporary file its final name; 0 or the errno. EEXIST when there is such a file.
[[nodiscard]] int
rename_to_new(int items_folder, const std::string& temp_name, const std::string& name);

/// Removes temporary files of an earlier process, those at least ten minutes older than `now_ns`: a
/// younger one may belong to a process that is at work.
void remove_leftovers(int items_folder, const std::vector<std::string>& names, std::int64_t now_ns);

} // namespace syncctl::connectors::files
