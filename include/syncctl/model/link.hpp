#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/ids.hpp"
#include "syncctl/model/side.hpp"
#include "syncctl/model/value.hpp"
#include "syncctl/model/work_item.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace syncctl::model {

/// active: in step. conflict: at least one field waits for a person. error: queued for retry.
/// source_deleted, target_deleted: that side is proven gone; the other one is left alone. paused:
/// by hand.
enum class LinkState { active, conflict, error, source_deleted, target_deleted, paused };
[[nodiscard]] std::string_view to_string(LinkState state);
[[nodiscard]] std::optional<LinkState> link_state_from(std::string_view text);

/// What is stored about one side of a link.
struct LinkSide {
    std::string item_id;
    std::string item_type;
    Revision revision;           ///< after the last read or write of ours
    base::Timestamp modified_at; ///< the tracker's own time at that revision
    Fields base; ///< mapped fields as the tracker returned them when both sides last agreed
};

/// Two matched work items.
struct Link {
    base::LinkId id;
    base::PairId pair;
    BothSides<LinkSide> sides;
    LinkState state = LinkState::active;
    std::string last_direction; ///< `to_source`, `to_target`, `both` or empty
    base::Timestamp first_synced_at;
    base::Timestamp last_synced_at;
    int sync_count = 0;
};

} // namespace syncctl::model
