#pragma once

#include "kill_world.hpp"
#include "support/files_world.hpp"

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace syncctl::test {

/// A command line and the exit codes that are right for it.
struct KillCommand {
    std::vector<std::string> arguments;
    std::set<int> exits{0};
    std::string input{}; ///< on its standard input
};

/// Scenarios that are tested together; each group takes about as long as the others.
enum class KillGroup { items, conflicts, administration, azure_devops, servicedesk_plus, webhooks };

/// A command that is killed in some state of the world, and how a person goes on afterwards.
struct KillScenario {
    std::string name;
    KillGroup group = KillGroup::items;
    FilesWorldOptions world{};
    /// Everything that happened before the command.
    std::function<void(FilesWorld&)> prepare{};
    /// A world that is not made of files, in the state before the command; instead of the two
    /// members above.
    std::function<std::unique_ptr<KillWorld>()> other_world{};
    KillCommand command;
    /// Typed after a kill, before the runs.
    std::vector<KillCommand> again{};
    bool has_runs = true; ///< false: there is no pair to run yet
    int last_exit = 0;    ///< of the last run: 14 when a conflict stays open, for instance
    int most_runs = 2;    ///< after a kill, until nothing is missing
    /// The same command is started a second time beside the one that is killed; it works or leaves
    /// with exit code 11.
    bool has_rival = false;
};

[[nodiscard]] std::vector<KillScenario> item_scenarios();
[[nodiscard]] std::vector<KillScenario> conflict_scenarios();
[[nodiscard]] std::vector<KillScenario> administration_scenarios();
/// From the releases between the oldest and the newest; too many for every build.
[[nodiscard]] std::vector<KillScenario> upgrade_scenarios();
/// Both sides are organizations of Azure DevOps.
[[nodiscard]] std::vector<KillScenario> azure_devops_scenarios();
/// Azure DevOps and ServiceDesk Plus.
[[nodiscard]] std::vector<KillScenario> servicedesk_plus_scenarios();
[[nodiscard]] std::vector<KillScenario> webhook_scenarios();
/// All six.
[[nodiscard]] std::vector<KillScenario> all_scenarios();

// ---- for those who write scenarios
[[nodiscard]] KillCommand kill_run(); ///< `run p -q`
/// \throws std::runtime_error when it ends with another exit code
void must(FilesWorld& world, const std::vector<std::string>& arguments, int exit = 0);
/// Bug 1 and bug 2 with their partners.
void link_two(FilesWorld& world);

} // namespace syncctl::test
