#include "resolve_dialogue.hpp"
#include "resolve_words.hpp"

#include "syncctl/base/line_merge.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

// What is typed to each question, and what comes of it.

namespace syncctl::cli {

namespace {

using model::Side;
using model::Take;

/// A terminal cuts a line there without a word.
constexpr std::size_t k_longest_line = 4095;

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool is_yes(std::string_view line)
{
    return line == "y" || line == "Y" || line == "yes";
}

} // namespace

void ResolveDialogue::line_typed(std::string_view line)
{
    const auto said = m_question == Question::value ? line : trimmed(line);
    switch (m_question) {
    case Question::field:
        break;
    case Question::value:
        typed_value(said);
        return;
    case Question::edited:
        typed_about_edit(said);
        return;
    case Question::rule:
        typed_rule(said);
        return;
    case Question::confirm_rule:
        typed_confirmation(said);
        return;
    case Question::removal:
        typed_removal(said);
        return;
    case Question::rest:
        typed_about_rest(said);
        return;
    case Question::closing:
        typed_closing(said);
        return;
    }
    for (const auto& command : commands()) {
        const bool is_meant = said == command.word || said == std::string_view{&command.key, 1} ||
                              (command.key == 'h' && said == "?");
        if (is_meant && (this->*command.is_possible)()) {
            (this->*command.act)();
            return;
        }
    }
    if (!said.empty()) {
        notice(fmt::format("'{}' is no answer here; h shows what is",
                           base::cut_to_width(base::term_safe(said), 20)));
    }
    ask_field();
}

void ResolveDialogue::input_ended()
{
    quit();
}

void ResolveDialogue::typed_value(std::string_view line)
{
    if (line.empty()) {
        ask_field();
        return;
    }
    if (line.size() >= k_longest_line) {
        notice("a terminal gives no more than that in one line, so the end may be missing; use the "
               "editor");
        ask(Question::value, "Value (Enter: back):");
        return;
    }
    auto written = current().read_typed(std::string{line});
    if (!written.value) {
        notice(written.problem);
        ask(Question::value, "Value (Enter: back):");
        return;
    }
    take(Take::set, std::move(written.value));
}

void ResolveDialogue::text_edited(const std::string& text)
{
    const auto& editable = *current().editable;
    m_edited_text = text;
    m_edited.reset();
    const bool has_own_markers = base::first_merge_marker(editable.source) != 0 ||
                                 base::first_merge_marker(editable.target) != 0;
    const auto marker = has_own_markers ? 0 : base::first_merge_marker(text);
    if (marker != 0) {
        notice(fmt::format("line {} still is a marker of the merge", marker));
        ask(Question::edited, "[e]dit again, [b]ack:");
        return;
    }
    auto written = current().read_edited(text);
    if (!written.value) {
        notice(written.problem);
        ask(Question::edited, "[e]dit again, [b]ack:");
        return;
    }
    m_edited = std::move(written.value);
    for (auto& line : beginning_of("Your text", text, m_columns)) {
        m_screen.push_back(std::move(line));
    }
    ask(Question::edited, "Take it? [y]es, [e]dit again, [b]ack:");
}

void ResolveDialogue::edit_failed(std::string_view reason)
{
    notice(reason);
    ask_field();
}

void ResolveDialogue::typed_about_edit(std::string_view line)
{
    if (line == "e" || line == "edit") {
        m_want = EditText{.conflict = current().conflict.id.value,
                          .extension = current().editable->extension,
                          .text = m_edited_text};
    } else if (line == "b" || line == "back") {
        ask_field();
    } else if (m_edited && is_yes(line)) {
        take(Take::set, *m_edited);
    } else {
        ask(Question::edited,
            m_edited ? "Take it? [y]es, [e]dit again, [b]ack:" : "[e]dit again, [b]ack:");
    }
}

void ResolveDialogue::typed_rule(std::string_view line)
{
    std::optional<model::Strategy> strategy;
    if (line == "s" || line == "source") {
        strategy = model::Strategy::source_priority;
    } else if (line == "t" || line == "target") {
        strategy = model::Strategy::target_priority;
    } else if (line == "n" || line == "newest") {
        strategy = model::Strategy::last_write_wins;
    }
    if (!strategy) {
        ask_field();
        return;
    }
    m_rule = app::RuleToRemember{
        .pair = m_item.pair, .field = current().conflict.field, .strategy = *strategy};
    m_want = LookUpRule{*m_rule};
}

void ResolveDialogue::rule_looked_up(const app::RememberedRule& rule)
{
    if (!rule.problem.empty()) {
        notice(rule.problem);
        ask_field();
        return;
    }
    if (rule.line == 0) {
        notice("the mapping says so already; the next run decides by it");
        ask_field();
        return;
    }
    add_rule_words(m_screen, m_item.pair, rule, m_columns);
    ask(Question::confirm_rule, "Do it, and decide this conflict like that? [y/N]");
}

void ResolveDialogue::typed_confirmation(std::string_view line)
{
    if (!is_yes(line)) {
        ask_field();
        return;
    }
    const auto take = take_of(m_rule->strategy);
    answer({.seen = current().conflict,
            .decision = app::ItemDecision{.seen = current().conflict, .take = take},
            .rule = m_rule});
}

void ResolveDialogue::typed_removal(std::string_view line)
{
    if (!is_yes(line)) {
        ask_field();
        return;
    }
    take_value_of(current().conflict.type == model::ConflictType::deleted_source ? Side::source
                                                                                 : Side::target);
}

void ResolveDialogue::typed_about_rest(std::string_view line)
{
    if (line == "s" || line == "store") {
        conclude();
    } else if (line == "u" || line == "undo") {
        undo();
    } else if (line == "i" || line == "item") {
        skip_item();
    } else if (line == "q" || line == "quit") {
        quit();
    } else {
        ask(Question::rest, "[s]tore them, [u]ndo, skip [i]tem, [q]uit:");
    }
}

void ResolveDialogue::typed_closing(std::string_view line)
{
    if (line == "u" || line == "undo") {
        undo();
    } else if (line.empty() || line == "q" || line == "quit") {
        quit();
    } else {
        ask(Question::closing, "Enter: finish, [u]ndo:");
    }
}

} // namespace syncctl::cli
