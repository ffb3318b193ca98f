#pragma once

#include "syncctl/connectors/connector.hpp"

#include <optional>
#include <string>

namespace syncctl::connectors::azure_devops {

/// What a project is called, and what stays when it is renamed.
struct Project {
    std::string id; ///< GUID
    std::string name;
    bool operator==(const Project&) const = default;
};

/// The watermark of a listing. Beside the tracker's own token it keeps what would cost a call in
/// every run to find out again.
struct FeedMark {
    std::string setting; ///< the project as configured: another one starts anew
    Project project;
    std::string version; ///< api-version that the server knows
    std::string token;   ///< opaque, from the tracker
};

[[nodiscard]] Watermark watermark_of(const FeedMark& mark);
/// nullopt for an empty watermark, and for one that was made for another project.
/// \throws Error{damaged_database} for one that is none of ours
[[nodiscard]] std::optional<FeedMark> mark_of(const Watermark& watermark,
                                              const std::string& setting);

} // namespace syncctl::connectors::azure_devops
