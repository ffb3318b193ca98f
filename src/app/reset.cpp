#include "syncctl/app/reset.hpp"

#include "locks.hpp"

#include "syncctl/base/copy_name.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/store/sole_use.hpp"

#include <fmt/format.h>

#include <system_error>

namespace syncctl::app {

namespace fs = std::filesystem;

ResetReport reset(Workspace& workspace, const fs::path& confirmed, bool is_dry_run)
{
    const auto& database = workspace.database_path();
    std::error_code missing;
    if (!fs::exists(fs::symlink_status(database, missing))) {
        throw Error{ErrorCode::no_database,
                    fmt::format("there is no database '{}'", database.string()),
                    "syncctl setup makes one; --db names another file"};
    }
    if (!fs::equivalent(confirmed, database, missing)) {
        throw Error{
            ErrorCode::declined,
            fmt::format("--confirm names '{}', but the database is '{}': nothing was removed",
                        confirmed.string(),
                        database.string()),
            fmt::format("syncctl reset --confirm '{}'", database.string())};
    }
    const auto locks = lock_all_pairs(database);
    ResetReport report{.database = database,
                       .safety_copy = base::copy_name(database, "before-reset", workspace.now())};
    if (is_dry_run) {
        return report;
    }
    workspace.close();
    store::SoleUse present{database};
    present.copy_to(report.safety_copy);
    present.remove();
    return report;
}

} // namespace syncctl::app
