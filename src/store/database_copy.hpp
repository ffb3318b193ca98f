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

} // namespace syncctl::store
