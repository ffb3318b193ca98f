#pragma once

#include "syncctl/app/mapping_revisions.hpp"
#include "syncctl/app/workspace.hpp"
#include "syncctl/base/clock.hpp"
#include "syncctl/model/side.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

/// One problem of a mapping document.
struct Finding {
    bool is_error = true;
    int line = 0;
    int column = 0;
    std::string message;
    std::string hint;
    std::string rendered; ///< several lines for people: place, message, the line, a caret, the hint
};

/// What the names of one side were checked against.
struct CheckedAgainst {
    std::string connector;         ///< as the document calls it
    base::Timestamp discovered_at; ///< when it told what it offers; 0: nobody knows what it offers
};

struct MappingCheck {
    std::vector<Finding> findings;
    bool has_errors = false;
    /// Both connectors and what they offer were known, so that every name was checked.
    bool has_checked_names = false;
    model::BothSides<CheckedAgainst> against;
};

struct MappingImport {
    std::string pair;
    std::string file_name; ///< for messages
    std::string document;
    bool is_dry_run = false;
    std::string by{};             ///< who stores it, for the log
    std::optional<int> edit_of{}; ///< store it only while this is the newest revision
};

struct MappingImported {
    MappingCheck check;
    int revision = 0; ///< stored now; 0 when nothing was stored
    bool is_unchanged = false;
    bool is_overtaken = false; ///< another revision was stored meanwhile; nothing was stored now
    MappingImpact impact;      ///< without errors: what it changes, stored or not
};

/// One line of `mapping show`.
struct MappingLine {
    std::string kind; ///< type, status, field, match, default, conflicts, deletes
    std::string source;
    std::string arrow;
    std::string target;
    std::string detail; ///< transforms, constant, strategy
};

/// A document to be checked, and where it was found.
struct FoundDocument {
    std::string file_name; ///< for messages
    std::string text;
    std::string pair; ///< empty for a file
};

/// Checks the document and, without errors, stores it as the pair's next revision.
[[nodiscard]] MappingImported import_mapping(Workspace& workspace, const MappingImport& request);
/// The text of the newest revision of a pair, as it was given.
[[nodiscard]] std::string export_mapping(Workspace& workspace, std::string_view name);
[[nodiscard]] std::vector<MappingLine> show_mapping(Workspace& workspace, std::string_view name);
/// The rules of an older revision, names as its text has them.
/// \throws Error{not_found}, Error{document} when today's program cannot read it
[[nodiscard]] std::vector<MappingLine>
show_revision(Workspace& workspace, std::string_view name, std::int64_t revision);
/// Checks a document against its pair, or (for a file, `pair` empty) against the connectors that it
/// names, as far as there is a database that knows them.
[[nodiscard]] MappingCheck check_mapping(Workspace& workspace, const FoundDocument& document);
/// `what` is the name of a pair or of a file.
[[nodiscard]] FoundDocument find_document(Workspace& workspace, const std::string& what);
/// Reads a mapping file. \throws Error{not_found, io, document}
[[nodiscard]] std::string read_document(const std::string& path);

} // namespace syncctl::app
