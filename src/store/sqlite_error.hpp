#pragma once

#include <filesystem>
#include <string>
#include <string_view>

struct sqlite3;

namespace syncctl::store {

/// Throws the Error that an SQLite result code means for a person.
/// \param doing what failed, for instance "reading"; never holds data
[[noreturn]] void
throw_sqlite(sqlite3* handle, int code, const std::filesystem::path& file, std::string_view doing);

/// Why a file cannot be written: its own mode, its folder, or a read-only file system.
[[nodiscard]] std::string why_not_writable(const std::filesystem::path& file);

[[nodiscard]] std::string in_quotes(const std::filesystem::path& path);

} // namespace syncctl::store
