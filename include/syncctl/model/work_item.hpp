#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/model/value.hpp"

#include <cstdint>
#include <string>

namespace syncctl::model {

/// What the tracker says changes whenever the item does; opaque, compared for equality only.
struct Revision {
    std::string text;
    bool operator==(const Revision&) const = default;
};

/// A ticket as its tracker returned it.
struct WorkItem {
    std::string id; ///< exact text, at most 256 octets, never parsed as a number by the engine
    std::string type;
    Revision revision;
    base::Timestamp modified_at;
    Fields fields;
    std::string marker; ///< ours, when a create of ours made it; else empty
    /// Stays the same as long as the id means the same item, for instance the time of its creation;
    /// empty when the tracker has nothing of the kind.
    std::string identity;
};

/// A short form of WorkItem::identity for the database: a 64-bit hash, 0 when there is none.
[[nodiscard]] std::int64_t identity_mark(const WorkItem& item);

/// One line of a change listing.
struct Change {
    std::string id;
    Revision revision;
    base::Timestamp modified_at;
    bool is_deleted = false; ///< positive evidence from the tracker, not absence from a list
};

/// The field reference under which every item offers its own id to a mapping; read-only.
inline constexpr std::string_view k_id_field = "id";

/// The value of a field of an item; `id` gives the id unless the tracker has a field of that name.
[[nodiscard]] Value field_of(const WorkItem& item, std::string_view reference);

} // namespace syncctl::model
