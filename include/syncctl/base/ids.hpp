#pragma once

#include <compare>
#include <cstdint>

namespace syncctl::base {

/// A row id that cannot be mixed up with the id of another table. 0 means "not stored yet".
template <class Tag>
struct Id {
    std::int64_t value = 0;
    // clang-tidy 14 takes the 0 of a rewritten comparison for a pointer.
    // NOLINTNEXTLINE(modernize-use-nullptr)
    auto operator<=>(const Id&) const = default;
};

using ConnectorId = Id<struct ConnectorTag>;
using PairId = Id<struct PairTag>;
using LinkId = Id<struct LinkTag>;
using IntentId = Id<struct IntentTag>;
using ExecutionId = Id<struct ExecutionTag>;
using ConflictId = Id<struct ConflictTag>;

} // namespace syncctl::base
