#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/http/message.hpp"

#include <optional>

namespace syncctl::http {

/// What `Date` headers tell about the tracker's clock; the uncertainty covers the header's whole
/// second and half the round trip. Keeps the measurement with the least
/// uncertainty, and starts afresh when a later one contradicts it: then a clock was set.
class ClockEstimate {
public:
    /// \param sent, answered by our clock \param date the header, a whole second
    void note(base::Timestamp sent, base::Timestamp answered, base::Timestamp date);

    [[nodiscard]] std::optional<base::ClockOffset> value() const { return m_value; }

private:
    std::optional<base::ClockOffset> m_value;
};

} // namespace syncctl::http
