#include "syncctl/app/cleanup.hpp"

#include "syncctl/app/settings.hpp"

#include <system_error>

namespace syncctl::app {

namespace {

constexpr std::int64_t k_default_days = 90;
constexpr std::int64_t k_ms_per_day = 86'400'000;

std::int64_t size_of(const std::filesystem::path& file)
{
    std::error_code unreadable;
    const auto size = std::filesystem::file_size(file, unreadable);
    return unreadable ? 0 : static_cast<std::int64_t>(size);
}

} // namespace

CleanupReport cleanup(Workspace& workspace, const CleanupRequest& request)
{
    auto& store = request.is_dry_run ? workspace.reading() : workspace.writing();
    CleanupReport report;
    report.size_before = size_of(workspace.database_path());
    report.days =
        request.days
            ? *request.days
            : static_cast<int>(integer_setting(store, "log_retention_days", k_default_days));
    const base::Timestamp before{workspace.now().ms - report.days * k_ms_per_day};
    if (request.is_dry_run) {
        report.removed = store.executions.cleanup(before, true);
        report.size_after = report.size_before;
        return report;
    }
    {
        store::Transaction transaction{store.database};
        report.removed = store.executions.cleanup(before, false);
        transaction.commit();
    }
    if (request.is_vacuum) {
        store.database.vacuum();
    }
    store.database.checkpoint();
    report.size_after = size_of(workspace.database_path());
    return report;
}

} // namespace syncctl::app
