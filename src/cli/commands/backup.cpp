#include "syncctl/app/backup.hpp"

#include "commands.hpp"
#include "session.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

namespace syncctl::cli {

namespace {

Result run_backup(Session& session, const Arguments& arguments)
{
    const bool is_dry_run = arguments.is_dry_run();
    const auto report = app::make_backup(session.workspace(), arguments.text("FILE"), is_dry_run);
    const auto& manifest = report.manifest;
    const auto& facts = manifest.overview;
    Result result;
    result.layout = Layout::none;
    result.is_report = true;
    result.rows.push_back(Data::Object{{"file", report.file.string()},
                                       {"manifest", report.manifest_file.string()},
                                       {"made_at", data_of(manifest.made_at)},
                                       {"size", is_dry_run ? Data{} : Data{manifest.size_bytes}},
                                       {"sha256", text_or_null(manifest.sha256)},
                                       {"database_uuid", text_or_null(facts.uuid)},
                                       {"key_id", text_or_null(facts.key_id)},
                                       {"schema_version", facts.schema_version},
                                       {"pairs", facts.pairs},
                                       {"links", facts.links},
                                       {"open_conflicts", facts.open_conflicts}});
    const auto what = fmt::format("{} and {}",
                                  base::counted(static_cast<std::size_t>(facts.pairs), "pair"),
                                  base::counted(static_cast<std::size_t>(facts.links), "link"));
    if (is_dry_run) {
        result.notes.push_back(
            fmt::format("{} would be written to {}", what, report.file.string()));
        return result;
    }
    result.notes.push_back(fmt::format(
        "{} with {}, verified, {} octets", report.file.string(), what, manifest.size_bytes));
    if (!facts.key_id.empty()) {
        result.notes.push_back(
            fmt::format("it opens with key {}, which is not in it: keep that key somewhere else",
                        facts.key_id));
    }
    return result;
}

} // namespace

CommandSpec backup_command()
{
    return {
        .path = "backup",
        .purpose = "Write a verified copy of the state database, also while runs are working; "
                   "FILE.json beside it says what it is",
        .positionals = {{.name = "FILE", .help = "Where to; must not exist"}},
        .options = {dry_run_option()},
        .exit_codes = {10, 11},
        .examples = {{"syncctl backup /var/backups/sync-2026-11-26.db", "Each night, from cron"},
                     {"syncctl backup sync.backup -n", "What would be in it"}},
        .run = &run_backup};
}

} // namespace syncctl::cli
