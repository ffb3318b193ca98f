#pragma once

#include "syncctl/base/clock.hpp"

#include <atomic>

namespace syncctl::fakes {

/// Time that moves only when a test says so, read by the threads of a fake server.
class FakeClock final : public base::Clock {
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

} // namespace syncctl::fakes
