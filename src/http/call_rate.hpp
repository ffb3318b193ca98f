#pragma once

#include <chrono>
#include <cstddef>
#include <deque>

namespace syncctl::http {

/// Keeps the requests of a client under a number in any minute. It looks back at when the last ones
/// started, so that few of them wait for nothing.
class CallRate {
public:
    using Ms = std::chrono::milliseconds;

    /// \param calls_per_minute 0 or less: no limit
    explicit CallRate(int calls_per_minute);

    void note_start(Ms now);
    /// The earliest moment at which another request may start.
    [[nodiscard]] Ms next_start() const;

private:
    std::size_t m_calls;
    std::deque<Ms> m_starts; ///< the last m_calls, oldest first
};

} // namespace syncctl::http
