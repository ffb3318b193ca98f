#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/reports.hpp"

namespace syncctl::cli {

namespace {

Result run(Session& session, const Arguments& arguments)
{
    static_cast<void>(arguments);
    Result result;
    result.columns = {{"pair", "PAIR"},
                      {"enabled", "ENABLED"},
                      {"last_run", "LAST RUN"},
                      {"last_result", "RESULT"},
                      {"last_success", "LAST SUCCESS"},
                      {"next_run", "NEXT RUN"},
                      {"links", "LINKS"},
                      {"open_conflicts", "CONFLICTS"},
                      {"failed_items", "FAILED"}};
    for (const auto& pair : app::status(session.workspace())) {
        result.rows.push_back(Data::Object{{"pair", pair.pair},
                                           {"enabled", pair.is_enabled},
                                           {"last_run", data_of(pair.last_run)},
                                           {"last_result", text_or_null(pair.last_result)},
                                           {"last_success", data_of(pair.last_success)},
                                           {"next_run", data_of(pair.next_run)},
                                           {"open_conflicts", pair.open_conflicts},
                                           {"failed_items", pair.failed_items},
                                           {"links", pair.links}});
    }
    return result;
}

} // namespace

CommandSpec status_command()
{
    return {.path = "status",
            .purpose = "Show how every pair is doing; needs no key",
            .exit_codes = {10},
            .examples = {{"syncctl status", "One line per pair"},
                         {"syncctl status --json", "For monitoring"}},
            .run = &run};
}

} // namespace syncctl::cli
