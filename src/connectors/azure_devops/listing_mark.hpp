#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/connectors/connector.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace syncctl::connectors::azure_devops {

/// What a project is called, and what stays when it is renamed.
struct Project {
    std::string id; ///< GUID
    std::string name;
    bool operator==(const Project&) const = default;
};

/// The setting `changes`: how a listing finds what changed.
enum class Changes {
    automatic, ///< by the feed, or by query where the server has none
    feed,
    query,
};

[[nodiscard]] std::string_view to_string(Changes changes);
/// nullopt for another word
[[nodiscard]] std::optional<Changes> changes_named(std::string_view word);

/// Where the feed goes on.
struct FeedPlace {
    std::string token; ///< opaque, from the tracker
    bool operator==(const FeedPlace&) const = default;
};

/// A project has this many deleted items at most, else they are not listed: the tracker's own limit
/// for one answer.
inline constexpr std::size_t k_most_deleted = 20'000;

/// What a listing by query has seen.
struct QueryPlace {
    base::Timestamp seen; ///< when it began, by the tracker's clock; 0: it did not tell
    /// What was in the recycle bin: the tracker does not tell in a usable form since when. Rising.
    std::vector<std::uint64_t> deleted{};
    bool operator==(const QueryPlace&) const = default;
};

/// What a listing is made for: for anything else it starts anew.
struct ListingScope {
    std::string project; ///< as configured
    Changes changes = Changes::automatic;
    bool operator==(const ListingScope&) const = default;
};

/// The watermark of a listing. Beside the place it keeps what would cost a call in every run to
/// find out again.
struct ListingMark {
    ListingScope scope;
    Project project;
    std::string version; ///< api-version that the server knows
    std::variant<FeedPlace, QueryPlace> place;
};

[[nodiscard]] Watermark watermark_of(const ListingMark& mark);
/// nullopt for an empty watermark, and for one that was made for another scope.
/// \throws Error{damaged_database} for one that is none of ours
[[nodiscard]] std::optional<ListingMark> mark_of(const Watermark& watermark,
                                                 const ListingScope& scope);

} // namespace syncctl::connectors::azure_devops
