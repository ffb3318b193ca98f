#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncctl::base {

/// A moment in UTC, milliseconds since 1970. 0 means "unknown".
struct Timestamp {
    std::int64_t ms = 0;
    // clang-tidy 14 takes the 0 of a rewritten comparison for a pointer.
    // NOLINTNEXTLINE(modernize-use-nullptr)
    auto operator<=>(const Timestamp&) const = default;
};

/// Our clock less another one, and by how much that may be wrong.
struct ClockOffset {
    std::chrono::milliseconds offset{0};
    std::chrono::milliseconds uncertainty{0};
};

/// `YYYY-MM-DDTHH:MM:SS.sssZ`, the one form in which times are stored and shown.
[[nodiscard]] std::string format_utc(Timestamp time);

/// Reads the form of format_utc, nothing else. nullopt for anything that is no such moment.
[[nodiscard]] std::optional<Timestamp> parse_utc(std::string_view text);

/// Where time comes from, so that a test can hold it still.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Timestamp now() const = 0;
    /// For durations only; never goes back.
    [[nodiscard]] virtual std::chrono::milliseconds monotonic() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override;
    [[nodiscard]] std::chrono::milliseconds monotonic() const override;
};

} // namespace syncctl::base
