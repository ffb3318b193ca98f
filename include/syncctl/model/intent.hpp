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

enum class IntentKind { create, update, remove };
[[nodiscard]] std::string_view to_string(IntentKind kind);
[[nodiscard]] std::optional<IntentKind> intent_kind_from(std::string_view text);

/// A remote write that was decided and recorded before it is sent. An intent that is still in the
/// database when a run starts belongs to a write whose outcome is unknown.
struct Intent {
    base::IntentId id;
    base::PairId pair;
    IntentKind kind = IntentKind::create;
    Side side = Side::target; ///< where the write goes
    std::string origin_item;  ///< create: the item on the other side that gets a partner
    std::string item;         ///< update, remove: the item written
    std::string item_type;
    std::string marker;         ///< create: how settle finds it again
    Fields fields;              ///< what is written
    Revision expected_revision; ///< update, remove: of the item when the write was decided
    base::Timestamp first_sent_at;
    int negative_probes = 0; ///< how often settle did not find it, in different runs
    base::Timestamp last_probe_at;
};

/// `syncctl:<pair uuid>:<side of the origin>:<origin item id>`: deterministic, so that a repeated
/// run looks for the same text, and readable, so that `adopt` can rebuild the link from it.
[[nodiscard]] std::string
marker_for(const std::string& pair_uuid, Side origin, const std::string& item_id);

struct MarkerParts {
    std::string pair_uuid;
    Side origin = Side::source;
    std::string item_id;
};

[[nodiscard]] std::optional<MarkerParts> parse_marker(std::string_view marker);

} // namespace syncctl::model
