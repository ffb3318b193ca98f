#include "syncctl/app/backup.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"
#include "syncctl/vault/file_digest.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <system_error>

namespace syncctl::app {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view k_schema = "syncctl/backup-manifest@1";
constexpr std::size_t k_max_manifest = 64U << 10U;

bool is_there(const fs::path& file)
{
    std::error_code unreadable;
    return fs::exists(fs::symlink_status(file, unreadable));
}

void require_free(const fs::path& file)
{
    if (is_there(file)) {
        throw Error{ErrorCode::io,
                    fmt::format("'{}': there is a file already; a backup overwrites nothing",
                                file.string()),
                    "give another name, one with the date for instance"};
    }
}

/// SQLite would take a file of such a name for a part of the database.
void require_no_part_of_database(const fs::path& file, const fs::path& database)
{
    std::error_code missing;
    const auto folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
    const auto database_folder =
        database.has_parent_path() ? database.parent_path() : fs::path{"."};
    if (!fs::equivalent(folder, database_folder, missing)) {
        return;
    }
    const auto name = file.filename().string();
    const auto own = database.filename().string();
    const auto is_part =
        name.starts_with(own) &&
        (name == own || name == own + "-wal" || name == own + "-shm" || name == own + "-journal" ||
         name == own + ".new" || name.ends_with(".lock"));
    if (is_part) {
        throw Error{ErrorCode::usage,
                    fmt::format("'{}' belongs to the database itself", file.string()),
                    "give another name, one with the date for instance"};
    }
}

void require_good_target(const fs::path& file, const fs::path& database)
{
    std::error_code problem;
    if (!file.has_filename() || fs::is_directory(file, problem)) {
        throw Error{ErrorCode::usage,
                    fmt::format("'{}' is a folder; a backup is one file", file.string()),
                    "name a file in it"};
    }
    const auto folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
    if (!fs::is_directory(folder, problem)) {
        throw Error{ErrorCode::io,
                    fmt::format("'{}': there is no folder '{}'", file.string(), folder.string()),
                    fmt::format("mkdir -m 700 '{}'", folder.string())};
    }
    require_no_part_of_database(file, database);
    require_free(file);
    require_free(manifest_of(file));
}

nlohmann::json json_of(const BackupManifest& manifest, const fs::path& file)
{
    const auto& overview = manifest.overview;
    return {{"schema", k_schema},
            {"file", file.filename().string()},
            {"made_at", base::format_utc(manifest.made_at)},
            {"size", manifest.size_bytes},
            {"sha256", manifest.sha256},
            {"database_uuid", overview.uuid},
            {"key_id", overview.key_id},
            {"schema_version", overview.schema_version},
            {"pairs", overview.pairs},
            {"links", overview.links},
            {"open_conflicts", overview.open_conflicts}};
}

} // namespace

fs::path manifest_of(const fs::path& backup)
{
    auto file = backup;
    file += ".json";
    return file;
}

std::optional<BackupManifest> read_manifest(const fs::path& backup)
{
    const auto file = manifest_of(backup);
    if (!is_there(file)) {
        return std::nullopt;
    }
    const auto text = base::read_file(file, k_max_manifest);
    try {
        const auto json = base::parse_json(text);
        if (json.at("schema").get_ref<const std::string&>() != k_schema) {
            throw Error{ErrorCode::document, "another schema"};
        }
        BackupManifest manifest;
        manifest.made_at = base::parse_utc(json.at("made_at").get_ref<const std::string&>())
                               .value_or(base::Timestamp{});
        manifest.sha256 = json.at("sha256").get<std::string>();
        manifest.size_bytes = json.at("size").get<std::int64_t>();
        manifest.overview.uuid = json.at("database_uuid").get<std::string>();
        manifest.overview.key_id = json.at("key_id").get<std::string>();
        manifest.overview.schema_version = json.at("schema_version").get<int>();
        return manifest;
    } catch (const std::exception&) {
        // What a parser says may quote the text.
        throw Error{
            ErrorCode::document,
            fmt::format("'{}' is no manifest of a backup", file.string()),
            fmt::format("when '{}' is known to be good, move its manifest away", backup.string())};
    }
}

BackupReport make_backup(Workspace& workspace, const fs::path& file, bool is_dry_run)
{
    require_good_target(file, workspace.database_path());
    auto& store = workspace.unchecked(store::OpenMode::read_only);
    BackupReport report{.file = file, .manifest_file = manifest_of(file), .manifest = {}};
    auto& manifest = report.manifest;
    manifest.made_at = workspace.now();
    if (is_dry_run) {
        manifest.overview = store::overview_of(store.database, workspace.services().clock);
        return report;
    }
    store.database.copy_to(file);
    {
        // The copy, not the database: that may have moved on.
        store::Database copy{file, store::OpenMode::read_only};
        manifest.overview = store::overview_of(copy, workspace.services().clock);
    }
    const auto digest = vault::digest_of_file(file);
    manifest.sha256 = digest.sha256;
    manifest.size_bytes = digest.size_bytes;
    base::create_private_file(report.manifest_file,
                              base::dump_json_pretty(json_of(manifest, file)) + "\n");
    return report;
}

} // namespace syncctl::app
