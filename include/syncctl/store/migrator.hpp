#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/store/database.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::store {

enum class MigrationState { applied, pending, edited, unknown, missing };
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

/// Brings the schema of a file to the version of this binary; checks what is there.
class Migrator {
public:
    Migrator(Database& database, const base::Clock& clock);

    [[nodiscard]] std::vector<MigrationStatus> status();
    /// Applies what is pending, each migration in one transaction, after a verified backup beside
    /// the file when the database holds data. \param to 0 = newest \throws Error{wrong_schema} for
    /// edited, unknown, missing or too-new migrations; nothing is changed then
    std::vector<AppliedMigration> up(int to = 0);

    /// The backup that up() made, empty when it needed none.
    [[nodiscard]] const std::filesystem::path& backup() const { return m_backup; }

    /// Checksums, order, and that the schema's objects are exactly the known ones (no planted
    /// trigger or view). Empty = sound; else one text per problem.
    [[nodiscard]] std::vector<std::string> verify();
    /// What every command but setup and migrate calls: throws unless the schema is exactly this
    /// binary's.
    void require_current();

    [[nodiscard]] static int newest_version();

private:
    Database& m_database;
    const base::Clock& m_clock;
    std::filesystem::path m_backup;
};

} // namespace syncctl::store
