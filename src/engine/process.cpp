#include "run_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <thread>
#include <utility>

namespace syncctl::engine {

void on_both_sides(const std::function<void()>& source, const std::function<void()>& target)
{
    if (!source || !target) {
        if (source) {
            source();
        }
        if (target) {
            target();
        }
        return;
    }
    std::exception_ptr target_failure;
    std::thread worker{[&] {
        try {
            target();
        } catch (...) {
            target_failure = std::current_exception();
        }
    }};
    try {
        source();
    } catch (...) {
        worker.join();
        throw;
    }
    worker.join();
    if (target_failure) {
        std::rethrow_exception(target_failure);
    }
}

namespace {

using connectors::GetResult;
using store::TouchedLink;
using store::UnlinkedItem;

std::vector<GetResult> get_items(RunState& state, Side side, const std::vector<std::string>& ids)
{
    auto results = state.connector(side).get(ids);
    if (results.size() != ids.size()) {
        throw Error{ErrorCode::failed,
                    fmt::format("connector '{}' gave {} results for {} items",
                                state.names[side],
                                results.size(),
                                ids.size())};
    }
    return results;
}

/// Reads ids of both sides at the same time. An empty list asks nothing.
BothSides<std::vector<GetResult>> get_both(RunState& state,
                                           const BothSides<std::vector<std::string>>& ids)
{
    BothSides<std::vector<GetResult>> results;
    const auto reader = [&](Side side) -> std::function<void()> {
        if (ids[side].empty()) {
            return {};
        }
        return
            [&state, &ids, &results, side] { results[side] = get_items(state, side, ids[side]); };
    };
    on_both_sides(reader(Side::source), reader(Side::target));
    return results;
}

SideState state_of(GetResult&& result)
{
    if (auto* item = std::get_if<model::WorkItem>(&result)) {
        return std::move(*item);
    }
    if (auto* forbidden = std::get_if<connectors::Forbidden>(&result)) {
        return Unavailable{std::move(forbidden->reason)};
    }
    if (auto* unreadable = std::get_if<connectors::Unreadable>(&result)) {
        return Unavailable{std::move(unreadable->reason)};
    }
    return Gone{};
}

/// A base that lacks a field of the mapping can stand for nothing: the side has to be read.
bool base_is_complete(const RunState& state, const model::Link& link, Side side)
{
    const auto* rules =
        state.rules.for_types(link.sides.source.item_type, link.sides.target.item_type);
    if (rules == nullptr) {
        return false;
    }
    const auto fields = mapping::Rules::base_fields(*rules, side);
    return std::all_of(fields.begin(), fields.end(), [&](const auto& field) {
        return link.sides[side].base.contains(field);
    });
}

bool is_interrupted(const RunState& state, const model::Link& link)
{
    return std::any_of(k_sides.begin(), k_sides.end(), [&](Side side) {
        return state.interrupted.contains({side, link.sides[side].item_id});
    });
}

bool is_read_on_both_sides(const RunState& state,
                           const model::Link& link,
                           const TouchedLink& touched)
{
    return link.state != model::LinkState::active || touched.is_deleted.source ||
           touched.is_deleted.target || is_interrupted(state, link) ||
           !base_is_complete(state, link, Side::source) ||
           !base_is_complete(state, link, Side::target);
}

BothSides<bool>
sides_to_read(const RunState& state, const model::Link& link, const TouchedLink& touched)
{
    const bool read_both = is_read_on_both_sides(state, link, touched);
    return {read_both || touched.is_touched.source, read_both || touched.is_touched.target};
}

/// Only what was listed as an edit a moment ago, by a tracker that lists deletions as such, is
/// surely none: what it is deleted by meanwhile shows in the next listing.
bool may_be_deletion(const RunState& state, const TouchedLink& touched)
{
    const bool is_plain_edit = std::all_of(k_sides.begin(), k_sides.end(), [&](Side side) {
        return state.capabilities[side].reports_deletions &&
               (!touched.is_touched[side] || touched.is_listed[side]);
    });
    const auto link = state.context.store.links.find(touched.link);
    return link && (!is_plain_edit || is_read_on_both_sides(state, *link, touched));
}

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
    const auto* rules = item != nullptr ? state.rules.for_type(side, item->type) : nullptr;
    if (rules == nullptr || !rules->may_create_on(partner) ||
        !writable_sides(state.pair.direction)[partner] ||
        !state.connector(side).matches_filter(*item, state.filter(side))) {
        batch.dropped.emplace_back(side, id);
        return;
    }
    batch.creates.push_back(plan_create(state.plan, *rules, side, std::move(*item)));
}

Batch plan_unlinked(RunState& state, const BothSides<std::vector<UnlinkedItem>>& items)
{
    BothSides<std::vector<std::string>> ids;
    for (const Side side : k_sides) {
        for (const auto& item : items[side]) {
            if (!state.open_creates.contains({side, item.item_id})) {
                ids[side].push_back(item.item_id);
            }
        }
    }
    auto results = get_both(state, ids);
    Batch batch;
    for (const Side side : k_sides) {
        for (std::size_t i = 0; i < ids[side].size(); ++i) {
            plan_unlinked_item(
                state, side, ids[side][i], state_of(std::move(results[side][i])), batch);
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
    auto results = get_both(state, ids);
    Batch batch;
    for (std::size_t i = 0; i < matches.size(); ++i) {
        LinkInput input;
        input.sides = {state_of(std::move(results.source[i])),
                       state_of(std::move(results.target[i]))};
        const auto* source = std::get_if<model::WorkItem>(&input.sides.source);
        const auto* target = std::get_if<model::WorkItem>(&input.sides.target);
        for (const Side side : k_sides) {
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
    for (const Side side : k_sides) {
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

bool hand_over_links(RunState& state, LinkChoice choice, const BatchSink& sink)
{
    const auto total = state.work.link_count();
    std::int64_t done = 0;
    base::LinkId after;
    for (;;) {
        auto touched = state.work.links(after, state.options.batch_size);
        if (touched.empty()) {
            return true;
        }
        after = touched.back().link;
        done += static_cast<std::int64_t>(touched.size());
        if (choice == LinkChoice::perhaps_deleted) {
            std::erase_if(touched, [&](const auto& each) { return !may_be_deletion(state, each); });
        }
        if (!touched.empty() && !sink(plan_links(state, touched))) {
            return false;
        }
        state.progress("links", done, total);
    }
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
        for (const Side side : k_sides) {
            items[side] = state.work.unlinked(side, after[side], state.options.batch_size);
            if (!items[side].empty()) {
                after[side] = items[side].back().row;
            }
        }
        if (items.source.empty() && items.target.empty()) {
            return true;
        }
        done += static_cast<std::int64_t>(items.source.size() + items.target.size());
        for (const Side side : k_sides) {
            std::erase_if(items[side], [&](const auto& item) {
                return matched.contains({side, item.item_id});
            });
        }
        if (!sink(plan_unlinked(state, items))) {
            return false;
        }
        state.progress("new items", done, total);
    }
}

} // namespace

Batch plan_links(RunState& state, const std::vector<TouchedLink>& touched)
{
    std::vector<LinkInput> inputs;
    BothSides<std::vector<std::string>> ids;
    BothSides<std::vector<std::size_t>> places;
    std::vector<const TouchedLink*> reasons; // like inputs
    for (const auto& each : touched) {
        auto link = state.context.store.links.find(each.link);
        if (!link || link->state == model::LinkState::paused) {
            continue;
        }
        const auto read = sides_to_read(state, *link, each);
        for (const Side side : k_sides) {
            if (read[side]) {
                ids[side].push_back(link->sides[side].item_id);
                places[side].push_back(inputs.size());
            }
        }
        LinkInput input;
        input.open_conflicts = state.context.store.conflicts.open_of(link->id);
        input.link = std::move(*link);
        for (const Side side : k_sides) {
            const auto sent = state.interrupted.find({side, input.link.sides[side].item_id});
            if (sent != state.interrupted.end()) {
                input.sent[side] = sent->second.fields;
            }
        }
        inputs.push_back(std::move(input));
        reasons.push_back(&each);
    }
    auto results = get_both(state, ids);
    for (const Side side : k_sides) {
        for (std::size_t i = 0; i < places[side].size(); ++i) {
            const auto place = places[side][i];
            inputs[place].sides[side] = worth_of(state,
                                                 inputs[place].link,
                                                 side,
                                                 *reasons[place],
                                                 state_of(std::move(results[side][i])));
        }
    }
    Batch batch;
    for (auto& input : inputs) {
        batch.links.push_back(plan_link(state.plan, std::move(input)));
    }
    return batch;
}

void for_each_link_batch(RunState& state, LinkChoice choice, const BatchSink& sink)
{
    hand_over_links(state, choice, sink);
}

void for_each_batch(RunState& state, const BatchSink& sink)
{
    if (hand_over_links(state, LinkChoice::all, sink) && hand_over_matches(state, sink) &&
        hand_over_unlinked(state, sink)) {
        state.is_complete = true;
    }
}

} // namespace syncctl::engine
