#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/connectors/connector.hpp"

#include <optional>
#include <string>

namespace syncctl::connectors::servicedesk_plus {

struct Options;

/// What a listing is made for: for anything else it starts anew.
struct ListingScope {
    std::string portal;    ///< of the cloud, from the URL
    std::string portal_id; ///< of the on-premises edition
    bool operator==(const ListingScope&) const = default;
};

[[nodiscard]] ListingScope scope_of(const Options& options);

/// The watermark of a listing: the newest times that the tracker showed; 0: none.
struct ListingMark {
    base::Timestamp updated; ///< last_updated_time
    base::Timestamp created; ///< created_time
    bool operator==(const ListingMark&) const = default;
};

[[nodiscard]] Watermark watermark_of(const ListingMark& mark, const ListingScope& scope);
/// nullopt for an empty watermark, and for one that was made for another scope.
/// \throws Error{damaged_database} for one that is none of ours
[[nodiscard]] std::optional<ListingMark> mark_of(const Watermark& watermark,
                                                 const ListingScope& scope);

} // namespace syncctl::connectors::servicedesk_plus
