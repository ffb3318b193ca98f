#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/log.hpp"
#include "syncctl/base/stop.hpp"
#include "syncctl/connectors/connector.hpp"
#include "syncctl/model/execution.hpp"
#include "syncctl/model/pair.hpp"
#include "syncctl/model/value.hpp"
#include "syncctl/store/store.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::engine {

/// What the caller asks of one run.
struct RunOptions {
    bool is_dry_run = false; ///< plan, tell, write nothing anywhere
    bool validates = false;  ///< in a dry run: the trackers check what would be written
    bool is_full = false;    ///< look at every item and link, not only at what changed
    std::vector<std::pair<model::Side, std::string>> items; ///< only these; empty = all
    bool is_only_due = false;         ///< only what webhooks named, without a listing
    std::optional<std::size_t> limit; ///< at most so many items are written
    std::string trigger = "manual";
    std::size_t batch_size = 200;
    std::int64_t max_deletes =
        10; ///< guard: more deletions or closings than this, or 10 % of the links, stop
    int max_daily_writes = 50; ///< to one linked item, before it is parked until the next UTC day
    bool allow_mass_change = false; ///< a person looked: the guard warns instead of stopping
};

/// One field of an operation as `run -n --json` shows it.
struct FieldChange {
    std::string name; ///< `SOURCE_REF <-> TARGET_REF`
    model::Value base;
    model::Value source;
    model::Value target;
    model::Value result; ///< what is (or would be) written
};

/// One planned write, for `run -n`.
struct PlannedOperation {
    std::string op;                         ///< create, update, remove, close, link, conflict
    model::Side side = model::Side::target; ///< where it is written
    std::string item;                       ///< id on that side; empty for a create
    std::string partner;                    ///< id on the other side
    std::vector<FieldChange> fields;
};

/// Items with a field that was left alone for the same reason.
struct LeftAloneItems {
    std::string first_item; ///< key
    int items = 0;
};

enum class RunResult { completed, completed_with_errors, cancelled };

/// A run that knows nobody still ends with a report that can be read.
inline constexpr std::size_t k_max_left_alone = 1000;

struct RunReport {
    RunResult result = RunResult::completed;
    base::ExecutionId execution; ///< 0 in a dry run
    model::Counters counters;
    std::vector<PlannedOperation> operations; ///< dry run only
    std::vector<std::string> warnings;
    /// By reason: people whom the other tracker does not know. At most k_max_left_alone.
    std::map<std::string, LeftAloneItems> left_alone;
    std::int64_t open_conflicts = 0; ///< of the pair, after the run
    std::int64_t open_intents = 0;   ///< writes whose outcome is not known yet
};

/// How far a run is, for a progress line. Called often; must be cheap.
using Progress = std::function<void(std::string_view phase, std::int64_t done, std::int64_t total)>;

/// Everything a run needs. All references outlive it. The caller holds the pair's lock (no lock for
/// a dry run).
struct RunContext {
    store::Store& store;
    connectors::Connector& source;
    connectors::Connector& target;
    const base::Clock& clock;
    base::Log& log;
    const base::StopFlag& stop;
    Progress progress; ///< may be empty
};

/// One run of one pair, design.md section 9: settle, read changes, plan, guard, write, watermarks.
/// \throws Error{guard} when a guard stops it before the first write; Error{network, ...} when a
/// side cannot be
///         read. The execution row is closed in every case.
/// \param report what came of it; as far as the run came, when it throws
void run_pair(const RunContext& context,
              const model::Pair& pair,
              const RunOptions& options,
              RunReport& report);

} // namespace syncctl::engine
