#include "mapping_editing.hpp"

#include "exit_code.hpp"
#include "findings.hpp"
#include "impact.hpp"
#include "session.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/line_diff.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>
#include <vector>

namespace syncctl::cli {

namespace {

constexpr Choice k_edit_again{.key = 'e', .word = "edit again"};
constexpr Choice k_save_draft{.key = 'd', .word = "save as draft"};
constexpr Choice k_discard{.key = 'q', .word = "discard"};

std::string difference(std::string_view before, std::string_view after)
{
    constexpr std::size_t k_most_shown = 60;
    std::string text;
    std::size_t shown = 0;
    for (const auto& line : base::diff_lines(before, after)) {
        if (++shown > k_most_shown) {
            return text + "  ...\n";
        }
        text += line.sign == '@' ? std::string{"  ...\n"}
                                 : fmt::format("{} {}\n", line.sign, line.text);
    }
    return text;
}

Result unchanged_result()
{
    Result result;
    result.layout = Layout::none;
    result.notes.emplace_back("unchanged, nothing was stored");
    return result;
}

std::string joined(const std::vector<std::string>& lines)
{
    return fmt::format("{}\n", fmt::join(lines, "\n"));
}

} // namespace

MappingEditing::MappingEditing(Session& session, Request request)
    : m_session{session},
      m_request{std::move(request)},
      m_editor{session, fmt::format("syncctl mapping import {} FILE", m_request.pair)},
      m_folder{session.workspace().database_path()}
{
}

void MappingEditing::say(std::string_view text)
{
    m_session.talk().lines(text);
}

std::string MappingEditing::file_name() const
{
    return m_draft->file().filename().string();
}

std::string MappingEditing::how_to_go_on() const
{
    return fmt::format("syncctl mapping edit {} --recover", m_request.pair);
}

/// Whatever went wrong: a text that says nothing new goes, any other stays and is named.
void MappingEditing::leave_draft() noexcept
{
    try {
        if (m_draft->text() == m_base) {
            m_draft->discard();
        } else {
            say(fmt::format("your text is kept in {}\nto go on with it: {}\n",
                            m_draft->file().string(),
                            how_to_go_on()));
        }
    } catch (const Error& error) {
        if (error.code() == ErrorCode::not_found) {
            m_draft->discard(); // the editor removed it
        }
    } catch (...) {
        // It stays on disk, and the next edit finds it there.
        return;
    }
}

Result MappingEditing::run()
{
    m_draft = begin();
    // A person takes time; nothing stays open meanwhile.
    m_session.workspace().close();
    try {
        return edit_until_decided();
    } catch (...) {
        leave_draft();
        throw;
    }
}

app::Draft MappingEditing::begin()
{
    auto& workspace = m_session.workspace();
    auto start = app::start_edit(workspace, m_request.pair);
    m_base = std::move(start.text);
    auto left_over = m_folder.left_over(m_request.pair);
    auto& drafts = left_over.drafts;
    const auto says_nothing_new = [&](app::Draft& draft) {
        try {
            const auto text = draft.text();
            const bool is_known =
                text == m_base ||
                text == app::text_started_from(workspace, m_request.pair, draft.started_from());
            if (is_known) {
                draft.discard();
            }
            return is_known;
        } catch (const Error& error) {
            m_session.talk().warning(fmt::format("a draft is left alone: {}", error.message()));
            return true;
        }
    };
    drafts.erase(std::remove_if(drafts.begin(), drafts.end(), says_nothing_new), drafts.end());
    if (m_request.recovers || (!drafts.empty() && wants_left_over(left_over))) {
        return recover(std::move(left_over));
    }
    return m_folder.start(m_request.pair, start.revision, m_base);
}

app::Draft MappingEditing::recover(app::DraftFolder::LeftOver left_over)
{
    auto& drafts = left_over.drafts;
    if (drafts.empty()) {
        throw Error{ErrorCode::not_found,
                    fmt::format("there is no left-over draft of '{}'{}",
                                m_request.pair,
                                left_over.held_by_others > 0
                                    ? "; one is being edited by another syncctl"
                                    : ""),
                    fmt::format("syncctl mapping edit {}", m_request.pair)};
    }
    auto draft = std::move(drafts.front());
    m_base = app::text_started_from(m_session.workspace(), m_request.pair, draft.started_from());
    say(fmt::format("going on with the draft of {}, an edit of revision {}\n",
                    base::format_utc(draft.changed_at()),
                    draft.started_from()));
    for (std::size_t i = 1; i < drafts.size(); ++i) {
        say(fmt::format("an older draft stays: {}, {}\n",
                        base::format_utc(drafts[i].changed_at()),
                        drafts[i].file().string()));
    }
    return draft;
}

/// What to do about a draft that nobody stored.
bool MappingEditing::wants_left_over(app::DraftFolder::LeftOver& left_over)
{
    constexpr std::array<Choice, 3> k_choices{{{.key = 'r', .word = "recover it"},
                                               {.key = 'n', .word = "edit anew and keep it"},
                                               {.key = 'x', .word = "delete it"}}};
    const auto& newest = left_over.drafts.front();
    const auto counts = base::count_changed_lines(m_base, newest.text());
    say(fmt::format("there is a draft of {} that was not stored: {} added, {} removed\n",
                    base::format_utc(newest.changed_at()),
                    base::counted(counts.added, "line"),
                    counts.removed));
    const auto answer = m_session.globals().answers_yes
                            ? std::nullopt
                            : m_session.choose("What about it?", k_choices);
    if (!answer) {
        say(fmt::format("it is kept: {}\n", how_to_go_on()));
    }
    if (answer == 'x') {
        left_over.drafts.front().discard();
        left_over.drafts.erase(left_over.drafts.begin());
    }
    return answer == 'r';
}

Result MappingEditing::edit_until_decided()
{
    bool needs_editor = true;
    std::string text;
    while (true) {
        if (needs_editor) {
            text = edit();
            if (text == m_base) {
                return unchanged(m_ended);
            }
        }
        needs_editor = merge(text);
        if (needs_editor) {
            continue;
        }
        const auto checked = import(text, true);
        m_session.workspace().close();
        const auto next = decide(checked);
        if (next == Next::edit_again) {
            m_draft->write(app::with_marks(text, checked.check.findings));
            needs_editor = true;
        } else if (auto result = conclude(next, text, checked)) {
            return *std::move(result);
        } // else somebody stored another revision just now: it is merged
    }
}

std::string MappingEditing::edit()
{
    m_ended = m_editor.open(m_draft->file());
    if (m_session.stop().is_requested()) {
        throw Error{ErrorCode::interrupted,
                    "stopped while the editor was open, nothing was stored"};
    }
    if (!m_ended.is_well()) {
        throw Error{ErrorCode::failed,
                    fmt::format("{}, nothing was stored", m_editor.words_for(m_ended))};
    }
    try {
        return m_draft->text();
    } catch (Error& error) {
        if (error.code() == ErrorCode::not_found) {
            throw Error{ErrorCode::failed, "the editor removed the file, nothing was stored"};
        }
        throw;
    }
}

Result MappingEditing::unchanged(const Editor::Ended& ended)
{
    auto result = unchanged_result();
    if (ended.came_back_at_once()) {
        // It may be open in a window, and be saved there later: the draft stays for that.
        result.notes.emplace_back(
            "if your editor returns at once, use its option to wait (such as --wait)");
    } else {
        m_draft->discard();
    }
    return result;
}

bool MappingEditing::merge(std::string& text)
{
    auto& workspace = m_session.workspace();
    auto merged = app::merge_with_newest(workspace, m_request.pair, m_draft->started_from(), text);
    if (!merged) {
        return false;
    }
    const auto theirs = app::text_started_from(workspace, m_request.pair, merged->revision);
    workspace.close();
    m_draft->write(merged->text);
    m_draft->set_started_from(merged->revision);
    m_base = theirs;
    m_was_merged = true;
    say(fmt::format("revision {} was stored meanwhile; it is merged with your edit:\n",
                    merged->revision));
    say(difference(text, merged->text));
    text = std::move(merged->text);
    if (merged->conflicts == 0) {
        return false;
    }
    say(fmt::format("{} changed on both sides; the editor shows both versions\n",
                    base::counted(merged->conflicts, "place was", "places were")));
    return true;
}

MappingEditing::Next MappingEditing::decide(const app::MappingImported& imported)
{
    const auto& check = imported.check;
    for (const auto& finding : check.findings) {
        say(finding.rendered);
    }
    if (check.has_errors) {
        return decide_on_errors();
    }
    if (imported.is_unchanged) {
        return Next::store;
    }
    say(joined(impact_lines(imported.impact)));
    const bool is_asked =
        !check.findings.empty() || imported.impact.concerned_links > 0 || m_was_merged;
    if (m_request.is_dry_run || m_session.globals().answers_yes || !is_asked) {
        return Next::store;
    }
    const std::array<Choice, 4> choices{
        {{.key = 's', .word = check.findings.empty() ? "store" : "store anyway"},
         k_edit_again,
         k_save_draft,
         k_discard}};
    switch (m_session.choose("Store it?", choices).value_or(k_save_draft.key)) {
    case 's':
        return Next::store;
    case k_edit_again.key:
        return Next::edit_again;
    case k_discard.key:
        return Next::discard;
    default:
        return Next::keep_draft;
    }
}

MappingEditing::Next MappingEditing::decide_on_errors()
{
    constexpr std::array<Choice, 3> k_choices{{k_edit_again, k_save_draft, k_discard}};
    if (m_session.globals().answers_yes) {
        return Next::keep_draft;
    }
    const auto answer = m_session.choose("The document has errors. What now?", k_choices);
    if (answer == k_edit_again.key) {
        return Next::edit_again;
    }
    return answer == k_discard.key ? Next::discard : Next::keep_draft;
}

/// nullopt when another revision came first.
std::optional<Result>
MappingEditing::conclude(Next next, const std::string& text, const app::MappingImported& checked)
{
    if (next == Next::discard) {
        m_draft->discard();
        throw Error{ErrorCode::declined, "discarded, nothing was stored"};
    }
    if (checked.is_unchanged) {
        m_draft->discard();
        return unchanged_result();
    }
    if (next == Next::keep_draft || m_request.is_dry_run) {
        m_draft->write(text); // without marks
        return kept(checked);
    }
    const auto stored = import(text, false);
    if (stored.is_overtaken) {
        return std::nullopt;
    }
    m_draft->discard();
    if (stored.is_unchanged) {
        return unchanged_result();
    }
    auto result = findings_result(stored.check, m_request.pair);
    result.rendered.clear(); // the person has seen them
    add_impact(result, stored.impact);
    result.notes.push_back(fmt::format("mapping of '{}' stored as revision {}; next: {}",
                                       m_request.pair,
                                       stored.revision,
                                       look_at_it(m_request.pair, stored.impact)));
    return result;
}

app::MappingImported MappingEditing::import(const std::string& text, bool is_dry_run)
{
    return app::import_mapping(m_session.workspace(),
                               {.pair = m_request.pair,
                                .file_name = file_name(),
                                .document = text,
                                .is_dry_run = is_dry_run,
                                .by = m_session.user_name(),
                                .edit_of = m_draft->started_from()});
}

Result MappingEditing::kept(const app::MappingImported& imported)
{
    auto result = findings_result(imported.check, file_name());
    result.rendered.clear(); // the person has seen them
    if (!imported.check.has_errors) {
        add_impact(result, imported.impact);
    }
    if (m_request.is_dry_run && !imported.check.has_errors) {
        result.notes.emplace_back("the mapping is good; nothing was stored");
    } else if (!imported.check.has_errors) {
        result.exit = exit_code_of(ErrorCode::declined, 0);
        result.error = Problem{.code = std::string{base::name_of(ErrorCode::declined)},
                               .message = "the mapping is good, but nobody said to store it",
                               .hint = "add -y to store without a question"};
        result.problems.push_back(*result.error);
    }
    say(fmt::format("nothing was stored; the draft is in {}\nto go on with it: {}\n",
                    m_draft->file().string(),
                    how_to_go_on()));
    return result;
}

} // namespace syncctl::cli
