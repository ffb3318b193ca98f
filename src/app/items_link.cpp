#include "connector_views.hpp"
#include "item_key.hpp"
#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/engine/pair_rules.hpp"

#include <fmt/format.h>

#include <utility>
#include <variant>

namespace syncctl::app {

namespace {

constexpr std::string_view k_reason = "linked by hand";

struct Chosen {
    PairSides sides;
    model::BothSides<std::string> ids;
};

Chosen choose_pair(store::Store& store, const LinkRequest& request)
{
    const auto one = parse_item_key(request.one);
    const auto other = parse_item_key(request.other);
    static_cast<void>(require_connector(store, one.connector));
    static_cast<void>(require_connector(store, other.connector));
    std::vector<Chosen> candidates;
    for (auto& sides : pairs_with_sides(store, request.pair)) {
        const auto side = sides.side_of(one.connector);
        if (!side || sides.side_of(other.connector) != model::other(*side)) {
            continue;
        }
        Chosen chosen{.sides = std::move(sides), .ids = {}};
        chosen.ids[*side] = one.id;
        chosen.ids[model::other(*side)] = other.id;
        candidates.push_back(std::move(chosen));
    }
    if (candidates.empty()) {
        throw Error{ErrorCode::not_found,
                    fmt::format("no pair joins connectors {} and {}",
                                shown(one.connector),
                                shown(other.connector)),
                    "syncctl pair list"};
    }
    if (candidates.size() > 1) {
        throw Error{ErrorCode::usage,
                    fmt::format("several pairs join connectors {} and {}",
                                shown(one.connector),
                                shown(other.connector)),
                    fmt::format("--pair {}", candidates.front().sides.pair.name)};
    }
    return std::move(candidates.front());
}

void require_unlinked(store::Store& store, const Chosen& chosen)
{
    for (const auto side : model::k_sides) {
        const auto link = store.links.find(chosen.sides.pair.id, side, chosen.ids[side]);
        if (link) {
            const auto partner = model::other(side);
            throw Error{
                ErrorCode::failed,
                fmt::format("item {} is linked to {} already",
                            shown(chosen.sides.key(side, chosen.ids[side])),
                            shown(chosen.sides.key(partner, link->sides[partner].item_id))),
                fmt::format("syncctl items unlink {}", chosen.sides.key(side, chosen.ids[side]))};
        }
    }
}

model::WorkItem read_item(Workspace& workspace, const Chosen& chosen, model::Side side)
{
    const auto key = shown(chosen.sides.key(side, chosen.ids[side]));
    require_enabled(chosen.sides.connectors[side]);
    auto found = workspace.connect(chosen.sides.connectors[side])->get({&chosen.ids[side], 1});
    auto& result = found.at(0);
    if (auto* item = std::get_if<model::WorkItem>(&result)) {
        return std::move(*item);
    }
    if (std::holds_alternative<connectors::Absent>(result)) {
        throw Error{ErrorCode::not_found, fmt::format("the tracker has no item {}", key)};
    }
    if (const auto* forbidden = std::get_if<connectors::Forbidden>(&result)) {
        throw Error{ErrorCode::forbidden, fmt::format("item {}: {}", key, forbidden->reason)};
    }
    throw Error{ErrorCode::unavailable,
                fmt::format("item {} cannot be read: {}",
                            key,
                            std::get<connectors::Unreadable>(result).reason),
                fmt::format("syncctl connector test {}", chosen.sides.connectors[side].name)};
}

void require_mapped(store::Store& store,
                    const Chosen& chosen,
                    const model::BothSides<model::WorkItem>& items)
{
    const auto& pair = chosen.sides.pair;
    const auto rules = engine::rules_of(store, pair);
    if (rules.for_types(items.source.type, items.target.type) == nullptr) {
        throw Error{ErrorCode::failed,
                    fmt::format("the mapping of pair {} does not join types {} and {}",
                                shown(pair.name),
                                shown(items.source.type),
                                shown(items.target.type)),
                    fmt::format("syncctl mapping show {}", pair.name)};
    }
}

model::Link
new_link(const Chosen& chosen, const model::BothSides<model::WorkItem>& items, base::Timestamp now)
{
    model::Link link;
    link.pair = chosen.sides.pair.id;
    link.first_synced_at = now;
    for (const auto side : model::k_sides) {
        // No revision and no base: the next run reads both sides again and merges them as never
        // agreed.
        link.sides[side].item_id = items[side].id;
        link.sides[side].item_type = items[side].type;
    }
    return link;
}

} // namespace

ItemLine link_items(Workspace& workspace, const LinkRequest& request)
{
    auto& store = request.is_dry_run ? workspace.reading() : workspace.writing();
    const auto chosen = choose_pair(store, request);
    require_unlinked(store, chosen);
    const model::BothSides<model::WorkItem> items{
        read_item(workspace, chosen, model::Side::source),
        read_item(workspace, chosen, model::Side::target)};
    require_mapped(store, chosen, items);
    const auto link = new_link(chosen, items, workspace.now());
    if (!request.is_dry_run) {
        const auto lock = workspace.lock_pair(chosen.sides.pair);
        store::Transaction transaction{store.database};
        store.links.insert(link);
        for (const auto side : model::k_sides) {
            store.journal.queue(
                link.pair, side, link.sides[side].item_id, k_reason, workspace.now());
        }
        transaction.commit();
    }
    return link_line(chosen.sides, link);
}

ItemLine unlink_item(Workspace& workspace, const UnlinkRequest& request)
{
    auto& store = request.is_dry_run ? workspace.reading() : workspace.writing();
    std::vector<KnownItem> linked;
    for (auto& item : find_item(store, request.key, request.pair)) {
        if (item.link) {
            linked.push_back(std::move(item));
        }
    }
    if (linked.empty()) {
        throw Error{ErrorCode::not_found,
                    fmt::format("item {} is not linked", shown(request.key)),
                    "syncctl items list"};
    }
    if (linked.size() > 1) {
        throw Error{ErrorCode::usage,
                    fmt::format("item {} is linked in several pairs", shown(request.key)),
                    fmt::format("--pair {}", linked.front().sides.pair.name)};
    }
    const auto& item = linked.front();
    if (!request.is_dry_run) {
        const auto lock = workspace.lock_pair(item.sides.pair);
        store::Transaction transaction{store.database};
        for (const auto side : model::k_sides) {
            store.journal.unqueue(item.sides.pair.id, side, item.link->sides[side].item_id);
        }
        store.links.remove(item.link->id);
        transaction.commit();
    }
    return item_line(item);
}

} // namespace syncctl::app
