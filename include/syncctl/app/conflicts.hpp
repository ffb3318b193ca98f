#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/model/conflict.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

struct ConflictLine {
    model::Conflict conflict;
    std::string pair;
    std::string source_item; ///< `CONNECTOR:ID`
    std::string target_item;
    std::string state; ///< open, decided (the next run carries it out), resolved
};

struct ConflictQuery {
    std::string pair;           ///< empty = all
    std::string state = "open"; ///< open, resolved, all
};

struct ConflictResolution {
    std::vector<std::int64_t> ids;
    std::optional<model::Take> take; ///< source, target or newest
    std::string field;     ///< with take: the conflicts must be about this field; may be empty
    std::string set_field; ///< instead of take
    std::string set_value;
    std::string by; ///< who decides
    bool is_dry_run = false;
};

[[nodiscard]] std::vector<ConflictLine> list_conflicts(Workspace& workspace,
                                                       const ConflictQuery& query);
[[nodiscard]] ConflictLine show_conflict(Workspace& workspace, std::int64_t id);
/// Records the decisions, all or none; the next run of each pair carries them out.
[[nodiscard]] std::vector<ConflictLine> resolve_conflicts(Workspace& workspace,
                                                          const ConflictResolution& resolution);

} // namespace syncctl::app
