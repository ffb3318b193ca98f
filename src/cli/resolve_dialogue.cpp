#include "resolve_dialogue.hpp"

#include "resolve_words.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::cli {

namespace {

using Style = ScreenLine::Style;
using model::Take;

constexpr std::size_t k_least_columns = 10;

/// Does the database still have what the person saw?
bool is_same_row(const model::Conflict& one, const model::Conflict& other)
{
    return one.base == other.base && one.source == other.source && one.target == other.target &&
           one.decision == other.decision && one.decided_at == other.decided_at;
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

void ResolveDialogue::ask(Question question, std::string_view prompt)
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
