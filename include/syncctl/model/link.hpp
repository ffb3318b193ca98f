#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/ids.hpp"
#include "syncctl/model/side.hpp"
#include "syncctl/model/value.hpp"
#include "syncctl/model/work_item.hpp"

#include <cstdint>
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
    base::Timestamp edited_at{}; ///< the same for the last change that was not ours
    std::int64_t identity = 0;   ///< identity_mark() of the item that was linked; 0: unknown
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
    std::string write_day; ///< UTC day (`YYYY-MM-DD`) of our last write to either item
    int day_writes = 0;    ///< writes of ours on that day
};

/// Something about one side of a link that a later run has to make sure of.
enum class Doubt {
    coarse_revision, ///< the revision is a time stamp that a later edit may share: read it again
    unseen_create,   ///< we created the item, and the tracker has not shown it since
};
[[nodiscard]] std::string_view to_string(Doubt doubt);

} // namespace syncctl::model
