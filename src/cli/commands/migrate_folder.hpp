#pragma once

#include "session.hpp"

#include "syncctl/app/migrate.hpp"

namespace syncctl::cli {

[[nodiscard]] OptionSpec migration_folder_option();
/// `--dir`, else SYNCCTL_MIGRATIONS, else empty.
[[nodiscard]] app::MigrationFolder migration_folder(const Session& session,
                                                    const Arguments& arguments);

/// The `--to` of an option that takes any version. 0 = not given.
[[nodiscard]] int migration_version(const Arguments& arguments);

/// Version, name, state and time of each.
void show_migrations(Result& result, const std::vector<app::MigrationLine>& lines);

} // namespace syncctl::cli
