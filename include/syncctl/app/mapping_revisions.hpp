#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/base/clock.hpp"
#include "syncctl/model/mapping_rows.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

/// How one rule of a mapping differs between two revisions.
struct RuleChange {
    enum class Kind { added, removed, changed };
    Kind kind = Kind::changed;
    std::string section; ///< type, status, field, match, default, conflicts, deletes
    std::string before;  ///< the rule as text; empty when it was added
    std::string after;   ///< empty when it was removed
    /// Whose links it is about; empty lists: all types. Not read for sections that no link goes by.
    std::vector<std::string> types{};
};

[[nodiscard]] std::string_view to_string(RuleChange::Kind kind);

/// In the order of the document, removed rules last in their section. Pure.
[[nodiscard]] std::vector<RuleChange> compare_rules(const model::MappingRows& before,
                                                    const model::MappingRows& after);
/// `2 fields changed, 1 type added`; empty without changes. Pure.
[[nodiscard]] std::string summary_of(const std::vector<RuleChange>& changes);

/// What storing a mapping changes for the items that are linked, as far as the database knows.
struct MappingImpact {
    std::vector<RuleChange> changes;
    std::int64_t concerned_links = 0; ///< of types that a changed rule is about
    std::int64_t links = 0;           ///< of the pair
};

[[nodiscard]] MappingImpact
impact_of(store::Store& store, base::PairId pair, std::vector<RuleChange> changes);

/// One line of `mapping log`.
struct RevisionLine {
    int revision = 0;
    base::Timestamp stored_at;
    std::string stored_by; ///< empty when not known
    std::size_t lines_added = 0;
    std::size_t lines_removed = 0;
    std::string summary; ///< empty when only comments or the order changed
};

/// Newest first, each compared with the one before it.
[[nodiscard]] std::vector<RevisionLine>
mapping_log(Workspace& workspace, std::string_view name, std::size_t limit);
/// The text of one revision, as it was given. \throws Error{not_found} naming those that exist
[[nodiscard]] std::string
export_revision(Workspace& workspace, std::string_view name, std::int64_t revision);

/// What an edit begins with.
struct EditStart {
    std::string text; ///< of the newest revision; without one, a commented start
    int revision = 0; ///< 0: there is none yet
};

[[nodiscard]] EditStart start_edit(Workspace& workspace, std::string_view name);
/// What an edit began with, for a draft that is older than this process; without that revision
/// (the pair was made anew) nothing.
[[nodiscard]] std::string
text_started_from(Workspace& workspace, std::string_view name, int revision);

/// An edited text together with what others stored since it was begun.
struct MergedEdit {
    int revision = 0;          ///< the newest, which the text is now an edit of
    std::string text;          ///< with markers where both sides changed the same lines
    std::size_t conflicts = 0; ///< places between markers
};

/// nullopt when nobody stored anything since `started_from`.
[[nodiscard]] std::optional<MergedEdit> merge_with_newest(Workspace& workspace,
                                                          std::string_view name,
                                                          int started_from,
                                                          std::string_view edited);

} // namespace syncctl::app
