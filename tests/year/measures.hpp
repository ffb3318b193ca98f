#pragma once

#include <cstdint>
#include <filesystem>

namespace syncctl::year {

/// What this process allocated and did not free (mallinfo2(3), all arenas); 0 under sanitizers,
/// whose allocator is another.
[[nodiscard]] std::int64_t allocated_bytes();
/// Resident memory of this process, with what its threads' arenas keep for later.
[[nodiscard]] std::int64_t resident_bytes();
[[nodiscard]] int open_descriptors();
[[nodiscard]] std::int64_t size_of(const std::filesystem::path& file);

} // namespace syncctl::year
