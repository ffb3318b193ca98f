#include "item_key.hpp"

#include "names.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <utility>

namespace syncctl::app {

namespace {

constexpr std::size_t k_max_item_id = 256;

std::optional<store::QueuedItem>
queued_item(store::Store& store, base::PairId pair, model::Side side, std::string_view id)
{
    for (auto& queued : store.journal.queued(pair)) {
        if (queued.side == side && queued.item_id == id) {
            return std::move(queued);
        }
    }
    return std::nullopt;
}

} // namespace

ItemKey parse_item_key(std::string_view key)
{
    const auto colon = key.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == key.size()) {
        throw Error{ErrorCode::usage,
                    fmt::format("{} is no item key", shown(key)),
                    "an item key is CONNECTOR:ID, for instance ado:4711"};
    }
    const auto id = key.substr(colon + 1);
    if (id.size() > k_max_item_id) {
        throw Error{ErrorCode::usage,
                    fmt::format("{}: an item id has at most {} octets", shown(key), k_max_item_id)};
    }
    return {.connector = std::string{key.substr(0, colon)}, .id = std::string{id}};
}

std::string item_key(std::string_view connector, std::string_view id)
{
    return fmt::format("{}:{}", connector, id);
}

std::optional<model::Side> PairSides::side_of(std::string_view connector) const
{
    if (connectors.source.name == connector) {
        return model::Side::source;
    }
    if (connectors.target.name == connector) {
        return model::Side::target;
    }
    return std::nullopt;
}

SideItem item_in(const PairSides& sides, std::string_view key)
{
    auto parsed = parse_item_key(key);
    const auto side = sides.side_of(parsed.connector);
    if (!side) {
        throw Error{ErrorCode::not_found,
                    fmt::format("item {}: pair {} joins {} and {}",
                                shown(key),
                                shown(sides.pair.name),
                                shown(sides.connectors.source.name),
                                shown(sides.connectors.target.name)),
                    suggestion(parsed.connector,
                               {sides.connectors.source.name, sides.connectors.target.name},
                               fmt::format("syncctl pair show {}", sides.pair.name))};
    }
    return {.side = *side, .id = std::move(parsed.id)};
}

std::vector<PairSides> pairs_with_sides(store::Store& store, std::string_view pair)
{
    std::vector<PairSides> all;
    if (!pair.empty()) {
        auto one = require_pair(store, pair);
        auto connectors = connectors_of(store, one);
        all.push_back({.pair = std::move(one), .connectors = std::move(connectors)});
        return all;
    }
    for (auto& one : store.pairs.list()) {
        auto connectors = connectors_of(store, one);
        all.push_back({.pair = std::move(one), .connectors = std::move(connectors)});
    }
    return all;
}

std::vector<KnownItem> find_item(store::Store& store, std::string_view key, std::string_view pair)
{
    const auto wanted = parse_item_key(key);
    static_cast<void>(require_connector(store, wanted.connector));
    std::vector<KnownItem> known;
    for (auto& sides : pairs_with_sides(store, pair)) {
        const auto side = sides.side_of(wanted.connector);
        if (!side) {
            continue;
        }
        auto link = store.links.find(sides.pair.id, *side, wanted.id);
        auto queued = queued_item(store, sides.pair.id, *side, wanted.id);
        if (link || queued) {
            known.push_back({.sides = std::move(sides),
                             .side = *side,
                             .link = std::move(link),
                             .queued = std::move(queued)});
        }
    }
    if (known.empty()) {
        throw Error{ErrorCode::not_found,
                    fmt::format("item {} is neither linked nor queued for retry", shown(key)),
                    "syncctl items list"};
    }
    return known;
}

ItemLine link_line(const PairSides& sides, const model::Link& link)
{
    return {.pair = sides.pair.name,
            .source_item = sides.key(model::Side::source, link.sides.source.item_id),
            .target_item = sides.key(model::Side::target, link.sides.target.item_id),
            .state = std::string{to_string(link.state)},
            .last_synced_at = link.last_synced_at,
            .error = {}};
}

ItemLine item_line(const KnownItem& item)
{
    ItemLine line;
    if (item.link) {
        line = link_line(item.sides, *item.link);
    } else {
        line.pair = item.sides.pair.name;
        line.state = "error";
        auto& key = item.side == model::Side::source ? line.source_item : line.target_item;
        key = item.sides.key(item.side, item.queued->item_id);
    }
    if (item.queued) {
        line.error = item.queued->reason;
    }
    return line;
}

} // namespace syncctl::app
