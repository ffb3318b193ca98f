#include "kill_outcome.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <map>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace syncctl::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::array k_sides{"dev", "desk"};

/// What is compared of one side: its items by id, without the id.
using Items = std::map<std::string, std::string>;

Items items_of(const FilesWorld& world, const std::string& side)
{
    Items items;
    for (const auto& id : world.ids(side)) {
        auto item = json::parse(world.read_raw(side, "items/" + id + ".json"));
        item.erase("id");
        items.emplace(id, item.dump());
    }
    return items;
}

std::string shown(const Items& items, const std::string& id)
{
    const auto found = items.find(id);
    return found == items.end() ? "(no item)" : found->second;
}

std::vector<std::string> rows(FilesWorld& world, const std::string& query)
{
    std::vector<std::string> lines;
    std::istringstream in{world.sql(query)};
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

/// The columns before the last one, which is cut off: `1|2|rest of it` -> {1, 2, rest of it}.
std::vector<std::string> columns(const std::string& row, std::size_t count)
{
    std::vector<std::string> found;
    std::size_t start = 0;
    while (found.size() + 1 < count) {
        const auto end = row.find('|', start);
        found.push_back(row.substr(start, end - start));
        start = end + 1;
    }
    found.push_back(row.substr(start));
    return found;
}

/// Link, conflict and queue rows begin with the ids of items, which are replaced by what the items
/// hold.
void append_linked(std::vector<std::string>& lines,
                   FilesWorld& world,
                   const Items& dev,
                   const Items& desk)
{
    const auto append = [&](const char* what, const std::string& query) {
        for (const auto& row : rows(world, query)) {
            const auto column = columns(row, 3);
            lines.push_back(fmt::format(
                "{} {} = {}: {}", what, shown(dev, column[0]), shown(desk, column[1]), column[2]));
        }
    };
    append("link",
           "SELECT source_item_id, target_item_id, sync_status, source_base, target_base "
           "FROM synced_items");
    append("open conflict",
           "SELECT source_item_id, target_item_id, conflict_type, field_name, base_value, "
           "source_value, target_value, decision "
           "FROM sync_conflicts AS c JOIN synced_items AS l ON l.id = c.synced_item_id "
           "WHERE resolved_at IS NULL");
    append("queued",
           "SELECT iif(side = 'source', item_id, ''), iif(side = 'target', item_id, ''), side "
           "FROM retry_queue");
}

std::vector<fs::path> temporary_files(const FilesWorld& world)
{
    std::vector<fs::path> files;
    for (const auto* side : k_sides) {
        for (const auto& entry : fs::directory_iterator{world.path(side + std::string{"/items"})}) {
            if (entry.path().extension() != ".json") {
                files.push_back(entry.path());
            }
        }
    }
    return files;
}

bool has_schema(FilesWorld& world)
{
    return fs::exists(world.path("state/sync.db")) &&
           world.sql("SELECT count(*) FROM sqlite_schema WHERE name = 'retry_queue'") == "1";
}

std::string marker_problem(const FilesWorld& world, const std::string& side)
{
    std::map<std::string, int> markers;
    for (const auto& id : world.ids(side)) {
        const auto item = json::parse(world.read_raw(side, "items/" + id + ".json"));
        if (item.contains("marker") && ++markers[item["marker"].get<std::string>()] > 1) {
            return fmt::format("{}: marker {} twice\n", side, item["marker"].dump());
        }
    }
    return {};
}

/// A backup is named as such only when it is one.
std::string backup_problem(const fs::path& file)
{
    try {
        const auto report = FilesWorld::sql_of(
            file,
            "PRAGMA integrity_check; SELECT count(*) >= 1 FROM schema_migrations; "
            "SELECT count(*) >= 1 FROM connectors");
        return report == "ok\n1\n1" ? std::string{}
                                    : fmt::format("{}: {}\n", file.string(), report);
    } catch (const std::runtime_error& error) {
        return fmt::format("{}: {}\n", file.string(), error.what());
    }
}

std::string state_folder_problems(const FilesWorld& world)
{
    std::string problems;
    for (const auto& entry : fs::directory_iterator{world.path("state")}) {
        const auto name = entry.path().filename().string();
        const bool is_copy = name.find(".backup-") != std::string::npos ||
                             name.find(".before-") != std::string::npos;
        if (is_copy && name.find(".tmp") == std::string::npos) {
            problems += backup_problem(entry.path());
        }
    }
    return problems;
}

} // namespace

std::string outcome_of(FilesWorld& world)
{
    const auto dev = items_of(world, "dev");
    const auto desk = items_of(world, "desk");
    std::vector<std::string> lines;
    for (const auto& [side, items] : {std::pair{"dev", dev}, std::pair{"desk", desk}}) {
        for (const auto& item : items) {
            lines.push_back(fmt::format("{} has {}", side, item.second));
        }
    }
    append_linked(lines, world, dev, desk);
    for (const auto& row : rows(world,
                                "SELECT 'intent', count(*), '' FROM sync_intents UNION ALL "
                                "SELECT 'due', count(*), '' FROM due_items UNION ALL "
                                "SELECT 'connector', name, (SELECT count(*) FROM connector_fields "
                                "AS f JOIN connector_work_item_types AS t ON t.id = "
                                "f.work_item_type_id WHERE t.connector_id = c.id) "
                                "FROM connectors AS c UNION ALL "
                                "SELECT 'pair', name, '' FROM sync_configs UNION ALL "
                                "SELECT 'mapping', max(revision), count(*) FROM mapping_revisions "
                                "UNION ALL SELECT 'setting', key, '' FROM system_settings "
                                "UNION ALL SELECT 'keys', count(*), '' FROM keyring "
                                "UNION ALL SELECT 'schema', version, '' FROM schema_migrations")) {
        lines.push_back(row);
    }
    std::sort(lines.begin(), lines.end());
    return fmt::format("{}\n", fmt::join(lines, "\n"));
}

std::string broken_promises_of(FilesWorld& world)
{
    if (!has_schema(world)) {
        return "no database with the newest schema\n";
    }
    std::string problems;
    for (const auto* side : k_sides) {
        problems += marker_problem(world, side);
    }
    if (const auto report = world.database_problems(); !report.empty()) {
        problems += "database: " + report + "\n";
    }
    if (const auto running =
            world.sql("SELECT count(*) FROM sync_executions WHERE status = 'running'");
        running != "0") {
        problems += running + " executions seem to run for ever\n";
    }
    return problems + state_folder_problems(world);
}

std::string leftovers_of(const FilesWorld& world)
{
    std::string lines;
    for (const auto& file : temporary_files(world)) {
        lines += fmt::format("left behind: {}\n", file.string());
    }
    return lines;
}

void age_leftovers(const FilesWorld& world)
{
    for (const auto& file : temporary_files(world)) {
        fs::last_write_time(file, fs::last_write_time(file) - std::chrono::minutes{11});
    }
}

} // namespace syncctl::test
