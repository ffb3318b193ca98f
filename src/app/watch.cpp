#include "syncctl/app/watch.hpp"

#include "heartbeat.hpp"

#include "syncctl/app/reports.hpp"
#include "syncctl/base/file.hpp"

#include <fmt/format.h>

#include <utility>

namespace syncctl::app {

namespace {

/// nullopt when the database cannot be read, and that may be why the run failed.
std::optional<std::vector<store::PairStatus>> statuses(Workspace& workspace)
{
    try {
        auto& store = workspace.is_writing() ? workspace.writing() : workspace.reading();
        return store.executions.status();
    } catch (const Error&) {
        return std::nullopt;
    }
}

/// The error that all pairs share; empty when they ended differently.
std::string_view code_of(const RunEnd& end)
{
    if (end.error) {
        return base::name_of(end.error->code());
    }
    return end.pairs.size() == 1 && end.pairs.front().error
               ? base::name_of(end.pairs.front().error->code())
               : std::string_view{};
}

} // namespace

RunWatch::RunWatch(Workspace& workspace, WatchOptions options)
    : m_workspace{workspace}, m_options{std::move(options)}
{
    if (!m_options.heartbeat_url.empty()) {
        m_heartbeat =
            std::make_unique<Heartbeat>(m_options.heartbeat_url, workspace.services().log);
    }
}

RunWatch::~RunWatch() = default;

void RunWatch::begin()
{
    if (m_heartbeat) {
        m_heartbeat->started();
    }
}

void RunWatch::end(const RunSummary& summary, int exit)
{
    tell({.exit = exit, .pairs = summary.pairs, .error = std::nullopt});
}

void RunWatch::failed(const Error& error, int exit)
{
    tell({.exit = exit, .pairs = {}, .error = error});
}

void RunWatch::tell(RunEnd end)
{
    if (!m_options.metrics_file.empty() || !m_options.notify.empty()) {
        end.statuses = statuses(m_workspace);
    }
    write_metrics(end);
    if (m_heartbeat) {
        if (end.is_good()) {
            m_heartbeat->succeeded();
        } else {
            m_heartbeat->failed(end.exit, code_of(end));
        }
    }
    if (!m_options.notify.empty() && is_worth_telling(end)) {
        notify(m_options.notify, end, m_workspace.services().log);
    }
}

void RunWatch::write_metrics(const RunEnd& end)
{
    if (m_options.metrics_file.empty()) {
        return;
    }
    try {
        base::write_public_file_atomically(
            m_options.metrics_file,
            metrics_text({.version = m_options.version, .pairs = end.statuses, .exit = end.exit}));
    } catch (const Error& error) {
        m_workspace.services().log.warning(fmt::format("metrics: {}", error.message()));
    }
}

} // namespace syncctl::app
