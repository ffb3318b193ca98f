#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace date {
class time_zone;
} // namespace date

namespace syncctl::mapping::functions {

/// Minutes and hours as `+02:00`, `-0330` or `+02`, up to 23:59; nullopt when it is none.
[[nodiscard]] std::optional<std::chrono::minutes> offset_from(std::string_view text);

/// UTC, a fixed offset or a zone of the IANA database. Never the machine's own. Times are
/// milliseconds since 1970, of UTC or as clocks in the zone show them.
class Zone {
public:
    /// UTC
    Zone() = default;
    /// `UTC`, `+02:00`, `Europe/Berlin`; else the problem with the name.
    [[nodiscard]] static std::variant<Zone, std::string> named(std::string_view name);

    [[nodiscard]] std::int64_t local_of(std::int64_t utc_ms) const;
    /// Of a time that clocks show twice the first; nullopt for one that they skip.
    [[nodiscard]] std::optional<std::int64_t> utc_of(std::int64_t local_ms) const;
    /// When that day begins; nullopt for a day that the zone skipped as a whole.
    [[nodiscard]] std::optional<std::int64_t> begin_of_day(std::int64_t local_midnight_ms) const;

private:
    [[nodiscard]] std::chrono::seconds offset_at(std::int64_t utc_ms) const;

    const date::time_zone* m_zone =
        nullptr;                      ///< of the database, which lives as long as the process
    std::chrono::seconds m_offset{0}; ///< without m_zone
};

} // namespace syncctl::mapping::functions
