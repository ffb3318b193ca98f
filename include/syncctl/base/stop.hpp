#pragma once

#include <atomic>

namespace syncctl::base {

/// Set by a signal handler, read between steps: "finish what is under way, then end".
class StopFlag {
public:
    void request(int signal) noexcept { m_signal.store(signal, std::memory_order_relaxed); }

    [[nodiscard]] bool is_requested() const noexcept { return signal() != 0; }

    /// The signal's number, 0 while none came.
    [[nodiscard]] int signal() const noexcept { return m_signal.load(std::memory_order_relaxed); }

private:
    std::atomic<int> m_signal{0};
    static_assert(std::atomic<int>::is_always_lock_free, "used in a signal handler");
};

} // namespace syncctl::base
