#include "fakes/servicedesk_plus/fake_impl.hpp"

namespace syncctl::fakes::sdp {

namespace {

constexpr std::int64_t k_cloud_lock_ms = 300'000;
constexpr std::int64_t k_on_premises_lock_ms = 60'000;

HttpAnswer too_many(const World& world, std::int64_t left_ms)
{
    Throttling style = world.switches.throttling;
    if (style == Throttling::by_edition) {
        style = world.is_cloud() ? Throttling::code_4015_400 : Throttling::url_blocked;
    }
    if (style == Throttling::url_blocked) {
        return to_http(world,
                       Refusal{4000,
                               "",
                               "URL blocked as maximum access limit for the page is exceeded. "
                               "Please try after sometime."});
    }
    if (style == Throttling::code_4015_429) {
        HttpAnswer answer = to_http(world, Refusal{4015});
        answer.headers.emplace_back("Retry-After", std::to_string((left_ms + 999) / 1000));
        return answer;
    }
    HttpAnswer answer = to_http(world, Refusal{4015, "", "Maximum access limit exceeded"});
    answer.status = 400;
    return answer;
}

/// Counts the calls of the last minute; true when there are too many.
bool is_over_the_limit(World& world, std::int64_t now)
{
    const auto limit = static_cast<std::size_t>(world.switches.calls_per_minute);
    if (limit == 0) {
        return false;
    }
    while (!world.calls_ms.empty() && world.calls_ms.front() + 60'000 <= now) {
        world.calls_ms.pop_front();
    }
    if (world.calls_ms.size() >= limit) {
        world.calls_ms.clear();
        return true;
    }
    world.calls_ms.push_back(now);
    return false;
}

} // namespace

std::optional<TooMany> too_many_calls(World& world, const HttpRequest& request)
{
    const std::int64_t now = world.clock->now().ms;
    const std::int64_t lock_ms = world.switches.lock_ms > 0 ? world.switches.lock_ms
                                 : world.is_cloud()         ? k_cloud_lock_ms
                                                            : k_on_premises_lock_ms;
    std::erase_if(world.locks,
                  [&](const Lock& lock) { return lock.until_ms != 0 && lock.until_ms <= now; });
    for (Lock& lock : world.locks) {
        if (!lock.matching.covers(request)) {
            continue;
        }
        if (lock.until_ms != 0) {
            return TooMany{.answer = too_many(world, lock.until_ms - now), .is_locked = true};
        }
        if (lock.allowed > 0) {
            --lock.allowed;
            continue;
        }
        lock.until_ms = now + lock_ms;
        return TooMany{.answer = too_many(world, lock_ms), .is_locked = false};
    }
    if (is_over_the_limit(world, now)) {
        world.locks.push_back({.matching = {}, .allowed = 0, .until_ms = now + lock_ms});
        return TooMany{.answer = too_many(world, lock_ms), .is_locked = false};
    }
    return std::nullopt;
}

} // namespace syncctl::fakes::sdp
