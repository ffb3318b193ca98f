#include "item_key.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace syncctl::app {

namespace {

constexpr std::size_t k_page = 1000;

using Queue = std::map<std::pair<model::Side, std::string>, std::string>;

Queue queue_of(store::Store& store, base::PairId pair)
{
    Queue queue;
    for (auto& item : store.journal.queued(pair)) {
        queue.emplace(std::pair{item.side, std::move(item.item_id)}, std::move(item.reason));
    }
    return queue;
}

/// Takes the reasons of both sides of a link out of the queue; what remains has no link.
std::string take_reason(Queue& queue, const model::Link& link)
{
    std::string reason;
    for (const auto side : model::k_sides) {
        const auto entry = queue.find({side, link.sides[side].item_id});
        if (entry != queue.end()) {
            reason += reason.empty() ? "" : "; ";
            reason += entry->second;
            queue.erase(entry);
        }
    }
    return reason;
}

void require_known_state(const std::string& state)
{
    if (!state.empty() && !model::link_state_from(state)) {
        const std::vector<std::string> states{
            "active", "conflict", "error", "source_deleted", "target_deleted", "paused"};
        throw Error{ErrorCode::usage,
                    fmt::format("--state: there is no state {}", shown(state)),
                    suggestion(state, states, fmt::format("one of {}", fmt::join(states, ", ")))};
    }
}

void add_lines(store::Store& store,
               const PairSides& sides,
               const std::string& state,
               std::vector<ItemLine>& lines)
{
    auto queue = queue_of(store, sides.pair.id);
    base::LinkId last;
    while (true) {
        const auto links = store.links.page(sides.pair.id, last, k_page, false);
        for (const auto& link : links) {
            auto line = link_line(sides, link);
            line.error = take_reason(queue, link);
            if (state.empty() || line.state == state) {
                lines.push_back(std::move(line));
            }
        }
        if (links.size() < k_page) {
            break;
        }
        last = links.back().id;
    }
    for (auto& [place, reason] : queue) {
        if (!state.empty() && state != to_string(model::LinkState::error)) {
            break;
        }
        ItemLine line{.pair = sides.pair.name,
                      .source_item = {},
                      .target_item = {},
                      .state = "error",
                      .last_synced_at = {},
                      .error = std::move(reason)};
        auto& key = place.first == model::Side::source ? line.source_item : line.target_item;
        key = sides.key(place.first, place.second);
        lines.push_back(std::move(line));
    }
}

} // namespace

std::vector<ItemLine> list_items(Workspace& workspace, const ItemQuery& query)
{
    require_known_state(query.state);
    auto& store = workspace.reading();
    std::vector<ItemLine> lines;
    for (const auto& sides : pairs_with_sides(store, query.pair)) {
        add_lines(store, sides, query.state, lines);
    }
    return lines;
}

} // namespace syncctl::app
