#pragma once

#include "command.hpp"
#include "editor.hpp"

#include "syncctl/app/mapping_drafts.hpp"
#include "syncctl/app/mappings.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace syncctl::cli {

class Session;

/// One `mapping edit`: from the editor to the stored revision, as often back as the person wants.
/// What was typed is in a draft on disk all the time; only what the person throws away, or what is
/// stored, is removed from there.
class MappingEditing {
public:
    struct Request {
        std::string pair;
        bool recovers = false; ///< go on with a left-over draft
        bool is_dry_run = false;
    };

    MappingEditing(Session& session, Request request);

    [[nodiscard]] Result run();

private:
    enum class Next { edit_again, keep_draft, discard, store };

    [[nodiscard]] app::Draft begin();
    [[nodiscard]] app::Draft recover(app::DraftFolder::LeftOver left_over);
    [[nodiscard]] bool wants_left_over(app::DraftFolder::LeftOver& left_over);
    [[nodiscard]] Result edit_until_decided();
    /// The text after the editor, which may have removed it.
    [[nodiscard]] std::string edit();
    [[nodiscard]] Result unchanged(const Editor::Ended& ended);
    /// Puts in what others stored meanwhile. \return whether the person has to look into the text
    [[nodiscard]] bool merge(std::string& text);
    [[nodiscard]] Next decide(const app::MappingImported& imported);
    [[nodiscard]] Next decide_on_errors();
    [[nodiscard]] std::optional<Result>
    conclude(Next next, const std::string& text, const app::MappingImported& checked);
    [[nodiscard]] app::MappingImported import(const std::string& text, bool is_dry_run);
    [[nodiscard]] Result kept(const app::MappingImported& imported);
    void say(std::string_view text);
    [[nodiscard]] std::string file_name() const;
    [[nodiscard]] std::string how_to_go_on() const;
    void leave_draft() noexcept;

    Session& m_session;
    Request m_request;
    Editor m_editor;
    app::DraftFolder m_folder;
    std::optional<app::Draft> m_draft;
    std::string m_base; ///< text of the revision that the draft is an edit of
    Editor::Ended m_ended;
    bool m_was_merged = false;
};

} // namespace syncctl::cli
