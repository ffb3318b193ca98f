#pragma once

#include "syncctl/base/clock.hpp"

#include <atomic>

namespace syncctl::test {

/// Time that moves only when a test says so. Shared by the fake trackers, threads of which read it,
/// and the engine.
class FixedClock final : public base::Clock {
public:
    [[nodiscard]] base::Timestamp now() const override { return {m_now_ms}; }

    [[nodiscard]] std::chrono::milliseconds monotonic() const override
    {
        return std::chrono::milliseconds{m_now_ms};
    }

    void advance(std::chrono::milliseconds by) { m_now_ms += by.count(); }

private:
    std::atomic<std::int64_t> m_now_ms = 1'790'000'000'000;
};

} // namespace syncctl::test
