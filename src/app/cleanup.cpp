#include "syncctl/app/cleanup.hpp"

#include "syncctl/app/settings.hpp"

#include <algorithm>
#include <string>
#include <system_error>

namespace syncctl::app {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t k_default_days = 90;
constexpr std::int64_t k_ms_per_day = 86'400'000;
/// A delivery that is older is refused as a replay by its time alone.
constexpr std::int64_t k_delivery_ms = 600'000;
constexpr std::int64_t k_rows_at_once = 500;
constexpr int k_pages_at_once = 256; // 4 MiB

std::int64_t size_of(const fs::path& file)
{
    std::error_code unreadable;
    const auto size = fs::file_size(file, unreadable);
    return unreadable ? 0 : static_cast<std::int64_t>(size);
}

/// Files named after the database that are neither a part of it nor a lock.
std::vector<KeptCopy> copies_beside(const fs::path& database)
{
    const auto folder = database.has_parent_path() ? database.parent_path() : fs::path{"."};
    const auto start = database.filename().string() + ".";
    std::vector<KeptCopy> copies;
    std::error_code unreadable;
    for (const auto& entry : fs::directory_iterator{folder, unreadable}) {
        const auto name = entry.path().filename().string();
        if (name.starts_with(start) && !name.ends_with(".lock") && name != start + "new" &&
            entry.is_regular_file(unreadable)) {
            copies.push_back({.file = entry.path(), .size_bytes = size_of(entry.path())});
        }
    }
    std::sort(copies.begin(), copies.end(), [](const auto& one, const auto& other) {
        return one.file < other.file;
    });
    return copies;
}

void remove_in_parts(Workspace& workspace,
                     store::Database& database,
                     const store::CleanupLimits& limits,
                     CleanupReport& report)
{
    const auto& stop = workspace.services().stop;
    while (!stop.is_requested()) {
        const auto part = store::remove_old_rows(database, limits, k_rows_at_once);
        if (part.total().rows == 0) {
            break;
        }
        report.removed += part;
    }
}

void give_space_back(Workspace& workspace, store::Database& database, bool is_vacuum)
{
    const auto& stop = workspace.services().stop;
    if (is_vacuum) {
        database.vacuum();
    } else if (database.can_shrink_in_steps()) {
        while (!stop.is_requested() && database.shrink_a_step(k_pages_at_once)) {
        }
    }
    database.checkpoint();
}

} // namespace

CleanupReport cleanup(Workspace& workspace, const CleanupRequest& request)
{
    auto& store = request.is_dry_run ? workspace.reading() : workspace.writing();
    const auto& file = workspace.database_path();
    CleanupReport report;
    report.size_before = size_of(file);
    report.days =
        request.days
            ? *request.days
            : static_cast<int>(integer_setting(store, "log_retention_days", k_default_days));
    const auto now = workspace.now().ms;
    const store::CleanupLimits limits{.history_before =
                                          base::Timestamp{now - report.days * k_ms_per_day},
                                      .deliveries_before = base::Timestamp{now - k_delivery_ms}};
    if (request.is_dry_run) {
        report.removed = store::count_old_rows(store.database, limits);
    } else {
        remove_in_parts(workspace, store.database, limits, report);
        give_space_back(workspace, store.database, request.is_vacuum);
    }
    report.size_after = size_of(file);
    report.free_bytes = store.database.free_bytes();
    report.copies = copies_beside(file);
    return report;
}

} // namespace syncctl::app
