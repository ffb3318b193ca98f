#pragma once

#include "command.hpp"

#include "syncctl/app/mappings.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::cli {

/// The answer of every command that checks a document: findings as rows for programs, rendered for
/// people, exit 16 when there are errors.
[[nodiscard]] Result findings_result(const app::MappingCheck& check, std::string_view file_name);

/// What the document was checked against and how old that is; what was not checked at all.
[[nodiscard]] std::vector<std::string> metadata_notes(const app::MappingCheck& check,
                                                      base::Timestamp now);

/// Reads a document from a file, or from standard input for `-`.
class Session;
[[nodiscard]] std::string read_document_argument(Session& session, const std::string& file);

/// `--rev N` of a mapping.
[[nodiscard]] OptionSpec revision_option();
[[nodiscard]] std::optional<std::int64_t> revision_argument(const Arguments& arguments);

} // namespace syncctl::cli
