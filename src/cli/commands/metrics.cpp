#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/reports.hpp"
#include "syncctl/app/watch.hpp"

namespace syncctl::cli {

namespace {

Result run_metrics(Session& session, const Arguments& arguments)
{
    static_cast<void>(arguments);
    Result result;
    auto text = app::metrics_text({.version = SYNCCTL_VERSION,
                                   .pairs = app::status(session.workspace()),
                                   .exit = std::nullopt});
    result.rows.push_back(Data::Object{{"metrics", text}});
    result.verbatim = std::move(text);
    return result;
}

} // namespace

CommandSpec metrics_command()
{
    return {.path = "metrics",
            .purpose = "Print numbers about every pair for Prometheus; needs no key",
            .exit_codes = {10},
            .examples = {{"syncctl metrics", "The text that run --metrics-file writes"}},
            .run = &run_metrics};
}

} // namespace syncctl::cli
