#include "commands.hpp"
#include "exit_code.hpp"
#include "session.hpp"
#include "watch_options.hpp"

#include "syncctl/app/run_pairs.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace syncctl::cli {

namespace {

Data field_data(const engine::FieldChange& field)
{
    return Data::Object{{"name", field.name},
                        {"base", data_of(field.base)},
                        {"source", data_of(field.source)},
                        {"target", data_of(field.target)},
                        {"result", data_of(field.result)}};
}

Data operation_data(const engine::PlannedOperation& operation)
{
    Data::Array fields;
    for (const auto& field : operation.fields) {
        fields.push_back(field_data(field));
    }
    return Data::Object{{"op", operation.op},
                        {"side", to_string(operation.side)},
                        {"item", text_or_null(operation.item)},
                        {"partner", text_or_null(operation.partner)},
                        {"fields", std::move(fields)}};
}

Problem problem_of(const app::PairRun& run)
{
    return {.code = std::string{base::name_of(run.error->code())},
            .message = fmt::format("pair '{}': {}", run.pair, run.error->message()),
            .hint = run.error->hint(),
            .is_retryable = base::is_retryable(run.error->code())};
}

Data run_row(const app::PairRun& run, bool is_dry_run)
{
    const auto& report = run.report;
    const auto& counters = report.counters;
    Data error;
    if (run.error) {
        const auto problem = problem_of(run);
        error = Data::Object{{"code", problem.code},
                             {"message", problem.message},
                             {"hint", text_or_null(problem.hint)},
                             {"retryable", problem.is_retryable}};
    }
    Data execution;
    if (report.execution.value != 0) {
        execution = report.execution.value;
    }
    Data::Object row{{"pair", run.pair},
                     {"execution_id", std::move(execution)},
                     {"result", app::result_of(run)},
                     {"processed", counters.processed},
                     {"created", counters.created},
                     {"updated", counters.updated},
                     {"deleted", counters.deleted},
                     {"unchanged", counters.unchanged},
                     {"conflicts", counters.conflicts},
                     {"failed", counters.failed},
                     {"api_calls",
                      Data::Object{{"source", counters.api_calls.source},
                                   {"target", counters.api_calls.target}}},
                     {"duration_ms", run.duration.count()},
                     {"open_conflicts", report.open_conflicts},
                     {"error", std::move(error)}};
    Data::Array left_alone;
    for (const auto& [reason, left] : report.left_alone) {
        left_alone.push_back(Data::Object{
            {"reason", reason}, {"first_item", left.first_item}, {"items", left.items}});
    }
    row.emplace_back("left_alone", std::move(left_alone));
    if (is_dry_run) {
        Data::Array operations;
        for (const auto& operation : report.operations) {
            operations.push_back(operation_data(operation));
        }
        row.emplace_back("operations", std::move(operations));
    }
    return row;
}

/// The plan as people read it: one line per field.
Section plan_section(const app::PairRun& run)
{
    Section section{.title = fmt::format("Plan of '{}'", run.pair),
                    .columns = {{"op", "OP"},
                                {"side", "SIDE"},
                                {"item", "ITEM"},
                                {"partner", "PARTNER"},
                                {"field", "FIELD"},
                                {"result", "RESULT"}},
                    .rows = {}};
    for (const auto& operation : run.report.operations) {
        const Data::Object start{{"op", operation.op},
                                 {"side", to_string(operation.side)},
                                 {"item", text_or_null(operation.item)},
                                 {"partner", text_or_null(operation.partner)}};
        if (operation.fields.empty()) {
            section.rows.emplace_back(start);
        }
        for (const auto& field : operation.fields) {
            auto row = start;
            row.emplace_back("field", field.name);
            row.emplace_back("result", data_of(field.result));
            section.rows.emplace_back(std::move(row));
        }
    }
    return section;
}

/// How one pair alone would end the process.
int exit_of(const app::PairRun& run, bool is_dry_run, int signal)
{
    if (run.error) {
        return exit_code_of(run.error->code(), signal);
    }
    const auto& report = run.report;
    if (report.result == engine::RunResult::cancelled) {
        return exit_code_of(ErrorCode::interrupted, signal);
    }
    if (report.result == engine::RunResult::completed_with_errors || report.counters.failed > 0) {
        return k_exit_partial;
    }
    return report.open_conflicts > 0 && !is_dry_run ? k_exit_conflicts_wait : k_exit_ok;
}

bool is_success(int exit)
{
    return exit == k_exit_ok || exit == k_exit_conflicts_wait;
}

/// One failing pair among others is a partial failure; several that fail alike share their code.
int exit_of_all(const std::vector<int>& exits, int signal)
{
    if (signal != 0) {
        return exit_code_of(ErrorCode::interrupted, signal);
    }
    const std::set<int> different{exits.begin(), exits.end()};
    if (different.size() == 1) {
        return *different.begin();
    }
    const bool is_all_good = std::all_of(exits.begin(), exits.end(), is_success);
    if (!is_all_good) {
        return k_exit_partial;
    }
    return different.count(k_exit_conflicts_wait) != 0 ? k_exit_conflicts_wait : k_exit_ok;
}

/// `error` of the envelope: the pair's own when there is one pair, else a summary.
std::optional<Problem> overall_problem(const app::RunSummary& summary, int exit)
{
    if (is_success(exit)) {
        return std::nullopt;
    }
    if (summary.pairs.size() == 1 && summary.pairs.front().error) {
        return problem_of(summary.pairs.front());
    }
    if (exit > k_exit_signal) {
        return Problem{
            .code = std::string{base::name_of(ErrorCode::interrupted)},
            .message =
                "stopped by a signal; what was begun is finished or is settled by the next run",
            .hint = "run the same command again",
            .is_retryable = true};
    }
    std::size_t pairs = 0;
    std::size_t items = 0;
    for (const auto& run : summary.pairs) {
        pairs += run.error ? 1U : 0U;
        items += static_cast<std::size_t>(std::max(run.report.counters.failed, 0));
    }
    return Problem{.code = "partial",
                   .message = pairs == 0 ? fmt::format("{} failed", base::counted(items, "item"))
                                         : fmt::format("{} and {} failed",
                                                       base::counted(pairs, "pair"),
                                                       base::counted(items, "item")),
                   .hint = "syncctl errors",
                   .is_retryable = true};
}

app::RunRequest request_from(Session& session, const Arguments& arguments)
{
    constexpr std::int64_t k_most_items = 1'000'000'000;
    constexpr std::int64_t k_most_seconds = 86'400;
    app::RunRequest request;
    request.pairs = arguments.all("PAIR");
    request.is_all = arguments.has("all");
    request.is_queued = arguments.has("queued");
    request.is_due = arguments.has("due");
    request.is_dry_run = arguments.is_dry_run();
    request.validates = arguments.has("validate");
    if (request.validates && !request.is_dry_run) {
        throw Error{ErrorCode::usage,
                    "--validate has the trackers check a plan; it goes with --dry-run",
                    "syncctl run PAIR -n --validate"};
    }
    request.is_full = arguments.has("full");
    request.allows_mass_change = arguments.has("allow-mass-change");
    request.items = arguments.all("item");
    if (request.is_queued && (request.is_full || !request.items.empty())) {
        throw Error{
            ErrorCode::usage,
            "--queued looks at what webhooks named, and goes with neither --full nor --item",
            "syncctl run --queued"};
    }
    if (const auto limit = arguments.number("limit", 1, k_most_items)) {
        request.limit = static_cast<std::size_t>(*limit);
    }
    request.wait = std::chrono::seconds{arguments.number("wait", 0, k_most_seconds).value_or(0)};
    request.progress = [&session](std::string_view pair,
                                  std::string_view phase,
                                  std::int64_t done,
                                  std::int64_t total) {
        session.talk().progress(pair, phase, done, total);
    };
    return request;
}

void add_pair(Result& result, Session& session, const app::PairRun& run, bool is_dry_run)
{
    result.rows.push_back(run_row(run, is_dry_run));
    if (run.error) {
        result.problems.push_back(problem_of(run));
        return;
    }
    for (const auto& warning : run.report.warnings) {
        session.talk().warning(fmt::format("pair '{}': {}", run.pair, warning));
    }
    for (const auto& [reason, left] : run.report.left_alone) {
        const auto more =
            left.items == 1 ? std::string{} : fmt::format(" and {} more", left.items - 1);
        session.talk().warning(
            fmt::format("pair '{}': {}{}: {}", run.pair, left.first_item, more, reason));
    }
    if (run.report.open_intents > 0) {
        session.talk().warning(
            fmt::format("pair '{}': the outcome of {} is not known yet; the next run finds out",
                        run.pair,
                        base::counted(static_cast<std::size_t>(run.report.open_intents), "write")));
    }
    if (is_dry_run) {
        result.sections.push_back(plan_section(run));
    }
    if (run.report.open_conflicts > 0) {
        const auto conflicts =
            base::counted(static_cast<std::size_t>(run.report.open_conflicts), "open conflict");
        result.notes.push_back(fmt::format(
            "pair '{0}': {1}; see: syncctl conflicts list --pair {0}", run.pair, conflicts));
    }
}

/// \throws Error like run_pairs, when the watchers know of it
app::RunSummary run_watched(Session& session, app::RunWatch& watch, const app::RunRequest& request)
{
    watch.begin();
    try {
        return app::run_pairs(session.workspace(), request);
    } catch (const Error& error) {
        session.talk().end_progress();
        watch.failed(error, exit_code_of(error.code(), session.stop().signal()));
        throw;
    }
}

Result run(Session& session, const Arguments& arguments)
{
    const auto request = request_from(session, arguments);
    app::RunWatch watch{session.workspace(), watch_options(session, arguments)};
    const auto summary = run_watched(session, watch, request);
    session.talk().end_progress();
    const int signal = session.stop().signal();
    Result result;
    result.is_report = true;
    result.columns = {{"pair", "PAIR"},
                      {"result", "RESULT"},
                      {"processed", "PROCESSED"},
                      {"created", "CREATED"},
                      {"updated", "UPDATED"},
                      {"deleted", "DELETED"},
                      {"unchanged", "UNCHANGED"},
                      {"conflicts", "CONFLICTS"},
                      {"failed", "FAILED"},
                      {"duration_ms", "MS"}};
    std::vector<int> exits;
    bool was_interrupted = false;
    for (const auto& pair : summary.pairs) {
        add_pair(result, session, pair, request.is_dry_run);
        exits.push_back(exit_of(pair, request.is_dry_run, signal));
        was_interrupted = was_interrupted || exits.back() > k_exit_signal;
    }
    const bool was_cut_short = was_interrupted || summary.is_cut_short;
    result.exit = exits.empty() && !was_cut_short ? k_exit_ok
                                                  : exit_of_all(exits, was_cut_short ? signal : 0);
    result.error = overall_problem(summary, result.exit);
    if (result.error && result.problems.empty()) {
        result.problems.push_back(*result.error);
    }
    for (const auto& name : summary.skipped) {
        result.notes.push_back(fmt::format("pair '{}' is disabled, left out", name));
    }
    for (const auto& name : summary.held) {
        result.notes.push_back(
            fmt::format("pair '{}' is left to another run, which holds it", name));
    }
    if (request.is_due && summary.pairs.empty() && summary.held.empty()) {
        result.notes.emplace_back("no pair is due");
    }
    if (request.is_queued && summary.pairs.empty() && summary.held.empty() &&
        summary.unready.empty()) {
        result.notes.emplace_back("no webhook named anything that a run has not looked at since");
    }
    for (const auto& name : summary.unready) {
        result.notes.push_back(fmt::format("pair '{0}' has not come to the end of a run yet: what "
                                           "webhooks named waits for: syncctl run {0}",
                                           name));
    }
    watch.end(summary, result.exit);
    return result;
}

} // namespace

CommandSpec run_command()
{
    return {
        .path = "run",
        .purpose = "Bring the two sides of pairs in step",
        .positionals = {{.name = "PAIR",
                         .help = "Names of the pairs",
                         .is_required = false,
                         .is_repeatable = true}},
        .options = {{.flags = "--all", .help = "Every enabled pair"},
                    {.flags = "--queued",
                     .help = "Only items that webhooks named, without listing the others"},
                    {.flags = "--due",
                     .help = "Every enabled pair whose schedule has come; the line for cron"},
                    dry_run_option(),
                    {.flags = "--validate",
                     .help = "With -n: have the trackers check what would be written"},
                    {.flags = "--full", .help = "Look at every item, not only at what changed"},
                    {.flags = "--item",
                     .value = "KEY",
                     .help = "Only this item, CONNECTOR:ID",
                     .is_repeatable = true},
                    {.flags = "--limit", .value = "N", .help = "Write at most so many items"},
                    {.flags = "--wait",
                     .value = "SECONDS",
                     .help = "Wait for a run that holds the pair"},
                    {.flags = "--allow-mass-change",
                     .help = "A person looked at the plan: the guards warn instead of stopping"},
                    metrics_file_option(),
                    heartbeat_option(),
                    notify_option()},
        .exit_codes = {3, 10, 11, 12, 13, 14, 15, 16, 18, 130},
        .examples = {{"syncctl run dev-desk -n", "Show what would be done"},
                     {"syncctl run dev-desk -n --validate",
                      "The same, checked by the trackers where they can; nothing is stored"},
                     {"syncctl run dev-desk", "Do it"},
                     {"syncctl -q run --due",
                      "From cron, every minute: silent unless something is wrong"},
                     {"syncctl -q run --all --wait 60",
                      "Every pair, whatever its schedule; waits for runs that are under way"},
                     {"syncctl -q run --queued",
                      "Soon after a webhook: only what it named, in whatever pair"},
                     {"syncctl run dev-desk --item dev:4711 -n --json", "One item, for a program"}},
        .run = &run};
}

} // namespace syncctl::cli
