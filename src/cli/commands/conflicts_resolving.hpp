#pragma once

#include "command.hpp"
#include "editor.hpp"
#include "resolve_dialogue.hpp"

#include "syncctl/app/conflict_items.hpp"
#include "syncctl/app/mapping_drafts.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace syncctl::cli {

class Session;

/// One `conflicts resolve -i`: gives the dialogue its terminal, its editor and its database, which
/// is open only between two questions.
class ConflictsResolving {
public:
    struct Request {
        app::ConflictSelection selection;
        bool is_dry_run = false;
    };

    /// \throws Error{declined} without a terminal
    ConflictsResolving(Session& session, Request request);

    /// \throws Error{interrupted}; what was stored for earlier items stays
    [[nodiscard]] Result run();

private:
    /// What a person edits, and what it was made of.
    struct Edited {
        app::Draft draft;
        std::string offered;
    };

    void talk_until_over(ResolveDialogue& dialogue);
    void give(ResolveDialogue& dialogue, const ResolveDialogue::ReadItem& wanted);
    void give(ResolveDialogue& dialogue, const ResolveDialogue::ReadLine& wanted);
    void give(ResolveDialogue& dialogue, const ResolveDialogue::EditText& wanted);
    void give(ResolveDialogue& dialogue, const ResolveDialogue::LookUpRule& wanted);
    void give(ResolveDialogue& dialogue, const ResolveDialogue::Store& wanted);
    void give(ResolveDialogue& dialogue, const ResolveDialogue::Withdraw& wanted);
    void give(ResolveDialogue& dialogue, const ResolveDialogue::Nothing& wanted);

    [[nodiscard]] Edited& edited(const ResolveDialogue::EditText& wanted);
    void edit(ResolveDialogue& dialogue, const ResolveDialogue::EditText& wanted);
    [[nodiscard]] app::StoredDecisions pretend(const ResolveDialogue::Store& wanted) const;
    [[nodiscard]] app::RememberedRule remember(const app::RuleToRemember& rule);
    void leave_drafts() noexcept;
    [[nodiscard]] Result summary(const ResolveDialogue& dialogue) const;
    void show(ResolveDialogue& dialogue);

    Session& m_session;
    Request m_request;
    std::string m_by;
    std::vector<app::ItemToDecide> m_items;
    std::map<std::int64_t, Edited> m_edited; ///< by conflict
};

/// The columns of decisions, asked for one by one or given at once.
[[nodiscard]] std::vector<Column> decision_columns();

} // namespace syncctl::cli
