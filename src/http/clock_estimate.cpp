#include "clock_estimate.hpp"

namespace syncctl::http {
namespace {

constexpr std::int64_t k_half_a_second = 500;

} // namespace

void ClockEstimate::note(base::Timestamp sent, base::Timestamp answered, base::Timestamp date)
{
    if (answered < sent) {
        return; // Our own clock went back in between.
    }
    const auto round_trip = answered.ms - sent.ms;
    const base::ClockOffset measured{
        .offset = std::chrono::milliseconds{sent.ms + round_trip / 2 - date.ms - k_half_a_second},
        .uncertainty = std::chrono::milliseconds{k_half_a_second + (round_trip + 1) / 2}};
    const bool contradicts = m_value && std::chrono::abs(measured.offset - m_value->offset) >
                                            measured.uncertainty + m_value->uncertainty;
    if (!m_value || contradicts || measured.uncertainty <= m_value->uncertainty) {
        m_value = measured;
    }
}

} // namespace syncctl::http
