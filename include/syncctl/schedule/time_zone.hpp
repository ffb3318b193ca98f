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

namespace syncctl::schedule {

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

    /// What clocks in the zone are ahead of UTC.
    [[nodiscard]] std::chrono::seconds offset_at(std::int64_t utc_ms) const;
    [[nodiscard]] std::int64_t local_of(std::int64_t utc_ms) const;
    /// Of a time that clocks show twice the first; nullopt for one that they skip.
    [[nodiscard]] std::optional<std::int64_t> utc_of(std::int64_t local_ms) const;
    /// When that day begins; nullopt for a day that the zone skipped as a whole.
    [[nodiscard]] std::optional<std::int64_t> begin_of_day(std::int64_t local_midnight_ms) const;

private:
    const date::time_zone* m_zone =
        nullptr;                      ///< of the database, which lives as long as the process
    std::chrono::seconds m_offset{0}; ///< without m_zone
};

/// The zone of a machine's clocks by name, so that it can be stored and does not change with them.
struct MachineZone {
    std::string name = "UTC";
    std::string problem; ///< why it is UTC although that was not asked for; else empty
};

/// \param tz_variable the environment's TZ; without it, what /etc/localtime or /etc/timezone says
[[nodiscard]] MachineZone machine_zone(const std::optional<std::string>& tz_variable);

} // namespace syncctl::schedule
