#pragma once

#include "syncctl/app/conflicts.hpp"
#include "syncctl/app/workspace.hpp"
#include "syncctl/model/conflict.hpp"
#include "syncctl/model/metadata.hpp"
#include "syncctl/model/pair.hpp"
#include "syncctl/model/side.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Conflicts as a person decides them: item by item.

namespace syncctl::app {

/// What a person wrote, as a value in terms of the source.
struct WrittenValue {
    std::optional<model::Value> value;
    std::string problem; ///< why it is none; empty with a value
};

/// The three versions of a text in the form in which a person edits them.
struct EditableText {
    std::string base;
    std::string source;
    std::string target;
    std::string extension; ///< of the file: `.txt`, `.md`
    std::string remark;    ///< what a person should know; may be empty
};

/// A conflict with what a person needs to decide it.
struct DisputedConflict {
    model::Conflict conflict;
    model::BothSides<std::string> references; ///< fields of both sides; empty for a whole item
    /// What the source's tracker says about the field; a status has its statuses as `allowed`.
    std::optional<model::FieldInfo> field;
    /// The values as people read them: HTML and Markdown as plain text, null as nothing.
    std::string base;
    model::BothSides<std::string> sides;
    /// nullopt when the field holds no text, or the target's text cannot be had in the source's
    /// terms.
    std::optional<EditableText> editable;
    std::optional<model::Strategy> strategy; ///< of the field's rule, when there is one
    /// Reads what was typed: checked as the field's type and against the mapping, as far as both
    /// are known.
    std::function<WrittenValue(const std::string& text)> read_typed;
    /// Reads what came out of the editor.
    std::function<WrittenValue(const std::string& text)> read_edited;
};

/// An item with the conflicts about it that wait for a decision.
struct DisputedItem {
    std::string pair;
    model::BothSides<std::string> keys; ///< `CONNECTOR:ID`
    model::BothSides<std::string> types;
    std::string title;
    model::BothSides<base::Timestamp> edited_at; ///< by the trackers' clocks; 0: not known
    std::vector<DisputedConflict> conflicts;
    /// Conflicts that were asked for and do not wait any more: as they stand now.
    std::vector<ConflictLine> settled;
    std::size_t vanished = 0; ///< conflicts that are gone with their link
};

/// Which conflicts of one link are to be decided.
struct ItemToDecide {
    base::LinkId link;
    std::vector<base::ConflictId> conflicts;
    bool may_be_decided = false; ///< conflicts that somebody decided already are asked about too
};

struct ConflictSelection {
    std::vector<std::int64_t> ids; ///< empty: all that are open and not decided
    std::string pair;              ///< empty: all
    std::string field;             ///< rule, source or target field; empty: all
};

/// \throws Error{not_found, failed (resolved already), usage}
[[nodiscard]] std::vector<ItemToDecide> items_to_decide(Workspace& workspace,
                                                        const ConflictSelection& selection);
/// The item as the database has it now.
[[nodiscard]] DisputedItem disputed_item(Workspace& workspace, const ItemToDecide& item);

/// One decision about a conflict as the person saw it.
struct ItemDecision {
    model::Conflict seen;
    model::Take take = model::Take::source;
    std::optional<model::Value> value{}; ///< with set
};

struct StoredDecisions {
    std::vector<ConflictLine> lines; ///< as stored; empty when nothing was
    bool is_overtaken = false;       ///< somebody or a run was quicker; nothing was stored
};

/// Stores the decisions about one item together, or none of them.
[[nodiscard]] StoredDecisions decide_item(Workspace& workspace,
                                          const std::vector<ItemDecision>& decisions,
                                          const std::string& by);
/// Takes decisions back that nothing has happened to since. \return how many could not be
[[nodiscard]] std::size_t withdraw_decisions(Workspace& workspace,
                                             const std::vector<ConflictLine>& decided);

/// "From now on" for one field of a pair.
struct RuleToRemember {
    std::string pair;
    std::string field; ///< `SOURCE_REF <-> TARGET_REF`
    model::Strategy strategy = model::Strategy::manual;
};

/// What becomes of the mapping document.
struct RememberedRule {
    int line = 0;       ///< that is replaced or put in; 0: it says so already
    std::string before; ///< empty when a line is put in
    std::string after;
    std::string problem;             ///< why the text cannot be changed for that; empty when it can
    std::size_t other_conflicts = 0; ///< open and undecided ones about the same field
    int revision = 0;                ///< stored now; 0 when nothing was
};

/// Changes one line of the pair's mapping document, so that the strategy of that field is another
/// and nothing else is, and stores it as the next revision. Comments stay.
[[nodiscard]] RememberedRule remember_rule(Workspace& workspace,
                                           const RuleToRemember& rule,
                                           const std::string& by,
                                           bool is_dry_run);

} // namespace syncctl::app
