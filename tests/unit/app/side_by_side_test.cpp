#include "app/side_by_side.hpp"
#include "run_world.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <mutex>
#include <numeric>
#include <set>
#include <stdexcept>
#include <thread>

namespace syncctl::test {

using app::side_by_side;

TEST_CASE("one at a time is done in order, by the thread that asked", "[app][runs]")
{
    std::vector<std::size_t> done;
    side_by_side(4, 1, [&](std::size_t worker, std::size_t index) {
        CHECK(worker == 0);
        done.push_back(index);
    });
    CHECK(done == std::vector<std::size_t>{0, 1, 2, 3});
    // Nothing is done with nothing.
    side_by_side(0, 5, [&](std::size_t, std::size_t) { done.clear(); });
    CHECK(done.size() == 4);
}

TEST_CASE("every index is worked on once, by workers that do one thing at a time", "[app][runs]")
{
    constexpr std::size_t k_count = 200;
    constexpr std::size_t k_at_once = 4;
    std::vector<std::atomic<int>> times(k_count);
    std::vector<std::atomic<int>> busy(k_at_once);
    std::atomic<bool> is_shared{false};
    side_by_side(k_count, k_at_once, [&](std::size_t worker, std::size_t index) {
        is_shared = is_shared || busy.at(worker)++ != 0;
        ++times.at(index);
        --busy.at(worker);
    });
    CHECK_FALSE(is_shared);
    for (const auto& count : times) {
        CHECK(count == 1);
    }
}

TEST_CASE("as many as are allowed work at the same time", "[app][runs]")
{
    // Each waits for the other one: one after another they would wait in vain.
    Latch first;
    Latch second;
    std::atomic<int> met{0};
    side_by_side(2, 2, [&](std::size_t, std::size_t index) {
        auto& own = index == 0 ? first : second;
        auto& other = index == 0 ? second : first;
        own.open();
        met += other.wait() ? 1 : 0;
    });
    CHECK(met == 2);
}

TEST_CASE("what one throws is thrown when the others have ended, and nothing is begun after it",
          "[app][runs]")
{
    Latch second;
    std::atomic<int> ended{0};
    const auto work = [&](std::size_t, std::size_t index) {
        if (index == 0) {
            static_cast<void>(second.wait());
            throw std::runtime_error{"no memory"};
        }
        second.open();
        ++ended;
    };
    CHECK_THROWS_WITH(side_by_side(2, 2, work), "no memory");
    CHECK(ended == 1);
    std::vector<std::size_t> begun;
    CHECK_THROWS(side_by_side(5, 1, [&](std::size_t, std::size_t index) {
        begun.push_back(index);
        throw std::runtime_error{"no memory"};
    }));
    CHECK(begun == std::vector<std::size_t>{0});
}

} // namespace syncctl::test
