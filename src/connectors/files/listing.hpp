#pragma once

#include "regular_file.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::connectors::files {

/// Ids have at most 18 digits, so that each fits a signed 64-bit number with room to count on.
inline constexpr std::uint64_t k_max_id = 999'999'999'999'999'999U;
inline constexpr std::string_view k_temp_prefix = ".tmp-syncctl-";

/// The number of an id: decimal digits without leading zeros, at most 18. nullopt for any other
/// text.
[[nodiscard]] std::optional<std::uint64_t> parse_id(std::string_view text);
[[nodiscard]] std::string item_file_name(std::uint64_t id);

struct Entry {
    std::uint64_t id = 0;
    FileStamp stamp;
};

/// The items of a folder, without reading one of them.
struct Listing {
    std::vector<Entry> entries;         ///< by id, ascending
    std::size_t ignored = 0;            ///< names that are no item
    std::string ignored_example;        ///< one of them
    std::vector<std::string> leftovers; ///< temporary files of ours

    [[nodiscard]] std::uint64_t highest_id() const
    {
        return entries.empty() ? 0 : entries.back().id;
    }
};

/// \throws Error{unavailable} when the folder or one of its entries cannot be listed
[[nodiscard]] Listing list_items(int items_folder, const std::string& path);

/// Whether there is any item at all; stops at the first.
[[nodiscard]] bool holds_an_item(int items_folder, const std::string& path);

/// The stamp of an item's file (of whatever kind), nullopt when it is proven to be gone.
/// \throws Error{unavailable}
[[nodiscard]] std::optional<struct stat>
stat_item(int items_folder, std::uint64_t id, const std::string& path);

} // namespace syncctl::connectors::files
