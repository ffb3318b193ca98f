#pragma once

#include "syncctl/app/items.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

/// `CONNECTOR:ID` taken apart; the id may hold further colons.
struct ItemKey {
    std::string connector;
    std::string id;
};

/// \throws Error{usage} for another form
[[nodiscard]] ItemKey parse_item_key(std::string_view key);
[[nodiscard]] std::string item_key(std::string_view connector, std::string_view id);

/// A pair with its connectors.
struct PairSides {
    model::Pair pair;
    model::BothSides<model::ConnectorConfig> connectors;

    /// The side that a connector is on.
    [[nodiscard]] std::optional<model::Side> side_of(std::string_view connector) const;

    [[nodiscard]] std::string key(model::Side side, std::string_view id) const
    {
        return item_key(connectors[side].name, id);
    }
};

/// An item of a pair.
struct SideItem {
    model::Side side = model::Side::source;
    std::string id;
};

/// The item that `CONNECTOR:ID` names in this pair.
/// \throws Error{usage}; Error{not_found} when the connector is none of the pair's
[[nodiscard]] SideItem item_in(const PairSides& sides, std::string_view key);

/// All pairs, or the named one. \throws Error{not_found}
[[nodiscard]] std::vector<PairSides> pairs_with_sides(store::Store& store, std::string_view pair);

/// An item in one pair, as far as it is known there.
struct KnownItem {
    PairSides sides;
    model::Side side = model::Side::source;
    std::optional<model::Link> link;
    std::optional<store::QueuedItem> queued;
};

/// Where an item is linked or queued. \throws Error{not_found} when nowhere
[[nodiscard]] std::vector<KnownItem>
find_item(store::Store& store, std::string_view key, std::string_view pair);

[[nodiscard]] ItemLine item_line(const KnownItem& item);
[[nodiscard]] ItemLine link_line(const PairSides& sides, const model::Link& link);

} // namespace syncctl::app
