#pragma once

#include "syncctl/model/side.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

namespace syncctl::test {

/// Draws everything that is random in a property from one seed, the same with every library.
class Generator {
public:
    explicit Generator(std::uint64_t seed) : m_engine{seed} {}

    /// In [0, limit); limit is at least 1.
    [[nodiscard]] std::size_t below(std::size_t limit)
    {
        return static_cast<std::size_t>(m_engine() % limit);
    }

    [[nodiscard]] bool chance(std::size_t percent) { return below(100) < percent; }

    [[nodiscard]] model::Side side()
    {
        return below(2) == 0 ? model::Side::source : model::Side::target;
    }

    template <class T>
    [[nodiscard]] const T& one_of(const std::vector<T>& choices)
    {
        return choices[below(choices.size())];
    }

private:
    std::mt19937_64 m_engine;
};

/// Checks a property for many seeds: SYNCCTL_PROPERTY_RUNS of them (default 4000), counted up from
/// SYNCCTL_PROPERTY_SEED (default 1). What fails names its seed, so that it can be played alone.
void for_all(const std::function<void(Generator&)>& property);

/// A number from the environment.
[[nodiscard]] std::uint64_t setting(const char* name, std::uint64_t otherwise);

} // namespace syncctl::test
