#pragma once

#include <chrono>
#include <filesystem>

struct sqlite3;

namespace syncctl::store {

/// A verified copy of what `source` shows, as one file of its own: 0600, synced, whole or not there
/// under its name. \throws Error{io} when there is something of that name
void copy_database(sqlite3* source,
                   const std::filesystem::path& target,
                   std::chrono::milliseconds busy_timeout);

/// A command that was killed while it took the database out of use (SoleUse) leaves a rollback
/// journal, and only a connection that may write can roll it back: whether this process may.
[[nodiscard]] bool has_interrupted_change(const std::filesystem::path& file);
/// Under the writer lock. What is wrong with the file otherwise is told by those who read it next.
void roll_back_interrupted_change(const std::filesystem::path& file);

} // namespace syncctl::store
