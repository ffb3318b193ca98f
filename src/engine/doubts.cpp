#include "run_state.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace syncctl::engine {
namespace {

using model::Doubt;

std::optional<std::uint64_t> as_number(const model::Revision& revision)
{
    const auto& text = revision.text;
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = problem == std::errc{} && end == text.data() + text.size();
    return is_number ? std::optional{number} : std::nullopt;
}

/// Times are compared first; within one tick a counted revision still tells.
bool is_older(const model::WorkItem& item, const model::LinkSide& known)
{
    if (item.modified_at.ms == 0) {
        return false; // the tracker does not say
    }
    if (item.modified_at != known.modified_at) {
        return item.modified_at < known.modified_at;
    }
    const auto read = as_number(item.revision);
    const auto stored = as_number(known.revision);
    return read && stored && *read < *stored;
}

bool is_known_gone(const model::Link& link, Side side)
{
    return link.state == (side == Side::source ? model::LinkState::source_deleted
                                               : model::LinkState::target_deleted);
}

/// Two edits within one tick share a revision, so that it is certain only when it was read again
/// after that tick has surely passed.
void record_coarse_revision(const RunState& state, const LinkPlan& plan, Side side)
{
    auto& links = state.context.store.links;
    if (plan.is_revision_new[side]) {
        links.doubt(plan.link.id, side, Doubt::coarse_revision, state.now());
        return;
    }
    if (!plan.is_read[side]) {
        return;
    }
    const auto since = links.doubted_since(plan.link.id, side, Doubt::coarse_revision);
    const auto certain_after = 2 * state.capabilities[side].time_resolution.count();
    if (since && state.now().ms - since->ms >= certain_after) {
        links.clear_doubt(plan.link.id, side, Doubt::coarse_revision);
    }
}

} // namespace

bool may_be_unknown_yet(const RunState& state, Side side, const std::string& item_id)
{
    const auto& capabilities = state.capabilities[side];
    const auto queued = state.queued.find({side, item_id});
    const bool has_settled = queued != state.queued.end() &&
                             state.now().ms - queued->second.ms >=
                                 std::chrono::milliseconds{capabilities.settle_time}.count();
    return capabilities.may_read_stale && !has_settled;
}

SideState worth_of(const RunState& state,
                   const model::Link& link,
                   Side side,
                   const store::TouchedLink& touched,
                   SideState read)
{
    const auto& capabilities = state.capabilities[side];
    const auto& known = link.sides[side];
    if (const auto* item = std::get_if<model::WorkItem>(&read)) {
        const bool is_behind = touched.is_deleted[side] || is_older(*item, known) ||
                               (touched.is_listed[side] && item->revision == known.revision);
        return capabilities.may_read_stale && is_behind ? SideState{Behind{}} : std::move(read);
    }
    if (!std::holds_alternative<Gone>(read) || touched.is_deleted[side]) {
        return read;
    }
    if (is_known_gone(link, side) && !touched.is_listed[side]) {
        return read;
    }
    if (!capabilities.settles_at_once &&
        state.context.store.links.doubted_since(link.id, side, Doubt::unseen_create)) {
        return Unavailable{"not found, but it was created by syncctl and the tracker has not shown "
                           "it yet; it counts as missing only after that"};
    }
    return may_be_unknown_yet(state, side, known.item_id) ? SideState{Behind{}} : std::move(read);
}

void record_doubts(const RunState& state, const LinkPlan& plan)
{
    for (const Side side : model::k_sides) {
        if (state.capabilities[side].revision_is_time) {
            record_coarse_revision(state, plan, side);
        }
        if (!state.capabilities[side].settles_at_once && plan.is_read[side]) {
            state.context.store.links.clear_doubt(plan.link.id, side, Doubt::unseen_create);
        }
    }
}

void record_new_doubts(const RunState& state, base::LinkId link, Side created)
{
    auto& links = state.context.store.links;
    for (const Side side : model::k_sides) {
        if (state.capabilities[side].revision_is_time) {
            links.doubt(link, side, Doubt::coarse_revision, state.now());
        }
    }
    if (!state.capabilities[created].settles_at_once) {
        links.doubt(link, created, Doubt::unseen_create, state.now());
    }
}

} // namespace syncctl::engine
