#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace syncctl::simulation {

/// A seeded generator that gives the same numbers on every machine (splitmix64).
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_state{seed} {}

    /// In [0, below).
    [[nodiscard]] int below(int below);
    [[nodiscard]] bool chance(int percent);
    [[nodiscard]] const std::string& one_of(const std::vector<std::string>& choices);

private:
    std::uint64_t m_state;
};

} // namespace syncctl::simulation
