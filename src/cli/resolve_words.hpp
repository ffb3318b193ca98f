#pragma once

#include "columns.hpp"
#include "screen.hpp"

#include "syncctl/app/conflict_items.hpp"

#include <cstddef>
#include <string>
#include <string_view>

// What the dialogue about conflicts says. All pure; what comes from outside is escaped.

namespace syncctl::cli {

/// The take that a strategy amounts to.
[[nodiscard]] model::Take take_of(model::Strategy strategy);

[[nodiscard]] ThreeVersions headings_of(const app::DisputedItem& item);
[[nodiscard]] ThreeVersions versions_of(const app::DisputedConflict& disputed);

/// Keys on both sides, title, types, when each side was edited.
void add_item_words(Screen& screen,
                    const app::DisputedItem& item,
                    std::size_t number,
                    std::size_t of,
                    std::size_t columns);
/// Which conflict it is, and its values.
void add_conflict_words(Screen& screen,
                        const app::DisputedItem& item,
                        const app::DisputedConflict& disputed,
                        std::size_t number,
                        std::size_t columns);
/// What storing a rule does.
void add_rule_words(Screen& screen,
                    std::string_view pair,
                    const app::RememberedRule& rule,
                    std::size_t columns);
/// A heading and the first lines of a text.
[[nodiscard]] Screen
beginning_of(std::string_view heading, std::string_view text, std::size_t columns);

/// `a number`, `one of Low, High`, and how to type nothing.
[[nodiscard]] std::string what_fits(const app::DisputedConflict& disputed);
/// `conflict 7, System.Title <-> subject: take source`
[[nodiscard]] std::string words_for(const app::ConflictLine& line);
/// Who decided or resolved it, what, and when.
[[nodiscard]] std::string words_for_settled(const app::ConflictLine& line);
/// What became of a rule.
[[nodiscard]] std::string
words_for(const app::RuleToRemember& rule, const app::RememberedRule& remembered, bool is_dry_run);

} // namespace syncctl::cli
