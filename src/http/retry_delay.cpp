#include "retry_delay.hpp"

#include <algorithm>

namespace syncctl::http {
namespace {

constexpr std::chrono::milliseconds k_first{1'000};
constexpr std::chrono::milliseconds k_longest{60'000};
/// A tracker that is not there, or a program that fails, seldom recovers within seconds, and a
/// person may be waiting.
constexpr int k_few_repeats = 2;

Trouble trouble_of(const Response& response)
{
    if (response.is_throttled) {
        return Trouble::throttled;
    }
    switch (response.status) {
    case 429:
        return Trouble::throttled;
    case 403:
        return response.retry_after ? Trouble::throttled : Trouble::none;
    case 503:
        return Trouble::unavailable;
    case 408:
    case 500:
    case 502:
    case 504:
        return Trouble::failed;
    default:
        return Trouble::none;
    }
}

} // namespace

Trouble trouble_of(const Outcome& outcome)
{
    if (const auto* response = std::get_if<Response>(&outcome)) {
        return trouble_of(*response);
    }
    if (const auto* not_sent = std::get_if<NotSent>(&outcome)) {
        return not_sent->is_connection && !not_sent->is_tls ? Trouble::connection
                                                            : Trouble::hopeless;
    }
    return std::get<NoAnswer>(outcome).is_too_large ? Trouble::hopeless : Trouble::no_answer;
}

bool may_have_been_processed(Trouble trouble, bool has_retry_after)
{
    return trouble == Trouble::no_answer || trouble == Trouble::failed ||
           (trouble == Trouble::unavailable && !has_retry_after);
}

int repeats_worth(Trouble trouble, bool is_repeatable, bool has_retry_after, int limit)
{
    switch (trouble) {
    case Trouble::none:
    case Trouble::hopeless:
        return 0;
    case Trouble::connection:
        return std::min(limit, k_few_repeats);
    case Trouble::throttled:
        return limit;
    case Trouble::unavailable:
        return is_repeatable || has_retry_after ? limit : 0;
    case Trouble::no_answer:
        return is_repeatable ? limit : 0;
    case Trouble::failed:
        return is_repeatable ? std::min(limit, k_few_repeats) : 0;
    }
    return 0;
}

std::chrono::milliseconds
retry_delay(int attempt, std::optional<std::chrono::seconds> retry_after, double jitter)
{
    auto range = k_first;
    for (int i = 1; i < attempt && range < k_longest; ++i) {
        range *= 2;
    }
    range = std::min(range, k_longest);
    const std::chrono::milliseconds spread{
        static_cast<std::int64_t>(jitter * static_cast<double>(range.count()))};
    return std::max<std::chrono::milliseconds>(spread,
                                               retry_after.value_or(std::chrono::seconds{0}));
}

} // namespace syncctl::http
