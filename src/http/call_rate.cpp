#include "call_rate.hpp"

#include <algorithm>

namespace syncctl::http {

CallRate::CallRate(int calls_per_minute)
    : m_calls{static_cast<std::size_t>(std::max(0, calls_per_minute))}
{
}

void CallRate::note_start(Ms now)
{
    if (m_calls == 0) {
        return;
    }
    if (m_starts.size() == m_calls) {
        m_starts.pop_front();
    }
    m_starts.push_back(now);
}

CallRate::Ms CallRate::next_start() const
{
    constexpr std::chrono::minutes k_window{1};
    return m_calls == 0 || m_starts.size() < m_calls ? Ms{0} : m_starts.front() + k_window;
}

} // namespace syncctl::http
