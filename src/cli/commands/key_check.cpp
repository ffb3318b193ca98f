#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/keys.hpp"

namespace syncctl::cli {

namespace {

Result run(Session& session, const Arguments& arguments)
{
    static_cast<void>(arguments);
    const auto report = app::check_key(session.workspace());
    Result result;
    result.layout = Layout::details;
    result.columns = {{"key_id", "Key id"},
                      {"source", "Source"},
                      {"database_key_id", "Database key id"},
                      {"matches", "Matches"}};
    Data matches;
    if (!report.database_key_id.empty()) {
        matches = report.database_key_id == report.key_id;
    }
    result.rows.push_back(Data::Object{{"key_id", report.key_id},
                                       {"source", report.source},
                                       {"database_key_id", text_or_null(report.database_key_id)},
                                       {"matches", std::move(matches)}});
    return result;
}

} // namespace

CommandSpec key_check_command()
{
    return {.path = "key check",
            .purpose = "Say which key is found, where, and whether the database is sealed with it",
            .exit_codes = {10, 12},
            .examples = {{"syncctl key check", "Before the first run from cron"}},
            .run = &run};
}

} // namespace syncctl::cli
