#include "side_by_side.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace syncctl::app {

namespace {

class Queue {
public:
    using Work = std::function<void(std::size_t worker, std::size_t index)>;

    Queue(std::size_t count, const Work& work) : m_count{count}, m_work{work} {}

    /// Takes one index after another until none is left.
    void serve(std::size_t worker) noexcept
    {
        for (auto index = m_next++; index < m_count; index = m_next++) {
            try {
                m_work(worker, index);
            } catch (...) {
                m_next = m_count;
                const std::scoped_lock lock{m_mutex};
                if (!m_failure) {
                    m_failure = std::current_exception();
                }
            }
        }
    }

    void rethrow() const
    {
        if (m_failure) {
            std::rethrow_exception(m_failure);
        }
    }

private:
    std::size_t m_count;
    const Work& m_work;
    std::atomic<std::size_t> m_next{0};
    std::mutex m_mutex;
    std::exception_ptr m_failure; ///< read when all threads have ended
};

} // namespace

void side_by_side(std::size_t count,
                  std::size_t at_once,
                  const std::function<void(std::size_t worker, std::size_t index)>& work)
{
    Queue queue{count, work};
    std::vector<std::thread> others;
    const auto workers = std::min(count, at_once);
    others.reserve(workers);
    for (std::size_t worker = 1; worker < workers; ++worker) {
        try {
            others.emplace_back([&queue, worker] { queue.serve(worker); });
        } catch (const std::system_error&) {
            break; // no more threads: those that there are do it
        }
    }
    queue.serve(0);
    for (auto& other : others) {
        other.join();
    }
    queue.rethrow();
}

} // namespace syncctl::app
