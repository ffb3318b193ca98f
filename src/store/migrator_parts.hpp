#pragma once

#include "connection.hpp"

#include "syncctl/store/migrator.hpp"

#include <filesystem>
#include <optional>
#include <sql/migrations.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::store {

using Migration = sql::EmbeddedMigration;

[[nodiscard]] constexpr bool is_extra_version(int version)
{
    return version >= k_first_extra_version;
}

/// Those of the program, then those of the folder. The texts live as long as `extras`.
[[nodiscard]] std::vector<Migration> known_migrations(const std::optional<ExtraMigrations>& extras);

/// Runs one text of a migration as its kind is run. \param text up or down
void run_migration(sqlite3* handle,
                   const std::filesystem::path& database,
                   const Migration& migration,
                   std::string_view text,
                   const std::optional<ExtraMigrations>& extras);

/// The newest one that is applied: of the program, or of the extra ones. 0 = none.
[[nodiscard]] int applied_version(const std::vector<MigrationStatus>& status);
[[nodiscard]] int applied_extra_version(const std::vector<MigrationStatus>& status);

/// \throws Error{wrong_schema} for the line that says most
void refuse_bad_history(const Database& database,
                        const std::vector<MigrationStatus>& status,
                        const std::optional<ExtraMigrations>& extras);

/// An empty database in memory after these migrations.
[[nodiscard]] Handle scratch_of(int version, int extra_version, const ExtraMigrations& extras);

} // namespace syncctl::store
