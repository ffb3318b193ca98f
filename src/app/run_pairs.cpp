#include "syncctl/app/run_pairs.hpp"

#include "item_key.hpp"
#include "names.hpp"
#include "run_one_pair.hpp"
#include "side_by_side.hpp"

#include "syncctl/app/settings.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/store/webhook_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace syncctl::app {

namespace {

constexpr std::int64_t k_default_at_once = 5;

void require_one_choice(const RunRequest& request)
{
    const int choices =
        (request.pairs.empty() ? 0 : 1) + (request.is_all ? 1 : 0) + (request.is_due ? 1 : 0);
    if (request.is_queued && request.is_due) {
        throw Error{ErrorCode::usage,
                    "--due looks at whole pairs, and --queued only at what webhooks named",
                    "one line each: syncctl run --due; syncctl run --queued"};
    }
    if (choices > 1 || (choices == 0 && !request.is_queued)) {
        throw Error{
            ErrorCode::usage, "give the names of pairs, or --all, or --due", "syncctl pair list"};
    }
}

/// Those with something that a webhook named. The first run matches what is there on both sides,
/// and looks at everything for that: what was named waits for it.
std::vector<model::Pair>
only_queued(store::Store& store, std::vector<model::Pair> pairs, RunSummary& summary)
{
    std::vector<model::Pair> queued;
    for (auto& pair : pairs) {
        if (!store::WebhookStore{store.database}.has_due_items(pair.id)) {
            continue;
        }
        if (store.pairs.completed_basis(pair.id).empty()) {
            summary.unready.push_back(pair.name);
        } else {
            queued.push_back(std::move(pair));
        }
    }
    return queued;
}

std::vector<model::Pair>
named_pairs(store::Store& store, const RunRequest& request, RunSummary& summary)
{
    std::vector<model::Pair> chosen;
    if (request.pairs.empty()) {
        for (auto& pair : store.pairs.list()) {
            if (pair.is_active) {
                chosen.push_back(std::move(pair));
            } else {
                summary.skipped.push_back(pair.name);
            }
        }
        return chosen;
    }
    std::set<std::string> seen;
    for (const auto& name : request.pairs) {
        if (seen.insert(name).second) {
            chosen.push_back(require_pair(store, name));
            // A run that was asked for by name fails before anything is done.
            require_can_run(store, chosen.back());
        }
    }
    return chosen;
}

std::vector<model::Pair> chosen_pairs(store::Store& store,
                                      const RunRequest& request,
                                      base::Timestamp now,
                                      RunSummary& summary)
{
    if (request.is_due) {
        return store.pairs.due(now);
    }
    auto chosen = named_pairs(store, request, summary);
    return request.is_queued ? only_queued(store, std::move(chosen), summary) : chosen;
}

/// Each in its turn, several at once, each worker through a connection of its own.
std::vector<std::optional<PairRun>>
run_each(Workspace& workspace, const std::vector<model::Pair>& pairs, const RunRequest& request)
{
    auto& store = workspace.reading();
    const auto most =
        static_cast<std::size_t>(integer_setting(store, "max_concurrent_syncs", k_default_at_once));
    const auto at_once = std::min(most, pairs.size());
    std::vector<std::unique_ptr<Workspace>> others;
    for (std::size_t worker = 1; worker < at_once; ++worker) {
        others.push_back(workspace.another());
    }
    std::vector<std::optional<PairRun>> runs(pairs.size());
    side_by_side(pairs.size(), at_once, [&](std::size_t worker, std::size_t index) {
        // One that is not begun stays what it was.
        if (!workspace.services().stop.is_requested()) {
            auto& own = worker == 0 ? workspace : *others[worker - 1];
            runs[index] = run_one_pair(own, pairs[index], request);
        }
    });
    return runs;
}

} // namespace

RunSummary run_pairs(Workspace& workspace, const RunRequest& request)
{
    RunSummary summary;
    require_one_choice(request);
    // Most of the minutes at which cron asks, nothing is: no key, no lock, nothing is written.
    if (request.is_due || request.is_queued) {
        RunSummary looked_at;
        if (chosen_pairs(workspace.reading(), request, workspace.now(), looked_at).empty()) {
            return looked_at;
        }
    }
    auto& store = request.is_dry_run ? workspace.reading() : workspace.writing();
    workspace.require_key();
    const auto chosen = chosen_pairs(store, request, workspace.now(), summary);
    for (auto& run : run_each(workspace, chosen, request)) {
        if (run && run->is_held) {
            summary.held.push_back(std::move(run->pair));
        } else if (run) {
            summary.pairs.push_back(*std::move(run));
        } else {
            summary.is_cut_short = true;
        }
    }
    if (!request.is_dry_run) {
        workspace.tidy_up();
    }
    return summary;
}

std::string_view result_of(const PairRun& run)
{
    if (run.error) {
        if (run.error->code() == ErrorCode::guard) {
            return "stopped_by_guard";
        }
        return run.error->code() == ErrorCode::interrupted ? "cancelled" : "failed";
    }
    switch (run.report.result) {
    case engine::RunResult::completed:
        return "completed";
    case engine::RunResult::completed_with_errors:
        return "completed_with_errors";
    case engine::RunResult::cancelled:
        return "cancelled";
    }
    return "failed";
}

} // namespace syncctl::app
