#pragma once

#include "kill_scenario.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::test {

/// When the binary is killed. Places count from 1; 0 is never.
struct KillPlan {
    long at = 0;    ///< place in the scenario's command
    long again = 0; ///< place in the command that resumes it
    /// Instead of `at`: strace kills at the n-th call of this name.
    std::string strace_call{};
    long strace_count = 0;
    bool checks_quiet = false; ///< one run more, which must write nothing
};

struct KillTrial {
    int kills = 0;
    int resumed_runs = 0;
    std::string violation{}; ///< empty when every promise was kept
};

/// One world in the state before a scenario's command, from which the command is killed as often as
/// wanted.
class KillHarness {
public:
    /// Prepares the world and lets everything happen once undisturbed.
    explicit KillHarness(KillScenario scenario);

    [[nodiscard]] const KillScenario& scenario() const { return m_scenario; }

    /// How many places the command has.
    [[nodiscard]] long places() const { return static_cast<long>(m_places.size()); }

    /// Kills, lets a person go on, and compares with what comes out undisturbed.
    KillTrial try_kill(const KillPlan& plan);

    /// How often the command makes each system call, as strace sees it.
    struct SystemCall {
        std::string name;
        long count = 0;
    };

    [[nodiscard]] std::vector<SystemCall> system_calls();

    /// What to type to see the same kill again.
    [[nodiscard]] std::string command_for(const KillPlan& plan) const;

private:
    [[nodiscard]] ProcessOptions options(const KillCommand& command) const;
    [[nodiscard]] ProcessOptions shimmed(const KillCommand& command, long at) const;
    ProcessResult kill_command(const KillPlan& plan, KillTrial& trial);
    void kill_resumed(const KillPlan& plan, KillTrial& trial);
    void resume(KillTrial& trial);
    void run_and_compare(KillTrial& trial);
    void run_quietly(KillTrial& trial);
    void run_undisturbed();
    [[nodiscard]] std::string difference();

    KillScenario m_scenario;
    std::unique_ptr<KillWorld> m_world;
    std::string m_expected; ///< the undisturbed outcome
    std::vector<std::string> m_places;
};

[[nodiscard]] bool has_strace();

} // namespace syncctl::test
