#pragma once

#include "syncctl/model/metadata.hpp"

#include <string>
#include <string_view>

namespace syncctl::connectors::files {

inline constexpr std::size_t k_max_types = 1'000;
inline constexpr std::size_t k_max_fields = 10'000; ///< of all types together

/// Reads the text of a tracker.json. Strict: a key that it does not know is a mistake.
/// \param path for messages
/// \throws Error{document} with the path and the JSON pointer of the first mistake
[[nodiscard]] model::Metadata read_tracker_document(std::string_view text, const std::string& path);

} // namespace syncctl::connectors::files
