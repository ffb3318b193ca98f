#pragma once

#include "syncctl/app/conflicts.hpp"
#include "syncctl/app/workspace.hpp"
#include "syncctl/model/execution.hpp"
#include "syncctl/model/link.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

/// A link, or an item without a partner that failed and is queued.
struct ItemLine {
    std::string pair;
    std::string source_item; ///< `CONNECTOR:ID`; empty when there is none
    std::string target_item;
    std::string state;
    base::Timestamp last_synced_at;
    std::string error; ///< why it is queued for retry
};

struct ItemQuery {
    std::string pair;  ///< empty = all
    std::string state; ///< empty = all
};

/// Everything known about an item in one pair.
struct ItemView {
    ItemLine line;
    std::optional<model::Link> link;
    std::vector<ConflictLine> conflicts;
    std::vector<model::SyncError> errors; ///< the last ones
};

struct RetryRequest {
    std::vector<std::string> keys;
    bool is_all_failed = false;
    std::string pair; ///< only this one; empty = all
    bool is_dry_run = false;
};

struct LinkRequest {
    std::string one; ///< key; either side
    std::string other;
    std::string pair; ///< needed when several pairs join the two connectors
    bool is_dry_run = false;
};

struct UnlinkRequest {
    std::string key;
    std::string pair; ///< needed when the item is linked in several pairs
    bool is_dry_run = false;
};

[[nodiscard]] std::vector<ItemLine> list_items(Workspace& workspace, const ItemQuery& query);
[[nodiscard]] std::vector<ItemView> show_item(Workspace& workspace, std::string_view key);
/// Puts items into the retry queue of their pairs.
[[nodiscard]] std::vector<ItemLine> retry_items(Workspace& workspace, const RetryRequest& request);
/// Makes a link by hand; the next run merges the two items.
[[nodiscard]] ItemLine link_items(Workspace& workspace, const LinkRequest& request);
/// Forgets a link; both items stay as they are.
[[nodiscard]] ItemLine unlink_item(Workspace& workspace, const UnlinkRequest& request);

} // namespace syncctl::app
