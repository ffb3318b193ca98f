#pragma once

#include "syncctl/app/workspace.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace syncctl::app {

/// One line of what setup did or found.
struct SetupStep {
    std::string name;
    std::string state; ///< created, present, passed, ...
    std::string detail;
};

struct SetupReport {
    std::vector<SetupStep> steps;
    bool is_new_database = false;
    std::filesystem::path made_key_file; ///< empty when no key had to be made
    std::string next_command;
};

/// Makes the state database, or completes and checks the one that is there. Makes a key file only
/// when the database is new and no source gives a key.
[[nodiscard]] SetupReport setup(Workspace& workspace, bool is_dry_run);

} // namespace syncctl::app
