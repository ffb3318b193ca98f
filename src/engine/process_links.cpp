#include "process.hpp"

#include <algorithm>
#include <utility>

namespace syncctl::engine {

using store::TouchedLink;

namespace {

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
    return std::any_of(model::k_sides.begin(), model::k_sides.end(), [&](Side side) {
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

/// Whether a deletion would count when the item is read now. Not of what was listed as an edit a
/// moment ago, by a tracker that lists deletions as such; nor where a first look proves nothing.
/// What it is deleted by meanwhile waits for the next run.
bool may_be_gone(const RunState& state,
                 const model::Link& link,
                 const TouchedLink& touched,
                 Side side)
{
    const bool is_listed_edit =
        state.capabilities[side].reports_deletions && touched.is_listed[side];
    return touched.is_touched[side] && !is_listed_edit &&
           !may_be_unknown_yet(state, side, link.sides[side].item_id);
}

bool may_be_deletion(const RunState& state, const TouchedLink& touched)
{
    const auto link = state.context.store.links.find(touched.link);
    return link && (is_read_on_both_sides(state, *link, touched) ||
                    may_be_gone(state, *link, touched, Side::source) ||
                    may_be_gone(state, *link, touched, Side::target));
}

/// What an interrupted run wrote to the item, as far as it came.
void note_sent(RunState& state, Side side, LinkInput& input)
{
    const auto& link = input.link.sides[side];
    const auto* item = std::get_if<model::WorkItem>(&input.sides[side]);
    const auto update = state.interrupted.find({side, link.item_id});
    if (item != nullptr && update != state.interrupted.end()) {
        input.sent[side] = state.connector(side).left_by(update->second, *item, link.base);
    }
}

/// A touched link, and why it is looked at.
struct Looked {
    LinkInput input;
    const TouchedLink* reason = nullptr;
};

/// \param wanted like `looked`
void read_sides(RunState& state,
                std::vector<Looked>& looked,
                const std::vector<BothSides<bool>>& wanted)
{
    BothSides<std::vector<std::string>> ids;
    BothSides<std::vector<std::size_t>> places;
    for (std::size_t i = 0; i < looked.size(); ++i) {
        for (const Side side : model::k_sides) {
            if (wanted[i][side]) {
                ids[side].push_back(looked[i].input.link.sides[side].item_id);
                places[side].push_back(i);
            }
        }
    }
    auto results = get_both(state, ids);
    for (const Side side : model::k_sides) {
        for (std::size_t i = 0; i < places[side].size(); ++i) {
            auto& [input, reason] = looked[places[side][i]];
            input.sides[side] =
                worth_of(state, input.link, side, *reason, state_of(std::move(results[side][i])));
            note_sent(state, side, input);
        }
    }
}

} // namespace

Batch plan_links(RunState& state, const std::vector<TouchedLink>& touched)
{
    std::vector<Looked> looked;
    std::vector<BothSides<bool>> wanted;
    for (const auto& each : touched) {
        auto link = state.context.store.links.find(each.link);
        if (!link || link->state == model::LinkState::paused) {
            continue;
        }
        wanted.push_back(sides_to_read(state, *link, each));
        LinkInput input;
        input.open_conflicts = state.context.store.conflicts.open_of(link->id);
        input.link = std::move(*link);
        looked.push_back({std::move(input), &each});
    }
    read_sides(state, looked, wanted);
    Batch batch;
    std::vector<Looked> again;
    std::vector<BothSides<bool>> missing;
    for (auto& each : looked) {
        // The input is needed again only where a rule may turn out to take effect.
        auto plan = state.rules.has_conditions() ? plan_link(state.plan, each.input)
                                                 : plan_link(state.plan, std::move(each.input));
        if (plan.wants_both_sides) {
            missing.push_back({std::holds_alternative<Unread>(each.input.sides.source),
                               std::holds_alternative<Unread>(each.input.sides.target)});
            again.push_back(std::move(each));
        } else {
            batch.links.push_back(std::move(plan));
        }
    }
    read_sides(state, again, missing);
    for (auto& each : again) {
        batch.links.push_back(plan_link(state.plan, std::move(each.input)));
    }
    return batch;
}

namespace {

/// Those that are due, or the others.
bool hand_over_some(
    RunState& state, LinkChoice choice, bool is_due, std::int64_t& done, const BatchSink& sink)
{
    const auto total = state.work.link_count();
    base::LinkId after;
    for (;;) {
        auto touched = state.work.links(after, state.options.batch_size, is_due);
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

} // namespace

bool hand_over_links(RunState& state, LinkChoice choice, const BatchSink& sink)
{
    std::int64_t done = 0;
    return (state.due.empty() || hand_over_some(state, choice, true, done, sink)) &&
           hand_over_some(state, choice, false, done, sink);
}

} // namespace syncctl::engine
