#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/migrate.hpp"

namespace syncctl::cli {

namespace {

Result run(Session& session, const Arguments& arguments)
{
    static_cast<void>(arguments);
    Result result;
    result.columns = {
        {"version", "VERSION"}, {"name", "NAME"}, {"state", "STATE"}, {"applied_at", "APPLIED"}};
    for (const auto& line : app::migration_status(session.workspace())) {
        result.rows.push_back(Data::Object{{"version", line.version},
                                           {"name", line.name},
                                           {"state", line.state},
                                           {"applied_at", data_of(line.applied_at)}});
    }
    return result;
}

} // namespace

CommandSpec migrate_status_command()
{
    return {.path = "migrate status",
            .purpose = "List the migrations with their state",
            .exit_codes = {10},
            .examples = {{"syncctl migrate status", "Which schema the database has"},
                         {"syncctl migrate status --json", "The same for a program"}},
            .run = &run};
}

} // namespace syncctl::cli
