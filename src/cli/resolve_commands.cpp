#include "resolve_dialogue.hpp"
#include "resolve_words.hpp"

#include "syncctl/base/line_merge.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

// What can be done about a conflict.

namespace syncctl::cli {

using model::Side;
using model::Take;

const std::vector<ResolveDialogue::Command>& ResolveDialogue::commands()
{
    using Self = ResolveDialogue;
    static const std::vector<Command> k_commands{
        {'s', "source", "[s]ource", "the source is right", &Self::is_decidable, &Self::take_source},
        {'t', "target", "[t]arget", "the target is right", &Self::is_decidable, &Self::take_target},
        {'n',
         "newest",
         "[n]ewest",
         "the later edit is right",
         &Self::is_about_field,
         &Self::take_newest},
        {'v',
         "value",
         "[v]alue",
         "type a value of your own",
         &Self::is_about_field,
         &Self::ask_value},
        {'e',
         "edit",
         "[e]dit",
         "merge both texts in your editor",
         &Self::is_editable,
         &Self::ask_editor},
        {'k', "skip", "s[k]ip", "leave this conflict open", &Self::always, &Self::skip},
        {'i',
         "item",
         "skip [i]tem",
         "leave the whole item, drop what was decided about it",
         &Self::always,
         &Self::skip_item},
        {'u', "undo", "[u]ndo", "back to the decision before", &Self::can_undo, &Self::undo},
        {'r',
         "rule",
         "[r]ule",
         "from now on one side wins for this field",
         &Self::is_ruled,
         &Self::ask_rule},
        {'a', "all", "[a]ll", "show the values in full", &Self::is_about_field, &Self::show_all},
        {'h', "help", "[h]elp", "this list", &Self::always, &Self::help},
        {'q', "quit", "[q]uit", "end; nothing of this item is stored", &Self::always, &Self::quit}};
    return k_commands;
}

bool ResolveDialogue::is_about_field() const
{
    return current().conflict.type == model::ConflictType::both_modified;
}

/// A link whose types have no line any more waits for the mapping, not for a person's choice.
bool ResolveDialogue::is_decidable() const
{
    return current().conflict.type != model::ConflictType::type_mismatch;
}

bool ResolveDialogue::is_editable() const
{
    return current().editable.has_value();
}

bool ResolveDialogue::is_ruled() const
{
    return is_about_field() && current().strategy.has_value();
}

bool ResolveDialogue::can_undo() const
{
    return was_asked(m_answers) || std::any_of(m_done.begin(), m_done.end(), [](const Done& each) {
               return was_asked(each.answers);
           });
}

bool ResolveDialogue::was_asked(const std::vector<Answer>& answers)
{
    return std::any_of(
        answers.begin(), answers.end(), [](const Answer& each) { return each.was_asked; });
}

/// With what follows: that was not asked.
void ResolveDialogue::drop_last_asked(std::vector<Answer>& answers)
{
    while (!answers.empty() && !answers.back().was_asked) {
        answers.pop_back();
    }
    if (!answers.empty()) {
        answers.pop_back();
    }
}

void ResolveDialogue::take_source()
{
    take_side(Side::source);
}

void ResolveDialogue::take_target()
{
    take_side(Side::target);
}

void ResolveDialogue::take_newest()
{
    take(Take::newest);
}

/// To take the side that is gone is to delete the other item.
void ResolveDialogue::take_side(Side side)
{
    const auto type = current().conflict.type;
    const bool is_removal = (type == model::ConflictType::deleted_source && side == Side::source) ||
                            (type == model::ConflictType::deleted_target && side == Side::target);
    if (is_removal) {
        ask(Question::removal,
            fmt::format("The next run deletes {}. Is that right? [y/N]",
                        m_item.keys[model::other(side)]));
        return;
    }
    take_value_of(side);
}

void ResolveDialogue::take_value_of(Side side)
{
    take(side == Side::source ? Take::source : Take::target);
}

void ResolveDialogue::ask_value()
{
    say(what_fits(current()));
    ask(Question::value, "Value (Enter: back):");
}

void ResolveDialogue::ask_editor()
{
    const auto& editable = *current().editable;
    if (!editable.remark.empty()) {
        notice(editable.remark);
    }
    auto merged = base::merge_lines_with_markers(editable.base,
                                                 editable.source,
                                                 editable.target,
                                                 "source " + base::term_safe(m_item.keys.source),
                                                 "target " + base::term_safe(m_item.keys.target));
    m_want = EditText{.conflict = current().conflict.id.value,
                      .extension = editable.extension,
                      .text = std::move(merged.text)};
}

void ResolveDialogue::skip()
{
    answer({.seen = current().conflict});
}

void ResolveDialogue::skip_item()
{
    m_answers.clear();
    for (const auto& conflict : m_item.conflicts) {
        m_answers.push_back({.seen = conflict.conflict});
    }
    notice(fmt::format("nothing of {} is stored", base::term_safe(m_item.keys.source)));
    conclude();
}

void ResolveDialogue::undo()
{
    if (was_asked(m_answers)) {
        drop_last_asked(m_answers);
        show_conflict();
        return;
    }
    while (!was_asked(m_done.back().answers)) {
        m_done.pop_back();
    }
    const auto& last = m_done.back();
    if (last.lines.empty()) {
        withdrawn(0);
    } else {
        m_want = Withdraw{last.lines};
    }
}

void ResolveDialogue::ask_rule()
{
    say(fmt::format("From now on, for {} of the pair {} (now: {}):",
                    base::term_safe(current().conflict.field),
                    m_item.pair,
                    model::to_string(*current().strategy)));
    ask(Question::rule, "[s]ource wins, [t]arget wins, [n]ewest wins (Enter: back):");
}

void ResolveDialogue::show_all()
{
    const auto& disputed = current();
    for (auto& line : in_full(headings_of(m_item), versions_of(disputed), m_columns)) {
        m_screen.push_back(std::move(line));
    }
    ask_field();
}

void ResolveDialogue::help()
{
    for (const auto& command : commands()) {
        if ((this->*command.is_possible)()) {
            say(fmt::format("{}  {}: {}", command.key, command.word, command.help));
        }
    }
    ask_field();
}

void ResolveDialogue::quit()
{
    if (m_question != Question::closing && has_decision()) {
        notice(fmt::format("nothing of {} is stored", base::term_safe(m_item.keys.source)));
    }
    m_want = Nothing{};
}

} // namespace syncctl::cli
