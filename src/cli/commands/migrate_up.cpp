#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/migrate.hpp"

namespace syncctl::cli {

namespace {

Result run(Session& session, const Arguments& arguments)
{
    constexpr std::int64_t k_most = 1'000'000;
    const auto to = static_cast<int>(arguments.number("to", 1, k_most).value_or(0));
    const auto report = app::migrate_up(session.workspace(), to, arguments.is_dry_run());
    Result result;
    result.is_report = true;
    result.columns = {
        {"version", "VERSION"}, {"name", "NAME"}, {"state", "STATE"}, {"applied_at", "APPLIED"}};
    for (const auto& line : report.lines) {
        result.rows.push_back(Data::Object{{"version", line.version},
                                           {"name", line.name},
                                           {"state", line.state},
                                           {"applied_at", data_of(line.applied_at)}});
    }
    if (report.lines.empty()) {
        result.notes.emplace_back("the schema is up to date");
    }
    if (!report.backup.empty()) {
        result.notes.push_back("backup: " + report.backup.string());
    }
    return result;
}

} // namespace

CommandSpec migrate_up_command()
{
    return {.path = "migrate up",
            .purpose = "Bring the schema of the database to the version of this program, after a "
                       "verified backup",
            .options = {{.flags = "--to", .value = "N", .help = "Stop at this version"},
                        dry_run_option()},
            .exit_codes = {10, 11},
            .examples = {{"syncctl migrate up", "Apply what is pending"},
                         {"syncctl migrate up -n", "List what is pending"},
                         {"syncctl migrate up --to 1", "Stop at version 1"}},
            .run = &run};
}

} // namespace syncctl::cli
