#include "syncctl/app/restore.hpp"

#include "commands.hpp"
#include "session.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

namespace syncctl::cli {

namespace {

std::string content_of(const store::Overview& facts)
{
    return fmt::format("{}, {}, last run {}",
                       base::counted(static_cast<std::size_t>(facts.pairs), "pair"),
                       base::counted(static_cast<std::size_t>(facts.links), "link"),
                       facts.last_run.ms == 0 ? std::string{"never"}
                                              : base::format_utc(facts.last_run));
}

std::string
question(const app::RestorePlan& plan, const std::string& file, const std::string& database)
{
    const auto with = fmt::format("the backup {} ({})", file, content_of(plan.backup));
    switch (plan.present) {
    case app::PresentDatabase::none:
        return fmt::format("Put {} at {}?", with, database);
    case app::PresentDatabase::damaged:
        return fmt::format(
            "Replace the damaged database {} with {}? A copy of it is kept.", database, with);
    case app::PresentDatabase::sound:
        break;
    }
    return fmt::format("Replace the database {} ({}) with {}? A copy of it is kept.",
                       database,
                       content_of(plan.replaced),
                       with);
}

Result run_restore(Session& session, const Arguments& arguments)
{
    auto& workspace = session.workspace();
    const app::RestoreRequest request{.file = arguments.text("FILE"),
                                      .allows_other_database = arguments.has("other-database")};
    const auto database = workspace.database_path().string();
    app::RestoreReport report{
        .plan = app::plan_restore(workspace, request), .safety_copy = {}, .needs_migration = false};
    if (!arguments.is_dry_run()) {
        session.confirm(question(report.plan, request.file.string(), database));
        report = app::restore_backup(workspace, request);
    }
    const auto& facts = report.plan.backup;
    Result result;
    result.layout = Layout::none;
    result.is_report = true;
    result.rows.push_back(Data::Object{{"file", request.file.string()},
                                       {"database", database},
                                       {"restored", !arguments.is_dry_run()},
                                       {"safety_copy", text_or_null(report.safety_copy.string())},
                                       {"database_uuid", text_or_null(facts.uuid)},
                                       {"key_id", text_or_null(facts.key_id)},
                                       {"schema_version", facts.schema_version},
                                       {"needs_migration", report.needs_migration},
                                       {"has_manifest", report.plan.manifest.has_value()},
                                       {"pairs", facts.pairs},
                                       {"links", facts.links},
                                       {"last_run", data_of(facts.last_run)}});
    if (!report.plan.manifest) {
        result.notes.push_back(fmt::format(
            "there is no {}.json, so whether the file is as it was made was not compared",
            request.file.string()));
    }
    if (arguments.is_dry_run()) {
        result.notes.push_back(fmt::format("{} can be restored: {}; nothing was changed",
                                           request.file.string(),
                                           content_of(facts)));
        return result;
    }
    result.notes.push_back(fmt::format("restored: {}", content_of(facts)));
    if (!report.safety_copy.empty()) {
        result.notes.push_back(
            fmt::format("what was there is kept as {}", report.safety_copy.string()));
    }
    result.notes.emplace_back(report.needs_migration
                                  ? "next: syncctl migrate up, then syncctl run PAIR -n"
                                  : "next: syncctl run PAIR -n shows what the next run would do; "
                                    "where it says so, syncctl adopt PAIR");
    return result;
}

} // namespace

CommandSpec restore_command()
{
    return {
        .path = "restore",
        .purpose = "Put a backup in the place of the state database, after checking it and keeping "
                   "a copy of what is there",
        .positionals = {{.name = "FILE", .help = "A backup"}},
        .options = {{.flags = "--other-database",
                     .help = "Also when it is a backup of another database than the present one"},
                    dry_run_option()},
        .exit_codes = {10, 11, 12, 17},
        .examples = {{"syncctl restore /var/backups/sync-2026-11-26.db", "Asks first"},
                     {"syncctl restore sync.backup -n", "Only check the backup"},
                     {"syncctl restore sync.backup -y", "In a script"}},
        .run = &run_restore};
}

} // namespace syncctl::cli
