#pragma once

#include <cstdint>
#include <filesystem>

namespace syncctl::year {

/// Resident memory of this process.
[[nodiscard]] std::int64_t resident_bytes();
[[nodiscard]] int open_descriptors();
[[nodiscard]] std::int64_t size_of(const std::filesystem::path& file);

} // namespace syncctl::year
