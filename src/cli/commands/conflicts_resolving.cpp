#include "conflicts_resolving.hpp"

#include "rows.hpp"
#include "session.hpp"
#include "terminal.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <set>
#include <utility>
#include <variant>

namespace syncctl::cli {

namespace {

constexpr std::size_t k_usual_columns = 80;
constexpr std::string_view k_other_ways =
    "see what is open with `syncctl conflicts list`, then `syncctl conflicts resolve ID --take "
    "source|target|newest` or `syncctl conflicts resolve ID --set FIELD=VALUE`";

std::string name_of_draft(std::int64_t conflict)
{
    return fmt::format("conflict-{}", conflict);
}

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string with_hint(const Error& error)
{
    return error.hint().empty() ? error.message()
                                : fmt::format("{}; {}", error.message(), error.hint());
}

} // namespace

ConflictsResolving::ConflictsResolving(Session& session, Request request)
    : m_session{session}, m_request{std::move(request)}, m_by{session.user_name()}
{
    if (!session.can_ask()) {
        throw Error{ErrorCode::declined,
                    "conflicts resolve -i needs a terminal, or --no-input was given",
                    std::string{k_other_ways}};
    }
}

Result ConflictsResolving::run()
{
    m_items = app::items_to_decide(m_session.workspace(), m_request.selection);
    ResolveDialogue dialogue{{.items = m_items.size(), .is_dry_run = m_request.is_dry_run}};
    try {
        talk_until_over(dialogue);
    } catch (const Error& error) {
        leave_drafts();
        if (error.code() != ErrorCode::interrupted) {
            throw;
        }
        m_session.talk().lines("\n"); // the question's line has no end
        const auto decided = dialogue.decided().size();
        throw Error{ErrorCode::interrupted,
                    fmt::format("stopped; {} about earlier items {} stored, nothing about this one",
                                base::counted(decided, "decision"),
                                decided == 1 ? "is" : "are")};
    }
    leave_drafts();
    return summary(dialogue);
}

void ConflictsResolving::talk_until_over(ResolveDialogue& dialogue)
{
    while (!dialogue.is_over()) {
        const auto columns = terminal_width(STDERR_FILENO);
        dialogue.set_columns(columns == 0 ? k_usual_columns : columns);
        // The dialogue makes a new wish while it is given what it wanted.
        const auto want = dialogue.want();
        std::visit([&](const auto& wanted) { give(dialogue, wanted); }, want);
        show(dialogue);
        // A person takes time; nothing stays open meanwhile.
        m_session.workspace().close();
    }
}

void ConflictsResolving::show(ResolveDialogue& dialogue)
{
    m_session.talk().show(dialogue.take_screen());
}

void ConflictsResolving::give(ResolveDialogue& dialogue, const ResolveDialogue::ReadItem& wanted)
{
    dialogue.item_read(app::disputed_item(m_session.workspace(), m_items[wanted.index]));
}

void ConflictsResolving::give(ResolveDialogue& dialogue, const ResolveDialogue::ReadLine& wanted)
{
    m_session.talk().ask(wanted.prompt);
    try {
        dialogue.line_typed(read_line(m_session.stop()));
    } catch (const Error& error) {
        if (error.code() != ErrorCode::declined) {
            throw;
        }
        m_session.talk().lines("\n"); // the question's line has no end
        dialogue.input_ended();
    }
}

void ConflictsResolving::give(ResolveDialogue& dialogue, const ResolveDialogue::EditText& wanted)
{
    try {
        edit(dialogue, wanted);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        dialogue.edit_failed(with_hint(error));
    }
}

void ConflictsResolving::edit(ResolveDialogue& dialogue, const ResolveDialogue::EditText& wanted)
{
    const Editor editor{m_session, std::string{k_other_ways}};
    auto& file = edited(wanted);
    const auto before = file.draft.content();
    const auto ended = editor.open(file.draft.file());
    if (m_session.stop().is_requested()) {
        throw Error{ErrorCode::interrupted, "stopped while the editor was open"};
    }
    if (!ended.is_well()) {
        dialogue.edit_failed(editor.words_for(ended) + ", nothing was taken from it");
        return;
    }
    std::string text;
    try {
        text = file.draft.content();
    } catch (const Error& error) {
        if (error.code() != ErrorCode::not_found) {
            throw;
        }
    }
    if (is_blank(text)) {
        file.draft.discard();
        m_edited.erase(wanted.conflict);
        dialogue.edit_failed("the editor left nothing in the file; edit again to begin anew");
    } else if (text == before && ended.came_back_at_once()) {
        dialogue.edit_failed("unchanged; if your editor returns at once, use its option to wait "
                             "(such as --wait)");
    } else {
        dialogue.text_edited(text);
    }
}

/// What was edited before is gone on with, in this session or an earlier one.
ConflictsResolving::Edited& ConflictsResolving::edited(const ResolveDialogue::EditText& wanted)
{
    const auto known = m_edited.find(wanted.conflict);
    if (known != m_edited.end()) {
        return known->second;
    }
    const app::DraftFolder folder{m_session.workspace().database_path(), wanted.extension};
    const auto name = name_of_draft(wanted.conflict);
    auto left_over = folder.left_over(name);
    if (!left_over.drafts.empty()) {
        auto& draft = left_over.drafts.front();
        m_session.talk().lines(
            fmt::format("going on with your draft of {}; empty the file to begin anew\n",
                        base::format_utc(draft.changed_at())));
        return m_edited
            .emplace(wanted.conflict, Edited{.draft = std::move(draft), .offered = wanted.text})
            .first->second;
    }
    return m_edited
        .emplace(wanted.conflict,
                 Edited{.draft = folder.start(name, 0, wanted.text), .offered = wanted.text})
        .first->second;
}

void ConflictsResolving::give(ResolveDialogue& dialogue, const ResolveDialogue::LookUpRule& wanted)
{
    dialogue.rule_looked_up(app::remember_rule(m_session.workspace(), wanted.rule, m_by, true));
}

app::RememberedRule ConflictsResolving::remember(const app::RuleToRemember& rule)
{
    try {
        return app::remember_rule(m_session.workspace(), rule, m_by, m_request.is_dry_run);
    } catch (const Error& error) {
        // The decisions are stored by now; the person is told about both.
        app::RememberedRule failed;
        failed.problem = with_hint(error);
        return failed;
    }
}

/// What would be stored, for -n.
app::StoredDecisions ConflictsResolving::pretend(const ResolveDialogue::Store& wanted) const
{
    app::StoredDecisions stored;
    for (const auto& decision : wanted.decisions) {
        auto line = app::show_conflict(m_session.workspace(), decision.seen.id.value);
        line.conflict.decision = decision.take;
        line.conflict.decision_value = decision.value;
        line.state = "decided";
        stored.lines.push_back(std::move(line));
    }
    return stored;
}

void ConflictsResolving::give(ResolveDialogue& dialogue, const ResolveDialogue::Store& wanted)
{
    const auto stored = m_request.is_dry_run
                            ? pretend(wanted)
                            : app::decide_item(m_session.workspace(), wanted.decisions, m_by);
    std::vector<app::RememberedRule> rules;
    if (!stored.is_overtaken) {
        for (const auto& rule : wanted.rules) {
            rules.push_back(remember(rule));
        }
    }
    for (const auto& line : stored.lines) {
        const auto file = m_edited.find(line.conflict.id.value);
        if (file != m_edited.end() && !m_request.is_dry_run) {
            file->second.draft.discard();
            m_edited.erase(file);
        }
    }
    dialogue.stored(stored, rules);
}

void ConflictsResolving::give(ResolveDialogue& dialogue, const ResolveDialogue::Withdraw& wanted)
{
    dialogue.withdrawn(
        m_request.is_dry_run ? 0 : app::withdraw_decisions(m_session.workspace(), wanted.decided));
}

void ConflictsResolving::give(ResolveDialogue& /*dialogue*/,
                              const ResolveDialogue::Nothing& /*wanted*/)
{
}

/// A text that says nothing new goes, any other stays and is named.
void ConflictsResolving::leave_drafts() noexcept
{
    for (auto& [conflict, file] : m_edited) {
        try {
            if (file.draft.content() == file.offered) {
                file.draft.discard();
                continue;
            }
            m_session.talk().lines(
                fmt::format("your text is kept in {}\nto go on with it: syncctl conflicts resolve "
                            "-i {}\n",
                            file.draft.file().string(),
                            conflict));
        } catch (...) { // NOLINT(bugprone-empty-catch): it stays on disk and is found there
        }
    }
    m_edited.clear();
}

std::vector<Column> decision_columns()
{
    return {{"id", "ID"},
            {"pair", "PAIR"},
            {"source_item", "SOURCE ITEM"},
            {"field", "FIELD"},
            {"decision", "DECISION"}};
}

Result ConflictsResolving::summary(const ResolveDialogue& dialogue) const
{
    Result result;
    result.is_report = true;
    result.columns = decision_columns();
    std::set<std::string> pairs;
    for (const auto& line : dialogue.decided()) {
        result.rows.push_back(conflict_row(line));
        pairs.insert(line.pair);
    }
    if (m_items.empty()) {
        result.layout = Layout::none;
        result.notes.emplace_back("no conflict waits for a decision");
        return result;
    }
    std::size_t asked = 0;
    for (const auto& item : m_items) {
        asked += item.conflicts.size();
    }
    if (result.rows.empty()) {
        result.layout = Layout::none;
    }
    const auto decided = result.rows.size();
    result.notes.push_back(
        fmt::format("{} of {} decided", decided, base::counted(asked, "conflict")));
    if (m_request.is_dry_run) {
        result.notes.emplace_back("nothing was recorded");
        return result;
    }
    for (const auto& pair : pairs) {
        result.notes.push_back("carried out by the next: syncctl run " + pair);
    }
    return result;
}

} // namespace syncctl::cli
