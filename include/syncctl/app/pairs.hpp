#pragma once

#include "syncctl/app/workspace.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

struct PairAddition {
    std::string name;
    std::string description;
    std::string source; ///< connector name
    std::string target;
    model::Direction direction = model::Direction::both;
    std::string source_filter;
    std::string target_filter;
    bool is_dry_run = false;
};

struct PairView {
    std::string name;
    std::string description;
    std::string source;
    std::string target;
    model::Direction direction = model::Direction::both;
    bool is_enabled = true;
    std::string source_filter;
    std::string target_filter;
    int mapping_revision = 0; ///< 0 = no mapping yet
    std::int64_t links = 0;
    std::int64_t open_conflicts = 0;
    base::Timestamp last_sync_at;
    base::Timestamp created_at;
};

PairView add_pair(Workspace& workspace, const PairAddition& addition);
[[nodiscard]] std::vector<PairView> list_pairs(Workspace& workspace);
[[nodiscard]] PairView show_pair(Workspace& workspace, std::string_view name);
/// False when it was so already.
bool enable_pair(Workspace& workspace, std::string_view name, bool is_enabled, bool is_dry_run);
/// Forgets the pair with its mapping, links and history; the trackers keep their items.
void remove_pair(Workspace& workspace, std::string_view name, bool is_dry_run);

} // namespace syncctl::app
