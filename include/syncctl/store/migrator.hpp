#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/store/database.hpp"
#include "syncctl/store/extra_migrations.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::store {

/// unchecked: an extra migration that was applied, and no folder was named to compare it with.
enum class MigrationState { applied, pending, edited, unknown, missing, unchecked };
[[nodiscard]] std::string_view to_string(MigrationState state);

struct MigrationStatus {
    int version = 0;
    std::string name;
    MigrationState state = MigrationState::pending;
    base::Timestamp applied_at;
};

struct AppliedMigration {
    int version = 0;
    std::string name;
    std::int64_t duration_ms = 0;
};

/// What going back takes away.
struct SchemaLoss {
    std::string what;      ///< "table due_items", "column connectors.quiet_until", "setting NAME"
    std::int64_t rows = 0; ///< that hold something there
};

struct WayBack {
    std::vector<AppliedMigration> migrations; ///< to be reverted, the newest first
    std::vector<SchemaLoss> losses;           ///< only where something is lost
};

/// A pair as every version of the schema has it.
struct PairIdentity {
    std::string uuid;
    std::string name;
};

/// Brings the schema of a file to the version of this binary; checks what is there. Extra
/// migrations are numbered from k_first_extra_version on and stay apart: what they make is ignored
/// by require_current().
class Migrator {
public:
    /// \param extras what --dir holds; nullopt: extra migrations are neither checked nor applied
    Migrator(Database& database,
             const base::Clock& clock,
             std::optional<ExtraMigrations> extras = std::nullopt);

    [[nodiscard]] std::vector<MigrationStatus> status();
    /// Applies what is pending, each migration in one transaction, after a verified backup beside
    /// the file when the database holds data. \param to 0 = newest \throws Error{wrong_schema} for
    /// edited, unknown, missing or too-new migrations; nothing is changed then
    std::vector<AppliedMigration> up(int to = 0);

    /// What down() would do. \throws Error{wrong_schema} when there is no way back, Error{usage}
    /// for a version that the database is not above
    [[nodiscard]] WayBack plan_down(int to);
    /// Reverts everything above `to`, all of it or nothing, after a verified backup.
    /// \throws as plan_down
    std::vector<AppliedMigration> down(int to);

    /// The backup that up() or down() made, empty when it needed none.
    [[nodiscard]] const std::filesystem::path& backup() const { return m_backup; }

    /// Checksums, order, and that the schema's objects are exactly the known ones (no planted
    /// trigger or view). Empty = sound; else one text per problem.
    [[nodiscard]] std::vector<std::string> verify();
    /// What every command but setup and migrate calls: throws unless the schema is exactly this
    /// binary's.
    void require_current();

    /// The pairs of the database, whatever its version.
    [[nodiscard]] std::vector<PairIdentity> pairs();

    [[nodiscard]] static int newest_version();

private:
    /// How the schema differs from what the migrations up to these make.
    [[nodiscard]] std::vector<std::string> foreign_objects(int version, int extra_version);
    void refuse_foreign_objects(int version, int extra_version);
    void make_backup(int version);

    Database& m_database;
    const base::Clock& m_clock;
    std::optional<ExtraMigrations> m_extras;
    std::filesystem::path m_backup;
};

} // namespace syncctl::store
