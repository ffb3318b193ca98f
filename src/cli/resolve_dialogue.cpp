#include "resolve_dialogue.hpp"

#include "resolve_words.hpp"

#include "syncctl/base/line_merge.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::cli {

namespace {

using Style = ScreenLine::Style;
using model::Side;
using model::Take;

constexpr std::size_t k_least_columns = 10;

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

/// Does the database still have what the person saw?
bool is_same_row(const model::Conflict& one, const model::Conflict& other)
{
    return one.base == other.base && one.source == other.source && one.target == other.target &&
           one.decision == other.decision && one.decided_at == other.decided_at;
}

Take taking(Side side)
{
    return side == Side::source ? Take::source : Take::target;
}

} // namespace

ResolveDialogue::ResolveDialogue(Options options)
    : m_options{options}, m_want{options.items == 0 ? Want{Nothing{}} : Want{ReadItem{}}}
{
}

void ResolveDialogue::set_columns(std::size_t columns)
{
    m_columns = std::max(columns, k_least_columns);
}

// ---- what can be done about a conflict

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
    take(taking(side));
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

// ---- what is typed

void ResolveDialogue::line_typed(std::string_view typed)
{
    const auto line = m_question == Question::value ? typed : trimmed(typed);
    switch (m_question) {
    case Question::field:
        break;
    case Question::value:
        typed_value(line);
        return;
    case Question::edited:
        typed_about_edit(line);
        return;
    case Question::rule:
        typed_rule(line);
        return;
    case Question::confirm_rule:
        typed_confirmation(line);
        return;
    case Question::removal:
        typed_removal(line);
        return;
    case Question::rest:
        typed_about_rest(line);
        return;
    case Question::closing:
        typed_closing(line);
        return;
    }
    for (const auto& command : commands()) {
        const bool is_meant = line == command.word || line == std::string_view{&command.key, 1} ||
                              (command.key == 'h' && line == "?");
        if (is_meant && (this->*command.is_possible)()) {
            (this->*command.act)();
            return;
        }
    }
    if (!line.empty()) {
        notice(fmt::format("'{}' is no answer here; h shows what is",
                           base::cut_to_width(base::term_safe(line), 20)));
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
    take(taking(current().conflict.type == model::ConflictType::deleted_source ? Side::source
                                                                               : Side::target));
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

// ---- decisions

void ResolveDialogue::take(Take take, std::optional<model::Value> value)
{
    const auto& seen = current().conflict;
    answer({.seen = seen,
            .decision = app::ItemDecision{.seen = seen, .take = take, .value = std::move(value)}});
}

void ResolveDialogue::answer(Answer answer)
{
    m_answers.push_back(std::move(answer));
    go_on();
}

void ResolveDialogue::go_on()
{
    skip_ruled();
    if (m_answers.size() == m_item.conflicts.size()) {
        conclude();
    } else {
        show_conflict();
    }
}

/// What a rule decides from now on is not asked about.
void ResolveDialogue::skip_ruled()
{
    while (m_answers.size() < m_item.conflicts.size()) {
        const auto& conflict = current().conflict;
        const bool is_ruled_now =
            std::any_of(m_remembered.begin(), m_remembered.end(), [&](const auto& rule) {
                return rule.pair == m_item.pair && rule.field == conflict.field;
            });
        if (!is_ruled_now) {
            return;
        }
        notice(fmt::format("conflict {} ({} of {}) is left to the new rule",
                           conflict.id.value,
                           base::term_safe(conflict.field),
                           base::term_safe(m_item.keys.source)));
        m_answers.push_back({.seen = conflict, .was_asked = false});
    }
}

bool ResolveDialogue::has_decision() const
{
    return std::any_of(m_answers.begin(), m_answers.end(), [](const Answer& each) {
        return each.decision.has_value();
    });
}

void ResolveDialogue::conclude()
{
    if (!has_decision()) {
        m_done.push_back({.index = m_index, .answers = std::move(m_answers), .lines = {}});
        next_item();
        return;
    }
    Store store;
    for (const auto& each : m_answers) {
        if (each.decision) {
            store.decisions.push_back(*each.decision);
        }
        if (each.rule) {
            store.rules.push_back(*each.rule);
        }
    }
    m_want = std::move(store);
}

void ResolveDialogue::stored(const app::StoredDecisions& decisions,
                             const std::vector<app::RememberedRule>& rules)
{
    if (decisions.is_overtaken) {
        notice("somebody was quicker: nothing of this item was stored");
        m_is_overtaken = true;
        reread(std::move(m_answers));
        return;
    }
    for (const auto& line : decisions.lines) {
        say(fmt::format("{}: {}", m_options.is_dry_run ? "not stored" : "stored", words_for(line)));
    }
    std::size_t at = 0;
    for (const auto& each : m_answers) {
        if (!each.rule || at == rules.size()) {
            continue;
        }
        say(words_for(*each.rule, rules[at], m_options.is_dry_run));
        if (rules[at].problem.empty()) {
            m_remembered.push_back(*each.rule);
        }
        ++at;
    }
    m_done.push_back({.index = m_index, .answers = std::move(m_answers), .lines = decisions.lines});
    next_item();
}

void ResolveDialogue::withdrawn(std::size_t kept)
{
    auto last = std::move(m_done.back());
    m_done.pop_back();
    if (kept > 0) {
        notice(fmt::format("{} could not be taken back: a run or somebody else came first",
                           base::counted(kept, "decision")));
    }
    for (const auto& answer : last.answers) {
        if (answer.rule) {
            notice("the rule in the mapping stays; to change it: syncctl mapping edit " +
                   answer.rule->pair);
            std::erase_if(m_remembered, [&](const auto& rule) {
                return rule.pair == answer.rule->pair && rule.field == answer.rule->field;
            });
        }
    }
    m_index = last.index;
    drop_last_asked(last.answers);
    reread(std::move(last.answers));
}

// ---- items

void ResolveDialogue::next_item()
{
    m_answers.clear();
    if (++m_index < m_options.items) {
        m_want = ReadItem{m_index};
        return;
    }
    const bool has_stored = std::any_of(
        m_done.begin(), m_done.end(), [](const Done& each) { return !each.lines.empty(); });
    if (!has_stored) {
        m_want = Nothing{};
        return;
    }
    ask(Question::closing, "That was all. Enter: finish, [u]ndo:");
}

void ResolveDialogue::reread(std::vector<Answer> kept)
{
    m_answers.clear();
    m_kept = std::move(kept);
    m_want = ReadItem{m_index};
}

void ResolveDialogue::item_read(app::DisputedItem item)
{
    m_item = std::move(item);
    m_answers.clear();
    show_settled();
    keep_answers(std::exchange(m_kept, {}));
    const bool was_overtaken = std::exchange(m_is_overtaken, false);
    if (m_item.conflicts.empty()) {
        next_item();
        return;
    }
    skip_ruled();
    if (m_answers.size() == m_item.conflicts.size() && !was_asked(m_answers)) {
        conclude();
        return;
    }
    show_item();
    if (was_overtaken && m_answers.size() == m_item.conflicts.size() && has_decision()) {
        say(fmt::format("Your other decisions about this item still fit ({}).", m_answers.size()));
        ask(Question::rest, "[s]tore them, [u]ndo, skip [i]tem, [q]uit:");
        return;
    }
    go_on();
}

/// Conflicts that still are what the person saw keep their answers, and come first.
void ResolveDialogue::keep_answers(const std::vector<Answer>& kept)
{
    const auto answer_to = [&kept](const app::DisputedConflict& disputed) {
        return std::find_if(kept.begin(), kept.end(), [&](const Answer& each) {
            return each.seen.id == disputed.conflict.id;
        });
    };
    const auto is_kept = [&](const app::DisputedConflict& disputed) {
        const auto found = answer_to(disputed);
        return found != kept.end() && is_same_row(found->seen, disputed.conflict);
    };
    for (const auto& disputed : m_item.conflicts) {
        if (answer_to(disputed) != kept.end() && !is_kept(disputed)) {
            notice(fmt::format("conflict {} is another one now; look again",
                               disputed.conflict.id.value));
        }
    }
    std::stable_partition(m_item.conflicts.begin(), m_item.conflicts.end(), is_kept);
    for (const auto& disputed : m_item.conflicts) {
        if (is_kept(disputed)) {
            m_answers.push_back(*answer_to(disputed));
        }
    }
}

// ---- what is shown

void ResolveDialogue::show_settled()
{
    for (const auto& line : m_item.settled) {
        notice(words_for_settled(line));
    }
    if (m_item.vanished > 0) {
        notice(fmt::format("{} gone with the link of the two items",
                           base::counted(m_item.vanished, "conflict is", "conflicts are")));
    }
}

void ResolveDialogue::show_item()
{
    add_item_words(m_screen, m_item, m_index + 1, m_options.items, m_columns);
}

void ResolveDialogue::show_conflict()
{
    add_conflict_words(m_screen, m_item, current(), m_answers.size() + 1, m_columns);
    std::string possible;
    for (const auto& command : commands()) {
        if ((this->*command.is_possible)()) {
            possible += fmt::format("{}{}", possible.empty() ? "" : ", ", command.label);
        }
    }
    say(possible, Style::faint);
    ask_field();
}

void ResolveDialogue::ask_field()
{
    ask(Question::field, "What now?");
}

void ResolveDialogue::ask(Question question, std::string prompt)
{
    m_question = question;
    auto rows = wrapped(prompt, m_columns > 1 ? m_columns - 1 : 1);
    auto last = std::move(rows.back());
    rows.pop_back();
    for (auto& row : rows) {
        m_screen.push_back({.style = Style::plain, .text = std::move(row)});
    }
    m_want = ReadLine{std::move(last)};
}

void ResolveDialogue::say(std::string_view text, Style style)
{
    add_text(m_screen, text, m_columns, style);
}

void ResolveDialogue::notice(std::string_view text)
{
    say(text, Style::notice);
}

std::vector<app::ConflictLine> ResolveDialogue::decided() const
{
    std::vector<app::ConflictLine> lines;
    for (const auto& done : m_done) {
        lines.insert(lines.end(), done.lines.begin(), done.lines.end());
    }
    return lines;
}

std::size_t ResolveDialogue::skipped() const
{
    std::size_t count = 0;
    for (const auto& done : m_done) {
        count += done.answers.size() - done.lines.size();
    }
    return count;
}

} // namespace syncctl::cli
