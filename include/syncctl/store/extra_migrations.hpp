#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::store {

/// Numbers below belong to the migrations that the program brings along.
inline constexpr int k_first_extra_version = 10001;

/// A migration of an administrator: tables, indexes and views whose names begin with x_.
struct ExtraMigration {
    int version = 0;
    std::string name;
    std::string text;
    std::string down; ///< the way back; empty when there is no file of it
};

/// What a folder of extra migrations holds, in the order of their numbers, without a gap.
struct ExtraMigrations {
    std::filesystem::path folder;
    std::vector<ExtraMigration> migrations;
};

/// Reads NNNNN_name.sql and NNNNN_name.down.sql; files of other kinds are left alone.
/// \throws Error{not_found} without such a folder, Error{document} for a name, a number or a text
/// that cannot be one of a migration, and for files that other users may change
[[nodiscard]] ExtraMigrations read_extra_migrations(const std::filesystem::path& folder);

/// The names of the next pair in a folder, which need not exist yet.
struct MigrationFiles {
    int version = 0;
    std::filesystem::path up;
    std::filesystem::path down;
};

/// \throws Error{usage} for a name that is not made of a-z, 0-9 and _
[[nodiscard]] MigrationFiles next_extra_migration(const std::filesystem::path& folder,
                                                  std::string_view name);

/// What a new pair of files holds: comments that show how to begin.
struct MigrationTexts {
    std::string up;
    std::string down;
};

/// \param name one that next_extra_migration has taken
[[nodiscard]] MigrationTexts extra_migration_texts(std::string_view name);

} // namespace syncctl::store
