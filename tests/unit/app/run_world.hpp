#pragma once

#include "support/fake_tracker.hpp"
#include "support/fixed_clock.hpp"
#include "support/temp_dir.hpp"

#include "syncctl/app/pairs.hpp"
#include "syncctl/app/run_pairs.hpp"
#include "syncctl/app/workspace.hpp"

#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::test {

/// A moment that one thread waits for and another one brings about. Nobody waits forever: where it
/// does not come, the waiting test fails.
class Latch {
public:
    void open() { m_promise.set_value(); }

    /// False when it was not opened in time.
    [[nodiscard]] bool wait() const
    {
        return m_future.wait_for(std::chrono::seconds{60}) == std::future_status::ready;
    }

private:
    std::promise<void> m_promise;
    std::shared_future<void> m_future = m_promise.get_future().share();
};

/// Keeps warnings, from whichever thread they come.
class WarningLog final : public base::Log {
public:
    void warning(std::string_view text) override
    {
        const std::scoped_lock lock{m_mutex};
        m_warnings.emplace_back(text);
    }

    void detail(std::string_view /*text*/) override {}

    [[nodiscard]] std::vector<std::string> warnings() const
    {
        const std::scoped_lock lock{m_mutex};
        return m_warnings;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_warnings;
};

/// Pairs `p0`, `p1`, ... of two fake trackers each, in a workspace with a real database. Their
/// connectors have a secret; the key comes from a command that counts how often it runs.
class RunWorld {
public:
    explicit RunWorld(std::size_t pairs);

    [[nodiscard]] app::RunSummary run(const app::RunRequest& request);
    [[nodiscard]] app::RunSummary run_all();
    [[nodiscard]] app::RunSummary run_due();

    [[nodiscard]] FakeTracker& source(std::size_t pair) { return *m_sources.at(pair); }

    [[nodiscard]] FakeTracker& target(std::size_t pair) { return *m_targets.at(pair); }

    /// So many bugs in the source of every pair.
    void has_bugs(int count);
    void may_run_at_once(int pairs);
    void
    has_schedule(std::size_t pair, const std::string& cron, const std::string& time_zone = "UTC");
    [[nodiscard]] model::Pair pair(std::size_t number);
    /// The trigger of every run of the pair, newest first.
    [[nodiscard]] std::vector<std::string> triggers(std::size_t pair);
    /// How often the key was asked for.
    [[nodiscard]] std::size_t key_lookups() const;
    void loses_the_key() const;
    /// A fresh look at the same file: nothing opened, no key known.
    [[nodiscard]] app::Workspace& reopened();

    [[nodiscard]] app::Workspace& workspace() { return *m_workspace; }

    [[nodiscard]] app::Services services();

    FixedClock clock;
    base::SystemRandom random;
    WarningLog log;
    base::StopFlag stop;
    connectors::Registry registry;

private:
    [[nodiscard]] app::WorkspaceOptions options() const;
    void add_type();
    void add_pair(std::size_t number);

    TempDir m_folder;
    std::vector<std::unique_ptr<FakeTracker>> m_sources;
    std::vector<std::unique_ptr<FakeTracker>> m_targets;
    std::unique_ptr<app::Workspace> m_workspace;
};

/// completed, failed, ... of every pair, in the order of the report.
[[nodiscard]] std::vector<std::string> results_of(const app::RunSummary& summary);
[[nodiscard]] std::vector<std::string> names_of(const app::RunSummary& summary);

} // namespace syncctl::test
