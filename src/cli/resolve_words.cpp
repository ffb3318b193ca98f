#include "resolve_words.hpp"

#include "syncctl/base/clock.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::cli {

namespace {

using Style = ScreenLine::Style;
using base::term_safe;

constexpr std::size_t k_shown_value = 60; ///< columns of a value within a sentence
constexpr std::size_t k_shown_rows = 20;  ///< of a text before a question about it
constexpr std::size_t k_shown_choices = 40;

/// `2026-11-26 21:30 UTC`
std::string moment(base::Timestamp time)
{
    if (time.ms == 0) {
        return "unknown";
    }
    constexpr std::size_t k_date = 10;
    constexpr std::size_t k_minutes = 5;
    const auto text = base::format_utc(time);
    return fmt::format("{} {} UTC", text.substr(0, k_date), text.substr(k_date + 1, k_minutes));
}

std::string cut(std::string_view text)
{
    return base::cut_to_width(term_safe(text), k_shown_value);
}

std::string decision_words(const model::Conflict& conflict)
{
    if (!conflict.decision) {
        return "not decided";
    }
    if (*conflict.decision != model::Take::set) {
        return fmt::format("take {}", model::to_string(*conflict.decision));
    }
    const auto text = model::to_text(conflict.decision_value.value_or(model::Value{}));
    return text.empty() ? std::string{"set to nothing"} : fmt::format("set to '{}'", cut(text));
}

std::string_view type_words(model::ConflictType type)
{
    switch (type) {
    case model::ConflictType::deleted_source:
        return "the source's item was deleted, the target's was edited since";
    case model::ConflictType::deleted_target:
        return "the target's item was deleted, the source's was edited since";
    case model::ConflictType::type_mismatch:
        return "no line under 'types' takes the types of the two items any more; the mapping "
               "decides "
               "this, not a choice of a side";
    case model::ConflictType::both_modified:
        break;
    }
    return {};
}

/// What taking either side amounts to; empty when nothing was deleted.
std::string choices_after_deletion(const app::DisputedItem& item, model::ConflictType type)
{
    constexpr std::string_view k_words = "{}: {} is deleted too; {}: it stays, without a partner";
    if (type == model::ConflictType::deleted_source) {
        return fmt::format(k_words, "source", term_safe(item.keys.target), "target");
    }
    if (type == model::ConflictType::deleted_target) {
        return fmt::format(k_words, "target", term_safe(item.keys.source), "source");
    }
    return {};
}

std::string name_of(const model::Conflict& conflict)
{
    return conflict.field.empty() ? std::string{model::to_string(conflict.type)}
                                  : term_safe(conflict.field);
}

/// `System.Title <-> subject (text)`; the newest edit where it is known.
std::string conflict_heading(const app::DisputedItem& item,
                             const app::DisputedConflict& disputed,
                             std::size_t number)
{
    auto text = fmt::format("Conflict {}", disputed.conflict.id.value);
    if (item.conflicts.size() > 1) {
        text += fmt::format(" ({} of {})", number, item.conflicts.size());
    }
    text += ": " + name_of(disputed.conflict);
    if (disputed.field) {
        text += fmt::format(", {}", model::to_string(disputed.field->type));
    }
    return text;
}

} // namespace

model::Take take_of(model::Strategy strategy)
{
    switch (strategy) {
    case model::Strategy::source_priority:
        return model::Take::source;
    case model::Strategy::target_priority:
        return model::Take::target;
    default:
        return model::Take::newest;
    }
}

ThreeVersions headings_of(const app::DisputedItem& item)
{
    return {.base = "BASE (both had)",
            .source = "SOURCE " + term_safe(item.keys.source),
            .target = "TARGET " + term_safe(item.keys.target)};
}

ThreeVersions versions_of(const app::DisputedConflict& disputed)
{
    return {
        .base = disputed.base, .source = disputed.sides.source, .target = disputed.sides.target};
}

void add_item_words(Screen& screen,
                    const app::DisputedItem& item,
                    std::size_t number,
                    std::size_t of,
                    std::size_t columns)
{
    screen.push_back({.style = Style::plain, .text = {}});
    add_text(screen,
             fmt::format("Item {} of {}: {} <-> {}",
                         number,
                         of,
                         term_safe(item.keys.source),
                         term_safe(item.keys.target)),
             columns,
             Style::heading);
    if (!item.title.empty()) {
        add_text(screen, term_safe(item.title), columns);
    }
    add_text(screen,
             fmt::format("{} <-> {}, pair {}",
                         term_safe(item.types.source),
                         term_safe(item.types.target),
                         item.pair),
             columns);
    const auto& edited = item.edited_at;
    std::string newest;
    if (edited.source.ms != 0 && edited.target.ms != 0 && edited.source != edited.target) {
        newest = fmt::format("; newest: {}", edited.source > edited.target ? "source" : "target");
    }
    add_text(
        screen,
        fmt::format(
            "edited: source {}, target {}{}", moment(edited.source), moment(edited.target), newest),
        columns);
}

void add_conflict_words(Screen& screen,
                        const app::DisputedItem& item,
                        const app::DisputedConflict& disputed,
                        std::size_t number,
                        std::size_t columns)
{
    const auto& conflict = disputed.conflict;
    screen.push_back({.style = Style::plain, .text = {}});
    add_text(screen, conflict_heading(item, disputed, number), columns, Style::heading);
    if (conflict.decision) {
        add_text(screen,
                 fmt::format("{} decided on {}: {}. A decision of yours replaces it.",
                             term_safe(conflict.resolved_by),
                             moment(conflict.decided_at),
                             decision_words(conflict)),
                 columns,
                 Style::notice);
    }
    if (conflict.type != model::ConflictType::both_modified) {
        add_text(screen, type_words(conflict.type), columns);
        if (const auto choices = choices_after_deletion(item, conflict.type); !choices.empty()) {
            add_text(screen, choices, columns);
        }
        return;
    }
    for (auto& line : side_by_side(headings_of(item), versions_of(disputed), columns)) {
        screen.push_back(std::move(line));
    }
}

void add_rule_words(Screen& screen,
                    std::string_view pair,
                    const app::RememberedRule& rule,
                    std::size_t columns)
{
    add_text(
        screen, fmt::format("Line {} of the mapping of {} becomes:", rule.line, pair), columns);
    if (!rule.before.empty()) {
        add_text(screen, "- " + term_safe(rule.before), columns, Style::removed);
    }
    add_text(screen, "+ " + term_safe(rule.after), columns, Style::added);
    const auto others = rule.other_conflicts > 0 ? rule.other_conflicts - 1 : 0;
    add_text(screen,
             fmt::format("It is stored as a new revision together with this item. The next run "
                         "looks at every item once{}.",
                         others == 0 ? std::string{}
                                     : fmt::format(" and decides {} about this field by it",
                                                   base::counted(others, "other open conflict"))),
             columns);
}

Screen beginning_of(std::string_view heading, std::string_view text, std::size_t columns)
{
    Screen screen;
    add_text(screen, heading, columns, Style::heading);
    constexpr std::size_t k_indent = 2;
    const auto rows = wrapped(text, columns > k_indent ? columns - k_indent : 1);
    for (std::size_t i = 0; i < std::min(rows.size(), k_shown_rows); ++i) {
        screen.push_back({.style = Style::plain, .text = std::string(k_indent, ' ') + rows[i]});
    }
    if (rows.size() > k_shown_rows) {
        add_text(screen,
                 fmt::format("... {} more lines", rows.size() - k_shown_rows),
                 columns,
                 Style::faint);
    }
    return screen;
}

std::string what_fits(const app::DisputedConflict& disputed)
{
    auto text = fmt::format("As the source writes {}", term_safe(disputed.references.source));
    if (disputed.field) {
        const auto& field = *disputed.field;
        text += fmt::format(", {}", model::to_string(field.type));
        if (field.type == model::FieldType::list) {
            text += ", commas between the entries";
        }
        if (!field.allowed.empty()) {
            std::string choices;
            for (std::size_t i = 0; i < std::min(field.allowed.size(), k_shown_choices); ++i) {
                choices += (i == 0 ? "" : ", ") + term_safe(field.allowed[i]);
            }
            text += fmt::format(", one of: {}", choices);
        }
    }
    return text + ". (none) clears it.";
}

std::string words_for(const app::ConflictLine& line)
{
    return fmt::format("conflict {}, {}: {}",
                       line.conflict.id.value,
                       name_of(line.conflict),
                       decision_words(line.conflict));
}

std::string words_for_settled(const app::ConflictLine& line)
{
    const auto& conflict = line.conflict;
    const auto start = fmt::format("conflict {} ({} of {})",
                                   conflict.id.value,
                                   name_of(conflict),
                                   term_safe(line.source_item));
    if (!conflict.resolution.empty()) {
        return fmt::format("{} was resolved meanwhile: {}, by {}, on {}",
                           start,
                           conflict.resolution,
                           term_safe(conflict.resolved_by),
                           moment(conflict.resolved_at));
    }
    return fmt::format("{}: {} decided meanwhile on {}: {}. To decide otherwise: syncctl conflicts "
                       "resolve -i {}",
                       start,
                       term_safe(conflict.resolved_by),
                       moment(conflict.decided_at),
                       decision_words(conflict),
                       conflict.id.value);
}

std::string
words_for(const app::RuleToRemember& rule, const app::RememberedRule& remembered, bool is_dry_run)
{
    if (!remembered.problem.empty()) {
        return fmt::format("the rule was not stored: {}", remembered.problem);
    }
    const auto what = fmt::format("{}: {}", term_safe(rule.field), model::to_string(rule.strategy));
    if (is_dry_run) {
        return fmt::format("not stored: the rule {}", what);
    }
    return remembered.revision == 0 ? fmt::format("the mapping says so already: {}", what)
                                    : fmt::format("stored: the rule {}, revision {} of the mapping",
                                                  what,
                                                  remembered.revision);
}

} // namespace syncctl::cli
