#pragma once

#include "regular_file.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::connectors::files {

/// One item as it was at the last listing: its id and a hash of its stamp.
struct Mark {
    std::uint64_t id = 0;
    std::uint64_t hash = 0;
    bool operator==(const Mark&) const = default;
};

/// What a watermark of this connector holds: about nine octets per item.
struct Snapshot {
    std::uint64_t highest_id =
        0;                   ///< ever seen, so that the id of a removed item is not given again
    std::vector<Mark> marks; ///< by id, ascending
    bool operator==(const Snapshot&) const = default;
};

[[nodiscard]] std::uint64_t hash_of(const FileStamp& stamp);

/// Version octet, highest id, count, then per item the distance to the id before as a varint and
/// the hash; a checksum at the end.
[[nodiscard]] std::string encode_snapshot(const Snapshot& snapshot);
/// nullopt for anything that encode_snapshot did not write.
[[nodiscard]] std::optional<Snapshot> decode_snapshot(std::string_view bytes);

} // namespace syncctl::connectors::files
