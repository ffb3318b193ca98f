#include "process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace syncctl::engine {

using connectors::GetResult;
using store::UnlinkedItem;

namespace {

ItemFailure not_linked(Side side, std::string id, std::string message)
{
    return {side, std::move(id), {model::SyncErrorType::mapping, side, {}, std::move(message)}};
}

/// Giving a partner to an item that carries our marker would make its origin twice, and so would
/// giving one to an item that such a marker names. While the outcome of the create is open the
/// marked item just waits; else the database has lost the link, or somebody copied an item together
/// with its marker. \returns true when the item is held back
bool hold_back(RunState& state, Side side, const model::WorkItem& item, Batch& batch)
{
    const auto marker = model::parse_marker(item.marker);
    if (marker && marker->pair_uuid == state.pair.uuid) {
        if (state.open_creates.contains({marker->origin, marker->item_id})) {
            batch.dropped.emplace_back(side, item.id);
            return true;
        }
        batch.failures.push_back(not_linked(
            side,
            item.id,
            fmt::format("it carries the marker of syncctl as the partner of {}, but no link knows "
                        "it; link the two again with `syncctl adopt {}`, or remove its marker",
                        state.item_key(marker->origin, marker->item_id),
                        state.pair.name)));
        return true;
    }
    if (!state.work.is_claimed(side, item.id)) {
        return false;
    }
    batch.failures.push_back(
        not_linked(side,
                   item.id,
                   fmt::format("an item of '{}' carries the marker of its partner, but no link "
                               "knows it: nothing is created. syncctl adopt {}",
                               state.names[model::other(side)],
                               state.pair.name)));
    return true;
}

/// Hooks name what is none of ours as well: an item in another project, one that was deleted since.
/// Nothing is wrong then, unless a listing shows it. \returns true when it is left
bool leave_unseen(
    RunState& state, Side side, const UnlinkedItem& item, const GetResult& read, Batch& batch)
{
    const auto& id = item.item_id;
    const bool is_unseen =
        std::holds_alternative<connectors::Forbidden>(read) ||
        (std::holds_alternative<connectors::Absent>(read) && !may_be_unknown_yet(state, side, id));
    const bool is_listed = !item.revision.text.empty();
    if (!is_unseen || is_listed || !state.judged[side].expects(id) ||
        state.queued.contains({side, id})) {
        return false;
    }
    if (state.unseen++ == 0) {
        state.first_unseen = state.item_key(side, id);
    }
    batch.dropped.emplace_back(side, id);
    return true;
}

void plan_unlinked_item(
    RunState& state, Side side, const std::string& id, SideState&& read, Batch& batch)
{
    if (auto* unavailable = std::get_if<Unavailable>(&read)) {
        batch.failures.push_back(
            {side, id, {model::SyncErrorType::api, side, {}, std::move(unavailable->reason)}});
        return;
    }
    auto* item = std::get_if<model::WorkItem>(&read);
    if (item == nullptr && may_be_unknown_yet(state, side, id)) {
        batch.waiting.emplace_back(side, id);
        return;
    }
    if (item != nullptr && hold_back(state, side, *item, batch)) {
        return;
    }
    const Side partner = model::other(side);
    const auto* rules = item != nullptr ? state.rules.for_item(side, *item) : nullptr;
    if (rules == nullptr || !rules->may_create_on(partner) ||
        !writable_sides(state.pair.direction)[partner] ||
        !state.connector(side).matches_filter(*item, state.filter(side))) {
        batch.dropped.emplace_back(side, id);
        return;
    }
    batch.creates.push_back(plan_create(state.plan, *rules, side, std::move(*item)));
}

/// What the survey read a moment ago is not read again.
BothSides<std::vector<GetResult>> get_unlinked(RunState& state,
                                               const BothSides<std::vector<std::string>>& ids)
{
    const auto now = state.now();
    BothSides<std::vector<std::optional<model::WorkItem>>> kept;
    BothSides<std::vector<std::string>> unread;
    for (const Side side : model::k_sides) {
        for (const auto& id : ids[side]) {
            kept[side].push_back(state.surveyed[side].take(id, now));
            if (!kept[side].back()) {
                unread[side].push_back(id);
            }
        }
    }
    auto read = get_both(state, unread);
    BothSides<std::vector<GetResult>> results;
    for (const Side side : model::k_sides) {
        auto next = read[side].begin();
        for (auto& item : kept[side]) {
            results[side].push_back(item ? GetResult{std::move(*item)} : std::move(*next++));
        }
    }
    return results;
}

Batch plan_unlinked(RunState& state, BothSides<std::vector<UnlinkedItem>> items)
{
    BothSides<std::vector<std::string>> ids;
    for (const Side side : model::k_sides) {
        std::erase_if(items[side], [&](const auto& item) {
            return state.open_creates.contains({side, item.item_id});
        });
        for (const auto& item : items[side]) {
            ids[side].push_back(item.item_id);
        }
    }
    auto results = get_unlinked(state, ids);
    Batch batch;
    for (const Side side : model::k_sides) {
        for (std::size_t i = 0; i < ids[side].size(); ++i) {
            auto& read = results[side][i];
            if (!leave_unseen(state, side, items[side][i], read, batch)) {
                plan_unlinked_item(state, side, ids[side][i], state_of(std::move(read)), batch);
            }
        }
    }
    return batch;
}

Batch plan_matches(RunState& state, const std::vector<std::pair<std::string, std::string>>& matches)
{
    BothSides<std::vector<std::string>> ids;
    for (const auto& [source, target] : matches) {
        ids.source.push_back(source);
        ids.target.push_back(target);
    }
    auto results = get_unlinked(state, ids);
    Batch batch;
    for (std::size_t i = 0; i < matches.size(); ++i) {
        LinkInput input;
        input.sides = {state_of(std::move(results.source[i])),
                       state_of(std::move(results.target[i]))};
        const auto* source = std::get_if<model::WorkItem>(&input.sides.source);
        const auto* target = std::get_if<model::WorkItem>(&input.sides.target);
        for (const Side side : model::k_sides) {
            if (auto* unavailable = std::get_if<Unavailable>(&input.sides[side])) {
                batch.failures.push_back(
                    {side,
                     ids[side][i],
                     {model::SyncErrorType::api, side, {}, unavailable->reason}});
            }
        }
        if (source == nullptr || target == nullptr ||
            state.rules.for_types(source->type, target->type) == nullptr) {
            continue; // one moved on meanwhile: the next run sees it as it is then
        }
        input.link.pair = state.pair.id;
        input.link.sides.source.item_id = source->id;
        input.link.sides.target.item_id = target->id;
        batch.links.push_back(plan_link(state.plan, std::move(input)));
    }
    return batch;
}

/// Items with the same key more than once cannot be told apart by the program.
Batch ambiguous_items(RunState& state)
{
    Batch batch;
    for (const Side side : model::k_sides) {
        for (const auto& item : state.work.ambiguous_matches(side)) {
            batch.failures.push_back({side,
                                      item.item_id,
                                      {model::SyncErrorType::mapping,
                                       side,
                                       {},
                                       "several items agree under `match`, so that none was "
                                       "linked; link the right ones by hand: "
                                       "syncctl items link SOURCE_KEY TARGET_KEY"}});
        }
    }
    for (const auto& failure : batch.failures) {
        state.work.forget_unlinked(failure.side, failure.item_id);
    }
    return batch;
}

} // namespace

bool hand_over_matches(RunState& state, const BatchSink& sink)
{
    if (!state.rules.has_match_rule()) {
        return true;
    }
    const auto matches = state.work.unique_matches();
    for (std::size_t start = 0; start < matches.size(); start += state.options.batch_size) {
        const auto end = std::min(matches.size(), start + state.options.batch_size);
        const std::vector<std::pair<std::string, std::string>> some{
            matches.begin() + static_cast<std::ptrdiff_t>(start),
            matches.begin() + static_cast<std::ptrdiff_t>(end)};
        auto batch = plan_matches(state, some);
        if (!sink(std::move(batch))) {
            return false;
        }
    }
    return sink(ambiguous_items(state));
}

bool hand_over_unlinked(RunState& state, const BatchSink& sink)
{
    const auto total =
        state.work.unlinked_count(Side::source) + state.work.unlinked_count(Side::target);
    std::int64_t done = 0;
    BothSides<std::int64_t> after;
    std::set<std::pair<Side, std::string>> matched;
    if (state.rules.has_match_rule()) {
        for (const auto& [source, target] : state.work.unique_matches()) {
            matched.emplace(Side::source, source);
            matched.emplace(Side::target, target);
        }
    }
    for (;;) {
        BothSides<std::vector<UnlinkedItem>> items;
        for (const Side side : model::k_sides) {
            items[side] = state.work.unlinked(side, after[side], state.options.batch_size);
            if (!items[side].empty()) {
                after[side] = items[side].back().row;
            }
        }
        if (items.source.empty() && items.target.empty()) {
            return true;
        }
        done += static_cast<std::int64_t>(items.source.size() + items.target.size());
        for (const Side side : model::k_sides) {
            std::erase_if(items[side], [&](const auto& item) {
                return matched.contains({side, item.item_id});
            });
        }
        if (!sink(plan_unlinked(state, std::move(items)))) {
            return false;
        }
        state.progress("new items", done, total);
    }
}

} // namespace syncctl::engine
