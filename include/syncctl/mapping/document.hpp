#pragma once

#include "syncctl/mapping/diagnostic.hpp"
#include "syncctl/model/mapping_rows.hpp"
#include "syncctl/model/metadata.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::mapping {

/// What names in a document are checked against.
struct Surroundings {
    std::string source_name; ///< connector name expected behind `source:`
    std::string target_name;
    const model::Metadata* source = nullptr; ///< nullptr: metadata unknown, names are not checked
    const model::Metadata* target = nullptr;
    model::Direction direction = model::Direction::both; ///< of the pair
    /// Of a document that names none.
    model::Strategy default_strategy = model::Strategy::last_write_wins;
};

struct Compiled {
    model::MappingRows rows;             ///< meaningful only without errors
    std::vector<Diagnostic> diagnostics; ///< every problem of the document, in order of its place
    std::string source_name;             ///< as the document says
    std::string target_name;
};

/// Reads and checks a mapping document: strict YAML (design.md section 8), at most 1 MiB and 16
/// levels. Pure. Every problem is reported in one pass; never throws for what is in the document.
[[nodiscard]] Compiled compile(std::string_view document, const Surroundings& surroundings);

/// The document that says the same as these rows, for `mapping export` when no text was kept.
[[nodiscard]] std::string to_document(const model::MappingRows& rows,
                                      std::string_view source_name,
                                      std::string_view target_name);

/// The text that is read back as this condition.
[[nodiscard]] std::string written_condition(const model::Condition& condition);

} // namespace syncctl::mapping
