#include "run_events.hpp"

#include "syncctl/base/events.hpp"

#include <utility>
#include <vector>

namespace syncctl::app {

void tell_run_end(base::Log& log, const PairRun& run)
{
    const auto& report = run.report;
    const auto& counters = report.counters;
    const std::vector<base::LogField> which{{"pair", run.pair},
                                            {"execution", report.execution.value}};
    auto fields = which;
    fields.emplace_back("result", result_of(run));
    if (run.error) {
        fields.emplace_back("error_code", base::name_of(run.error->code()));
        auto why = which;
        why.emplace_back("error_code", base::name_of(run.error->code()));
        why.emplace_back("message", run.error->message());
        log.event(run.error->code() == ErrorCode::guard ? base::events::k_guard_stop
                                                        : base::events::k_run_error,
                  why);
    }
    const std::vector<std::pair<std::string_view, std::int64_t>> counts{
        {"processed", counters.processed},
        {"created", counters.created},
        {"updated", counters.updated},
        {"deleted", counters.deleted},
        {"unchanged", counters.unchanged},
        {"conflicts", counters.conflicts},
        {"failed", counters.failed},
        {"open_conflicts", report.open_conflicts},
        {"open_writes", report.open_intents},
        {"source_calls", counters.api_calls.source},
        {"target_calls", counters.api_calls.target},
        {"duration_ms", run.duration.count()}};
    for (const auto& [name, count] : counts) {
        fields.emplace_back(name, count);
    }
    log.event(base::events::k_run_end, fields);
}

} // namespace syncctl::app
