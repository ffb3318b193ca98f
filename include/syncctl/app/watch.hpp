#pragma once

#include "syncctl/app/run_pairs.hpp"
#include "syncctl/app/workspace.hpp"
#include "syncctl/base/clock.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/base/log.hpp"
#include "syncctl/base/secret.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

// status.cpp

/// What monitoring should do about a pair: nothing, nothing, tell somebody, ring.
enum class Health { disabled, ok, conflicts, failed };
[[nodiscard]] std::string_view to_string(Health health);

/// Which pairs are looked at, and what is asked of them beside that their last run went well.
struct HealthQuery {
    std::string pair;                            ///< empty = all
    std::optional<std::chrono::seconds> max_age; ///< the last success may be so old
};

struct PairHealth {
    store::PairStatus status;
    Health health = Health::ok;
    std::vector<std::string> problems; ///< why it is not ok, for people
};

/// One pair. Pure. A disabled pair is never unwell: a person wanted it so.
[[nodiscard]] PairHealth
judge(store::PairStatus status, const HealthQuery& query, base::Timestamp now);
/// \throws Error{not_found} when the pair of the query is not there
[[nodiscard]] std::vector<PairHealth> health(Workspace& workspace, const HealthQuery& query);

// metrics.cpp

/// What the metrics say; numbers and names only.
struct Metrics {
    std::string version;
    std::optional<std::vector<store::PairStatus>> pairs; ///< nullopt: the database cannot be read
    std::optional<int> exit;                             ///< how the run ended that writes them
};

/// Prometheus text format, version 0.0.4.
[[nodiscard]] std::string metrics_text(const Metrics& metrics);

// notify.cpp

/// How a run ended.
struct RunEnd {
    int exit = 0;
    std::vector<PairRun> pairs;
    std::optional<Error> error; ///< it ended before the first pair
    /// After it; nullopt when the database cannot be read.
    std::optional<std::vector<store::PairStatus>> statuses{};

    /// Also when conflicts wait for a person: the run has done what it can.
    [[nodiscard]] bool is_good() const
    {
        constexpr int k_exit_conflicts_wait = 14;
        return exit == 0 || exit == k_exit_conflicts_wait;
    }
};

/// Failures, and conflicts that were not there before. Nobody is told of a run that a signal
/// stopped: somebody did that.
[[nodiscard]] bool is_worth_telling(const RunEnd& end);
/// The document that a notification command reads: counts, codes and messages of whole runs, and
/// nothing of any item. One line.
[[nodiscard]] std::string notification(const RunEnd& end);
/// \param command absolute path of a program and its arguments
/// What goes wrong is a warning.
void notify(const std::vector<std::string>& command,
            const RunEnd& end,
            base::Log& log,
            std::chrono::milliseconds limit = std::chrono::seconds{10});

// watch.cpp

class Heartbeat;

struct WatchOptions {
    std::string version;
    std::filesystem::path metrics_file; ///< empty: none
    base::Secret heartbeat_url;         ///< empty: none
    std::vector<std::string> notify;    ///< empty: none
};

/// Tells the outside world about one `run`. Nothing of it changes how the run ends.
class RunWatch {
public:
    /// \throws Error{setting} for a heartbeat URL that cannot be used; nothing was sent
    RunWatch(Workspace& workspace, WatchOptions options);
    ~RunWatch();
    RunWatch(const RunWatch&) = delete;
    RunWatch& operator=(const RunWatch&) = delete;

    void begin();
    void end(const RunSummary& summary, int exit);
    /// The run ended before its first pair.
    void failed(const Error& error, int exit);

private:
    void tell(RunEnd end);
    void write_metrics(const RunEnd& end);

    Workspace& m_workspace;
    WatchOptions m_options;
    std::unique_ptr<Heartbeat> m_heartbeat;
};

} // namespace syncctl::app
