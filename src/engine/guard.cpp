#include "guard.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::engine {
namespace {

constexpr std::int64_t k_many_items = 50;
constexpr std::int64_t k_percent_of_links = 10;

std::optional<GuardStop> emptied(const GuardFacts& facts, const std::string& pair)
{
    for (const auto side : model::k_sides) {
        if (facts.is_emptied[side]) {
            return GuardStop{
                fmt::format("the {} side lists no item at all, but {} are linked to it",
                            model::to_string(side),
                            facts.links),
                fmt::format("check that tracker; if it was emptied on purpose: syncctl run {} "
                            "--allow-mass-change",
                            pair)};
        }
    }
    return std::nullopt;
}

std::optional<GuardStop> only_strangers(const GuardFacts& facts, const std::string& pair)
{
    for (const auto side : model::k_sides) {
        if (facts.shows_only_strangers[side]) {
            return GuardStop{
                fmt::format(
                    "the {} side shows {} new items, but none of the linked items that were "
                    "looked for can be read",
                    model::to_string(side),
                    facts.unlinked[side]),
                fmt::format("check that its connector points to the same place as before, with an "
                            "account that sees the same items; if both are right: syncctl run {} "
                            "--allow-mass-change",
                            pair)};
        }
    }
    return std::nullopt;
}

std::optional<GuardStop>
too_many_deletions(const GuardFacts& facts, const GuardLimits& limits, const std::string& pair)
{
    const bool is_large_share =
        facts.deletions > 1 && facts.deletions * 100 > facts.links * k_percent_of_links;
    if (facts.deletions <= limits.max_deletes && !is_large_share) {
        return std::nullopt;
    }
    return GuardStop{
        fmt::format("{} of {} linked items would be deleted or closed (limit: {}, or {} %)",
                    facts.deletions,
                    facts.links,
                    limits.max_deletes,
                    k_percent_of_links),
        fmt::format("look at them with `syncctl run {0} -n`; if they are right: syncctl run {0} "
                    "--allow-mass-change",
                    pair)};
}

std::optional<GuardStop> mapping_rewrites_everything(const GuardFacts& facts,
                                                     const std::string& pair)
{
    if (!facts.is_mapping_changed || facts.updated_links <= k_many_items ||
        facts.updated_links * 2 <= facts.links) {
        return std::nullopt;
    }
    return GuardStop{
        fmt::format("the changed mapping would rewrite {} of {} linked items",
                    facts.updated_links,
                    facts.links),
        fmt::format(
            "look at them with `syncctl run {0} --full -n`; if they are right: syncctl run {0} "
            "--allow-mass-change",
            pair)};
}

/// A pair without a link, and items that syncctl created: the database was lost or is a new one.
std::optional<GuardStop> lost_links(const GuardFacts& facts, const std::string& pair)
{
    if (facts.links > 0 || facts.claims + facts.foreign_claims == 0) {
        return std::nullopt;
    }
    const bool is_foreign = facts.claims == 0;
    return GuardStop{
        fmt::format("{} items carry the marker of {}, and this database has no link at all: this "
                    "run would create their partners a second time",
                    facts.claims + facts.foreign_claims,
                    is_foreign ? "a pair that is not known here" : "this pair"),
        fmt::format("rebuild the links: syncctl adopt {0}{1} -n; if those items are another "
                    "program's business: syncctl run {0} --allow-mass-change",
                    pair,
                    is_foreign ? " --from " + facts.foreign_pair : "")};
}

std::optional<GuardStop> would_duplicate(const GuardFacts& facts, const std::string& pair)
{
    const auto fewer = std::min(facts.unlinked.source, facts.unlinked.target);
    if (facts.links > 0 || facts.has_match_rule || facts.same_titles < k_many_items ||
        facts.same_titles * 2 < fewer) {
        return std::nullopt;
    }
    return GuardStop{
        fmt::format(
            "both sides hold {} items of equal title and none is linked: this run would create "
            "every one of them a second time",
            facts.same_titles),
        fmt::format("add `match: [SOURCE_TITLE <-> TARGET_TITLE]` with `syncctl mapping edit {0}`; "
                    "if they really "
                    "are different items: syncctl run {0} --allow-mass-change",
                    pair)};
}

} // namespace

std::optional<GuardStop>
check_guard(const GuardFacts& facts, const GuardLimits& limits, const std::string& pair_name)
{
    if (auto stop = emptied(facts, pair_name)) {
        return stop;
    }
    if (auto stop = only_strangers(facts, pair_name)) {
        return stop;
    }
    if (auto stop = lost_links(facts, pair_name)) {
        return stop;
    }
    if (auto stop = would_duplicate(facts, pair_name)) {
        return stop;
    }
    if (auto stop = too_many_deletions(facts, limits, pair_name)) {
        return stop;
    }
    return mapping_rewrites_everything(facts, pair_name);
}

} // namespace syncctl::engine
