#include "run_one_pair.hpp"

#include "connector_views.hpp"
#include "item_key.hpp"
#include "names.hpp"
#include "pair_schedule.hpp"
#include "run_events.hpp"

#include "syncctl/app/settings.hpp"
#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <exception>
#include <new>
#include <utility>

namespace syncctl::app {

namespace {

constexpr std::int64_t k_default_batch = 200;
constexpr std::int64_t k_default_max_deletes = 10;
constexpr std::int64_t k_default_max_daily_writes = 50;

/// The items of the request that lie in this pair.
std::vector<std::pair<model::Side, std::string>> items_of(const PairSides& sides,
                                                          const std::vector<std::string>& keys)
{
    std::vector<std::pair<model::Side, std::string>> items;
    for (const auto& text : keys) {
        auto item = item_in(sides, text);
        items.emplace_back(item.side, std::move(item.id));
    }
    return items;
}

std::string trigger_of(const RunRequest& request)
{
    if (request.is_queued) {
        return "webhook";
    }
    return request.is_due ? "scheduled" : "manual";
}

engine::RunOptions
run_options(store::Store& store, const PairSides& sides, const RunRequest& request)
{
    engine::RunOptions options;
    options.is_dry_run = request.is_dry_run;
    options.validates = request.validates;
    options.is_full = request.is_full;
    options.allow_mass_change = request.allows_mass_change;
    options.items = items_of(sides, request.items);
    options.is_only_due = request.is_queued;
    options.limit = request.limit;
    options.trigger = trigger_of(request);
    options.batch_size =
        static_cast<std::size_t>(integer_setting(store, "sync_batch_size", k_default_batch));
    options.max_daily_writes = static_cast<int>(
        integer_setting(store, "guard.max_daily_writes", k_default_max_daily_writes));
    options.max_deletes = integer_setting(store, "guard.max_deletes", k_default_max_deletes);
    return options;
}

/// nullopt when another run holds a pair that nobody asked for by name.
std::optional<base::FileLock> lock_unless_held(Workspace& workspace,
                                               const model::Pair& pair,
                                               const RunRequest& request,
                                               PairRun& run)
{
    try {
        return workspace.lock_pair(
            pair, request.wait, fmt::format("syncctl run {} --wait 60", pair.name));
    } catch (const Error& error) {
        run.is_held = error.code() == ErrorCode::locked && request.pairs.empty();
        if (!run.is_held) {
            throw;
        }
        return std::nullopt;
    }
}

/// A run that looks at the whole pair moves it on to the next time of its schedule when it begins:
/// one that fails, or dies, does not come back every minute. One that was told to stop is due
/// again.
class MovedOn {
public:
    MovedOn(Workspace& workspace,
            store::Store& store,
            const model::Pair& pair,
            const RunRequest& request)
        : m_services{workspace.services()}, m_store{store}, m_pair{pair}
    {
        const bool is_whole = request.items.empty() && !request.is_queued;
        if (request.is_dry_run || !is_whole || pair.schedule_cron.empty()) {
            return;
        }
        try {
            store.pairs.set_next_sync(pair.id, next_run_of(pair, workspace.now()));
            m_is_moved = request.is_due;
        } catch (const Error& error) {
            if (request.is_due || error.code() != ErrorCode::setting) {
                throw;
            }
            m_services.log.warning(error.message());
        }
    }

    ~MovedOn()
    {
        if (!m_is_moved || !m_services.stop.is_requested()) {
            return;
        }
        try {
            m_store.pairs.set_next_sync(m_pair.id, m_pair.next_sync_at);
        } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): it comes at its next time
        }
    }

    MovedOn(const MovedOn&) = delete;
    MovedOn& operator=(const MovedOn&) = delete;

private:
    const Services& m_services;
    store::Store& m_store;
    const model::Pair& m_pair;
    bool m_is_moved = false;
};

/// \param run what came of it; as far as the run came, when it throws
void run_locked(Workspace& workspace,
                const model::Pair& pair,
                const RunRequest& request,
                PairRun& run)
{
    std::optional<base::FileLock> lock;
    if (!request.is_dry_run) {
        lock = lock_unless_held(workspace, pair, request, run);
        if (!lock) {
            return;
        }
    }
    auto& store = request.is_dry_run ? workspace.reading() : workspace.writing();
    // Read only now: somebody may have edited a connector while this run waited for its turn.
    const auto sides = std::move(pairs_with_sides(store, pair.name).front());
    const auto now = workspace.now();
    if (request.is_due && sides.pair.next_sync_at > now) {
        run.is_held = true;
        return;
    }
    const MovedOn moved_on{workspace, store, sides.pair, request};
    require_can_run(store, sides.pair);
    require_enabled(sides.connectors.source);
    require_enabled(sides.connectors.target);
    const auto options = run_options(store, sides, request);
    const auto source = workspace.connect(sides.connectors.source);
    const auto target = workspace.connect(sides.connectors.target);
    const auto& services = workspace.services();
    engine::Progress progress;
    if (request.progress) {
        progress = [&](std::string_view phase, std::int64_t done, std::int64_t total) {
            request.progress(sides.pair.name, phase, done, total);
        };
    }
    const engine::RunContext context{.store = store,
                                     .source = *source,
                                     .target = *target,
                                     .clock = services.clock,
                                     .log = services.log,
                                     .stop = services.stop,
                                     .progress = std::move(progress)};
    engine::run_pair(context, sides.pair, options, run.report);
}

} // namespace

void require_can_run(store::Store& store, const model::Pair& pair)
{
    if (!pair.is_active) {
        throw Error{ErrorCode::setting,
                    fmt::format("pair {} is disabled", shown(pair.name)),
                    fmt::format("syncctl pair enable {}", pair.name)};
    }
    if (!store.pairs.mapping(pair.id)) {
        throw Error{ErrorCode::document,
                    fmt::format("pair {} has no mapping yet", shown(pair.name)),
                    fmt::format("syncctl mapping import {} FILE", pair.name)};
    }
}

PairRun run_one_pair(Workspace& workspace, const model::Pair& pair, const RunRequest& request)
{
    const auto& clock = workspace.services().clock;
    const auto started = clock.monotonic();
    PairRun run;
    run.pair = pair.name;
    try {
        run_locked(workspace, pair, request, run);
    } catch (const Error& error) {
        run.error = error;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        run.error = Error{ErrorCode::failed, fmt::format("internal error: {}", error.what())};
    }
    run.duration = clock.monotonic() - started;
    if (!request.is_dry_run && !run.is_held) {
        tell_run_end(workspace.services().log, run);
    }
    return run;
}

} // namespace syncctl::app
