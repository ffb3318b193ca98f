#pragma once

#include "syncctl/base/clock.hpp"

#include <filesystem>
#include <string_view>

namespace syncctl::base {

/// A name for a copy of a file, beside it, that nothing has yet: `NAME.KIND-20261126T221500Z`, the
/// tail, and a number where that is taken.
[[nodiscard]] std::filesystem::path copy_name(const std::filesystem::path& file,
                                              std::string_view kind,
                                              Timestamp now,
                                              std::string_view tail = {});

} // namespace syncctl::base
