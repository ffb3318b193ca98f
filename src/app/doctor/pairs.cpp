// What waits for a person, and what has not run.

#include "../names.hpp"
#include "patient.hpp"

#include "syncctl/app/cleanup.hpp"
#include "syncctl/app/connectors.hpp"
#include "syncctl/app/reports.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace syncctl::app::doctor {

namespace {

constexpr std::int64_t k_stale_days = 2; ///< a schedule is never rarer than that by accident
constexpr std::int64_t k_old_metadata_days = 90;
constexpr std::int64_t k_long_days = 7;
constexpr std::int64_t k_many_rows = 10'000;

void look_at_pair(const Patient& patient,
                  store::Store& store,
                  const model::Pair& pair,
                  const store::PairStatus& status)
{
    const auto name = shown(pair.name);
    if (!pair.is_active) {
        patient.warn(fmt::format("pair {} is disabled", name),
                     fmt::format("syncctl pair enable {}, or pair remove", pair.name));
        return;
    }
    if (store.pairs.newest_revision(pair.id) == 0) {
        patient.fail(fmt::format("pair {} has no mapping: it cannot run", name),
                     fmt::format("syncctl mapping suggest {}", pair.name));
        return;
    }
    const auto sides = connectors_of(store, pair);
    for (const auto* connector : {&sides.source, &sides.target}) {
        if (!connector->is_active) {
            patient.fail(fmt::format("pair {} cannot run: connector {} is disabled",
                                     name,
                                     shown(connector->name)),
                         fmt::format("syncctl connector enable {}", connector->name));
        }
    }
    const auto now = patient.workspace.now();
    const auto since = status.last_success.ms != 0 ? status.last_success : pair.created_at;
    if (!pair.schedule_cron.empty() && days_between(since, now) >= k_stale_days) {
        const bool is_late = status.next_run.ms != 0 && days_between(status.next_run, now) >= 1;
        if (is_late || status.next_run.ms == 0) {
            patient.fail(
                fmt::format(
                    "pair {} has a schedule, and no run of it went well for {}",
                    name,
                    base::counted(static_cast<std::size_t>(days_between(since, now)), "day")),
                "is there a timer or a cron line with syncctl run --due?");
        }
    }
    if (status.failed_items > 0) {
        patient.warn(
            fmt::format("pair {}: {} failed",
                        name,
                        base::counted(static_cast<std::size_t>(status.failed_items), "item")),
            fmt::format("syncctl errors --pair {}", pair.name));
    }
}

} // namespace

void look_at_pairs(const Patient& patient)
{
    auto& store = patient.workspace.reading();
    std::map<std::string, store::PairStatus> statuses;
    for (auto& status : store.executions.status()) {
        auto name = status.pair;
        statuses.emplace(std::move(name), std::move(status));
    }
    const auto before = patient.findings.size();
    const auto pairs = store.pairs.list();
    for (const auto& pair : pairs) {
        look_at_pair(patient, store, pair, statuses[pair.name]);
    }
    if (patient.findings.size() == before) {
        patient.ok(
            fmt::format("{}, enabled and with a mapping", base::counted(pairs.size(), "pair")));
    }
}

void look_at_connectors(const Patient& patient)
{
    auto& store = patient.workspace.reading();
    const auto before = patient.findings.size();
    const auto connectors = store.connectors.list();
    for (const auto& connector : connectors) {
        const auto age = days_between(connector.discovered_at, patient.workspace.now());
        const auto hint = fmt::format("syncctl connector discover {}", connector.name);
        if (connector.discovered_at.ms == 0) {
            patient.warn(fmt::format("connector {}: its types and fields were never read",
                                     shown(connector.name)),
                         hint);
        } else if (age >= k_old_metadata_days) {
            patient.warn(fmt::format("connector {}: its types and fields were read {} ago",
                                     shown(connector.name),
                                     base::counted(static_cast<std::size_t>(age), "day")),
                         hint);
        }
    }
    if (patient.findings.size() == before) {
        patient.ok(fmt::format("{}, read lately", base::counted(connectors.size(), "connector")));
    }
}

void look_at_conflicts(const Patient& patient)
{
    auto& store = patient.workspace.reading();
    std::int64_t oldest = 0;
    const auto open = store.conflicts.list({}, store::ConflictFilter::open);
    for (const auto& view : open) {
        oldest = std::max(oldest, days_between(view.conflict.detected_at, patient.workspace.now()));
    }
    const auto text = base::counted(open.size(), "open conflict");
    if (oldest >= k_long_days) {
        patient.warn(fmt::format("{}, the oldest waits for {} days", text, oldest),
                     "syncctl conflicts list");
    } else {
        patient.ok(text);
    }
}

void look_at_retention(const Patient& patient)
{
    // Both beyond what cleanup would keep, and enough to be worth it.
    const auto report =
        cleanup(patient.workspace, {.days = {}, .is_vacuum = false, .is_dry_run = true});
    const auto rows = report.removed.total().rows;
    if (rows >= k_many_rows) {
        patient.warn(fmt::format("{} rows of history are older than {} days", rows, report.days),
                     "syncctl cleanup, each week from cron");
    } else {
        patient.ok(fmt::format("history is kept for {} days", report.days));
    }
}

void look_at_trackers(const Patient& patient)
{
    if (!patient.request.is_online) {
        patient.ok("not asked (--online)");
        return;
    }
    for (const auto& connector : patient.workspace.reading().connectors.list()) {
        if (!connector.is_active) {
            continue;
        }
        for (const auto& check : test_connector(patient.workspace, connector.name)) {
            const auto text = fmt::format("connector {}: {}{}{}",
                                          shown(connector.name),
                                          base::term_safe(check.name),
                                          check.detail.empty() ? "" : ": ",
                                          base::term_safe(check.detail));
            check.is_ok ? patient.ok(text) : patient.fail(text, base::term_safe(check.hint));
        }
    }
}

} // namespace syncctl::app::doctor
