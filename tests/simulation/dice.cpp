#include "dice.hpp"

namespace syncctl::simulation {

int Dice::below(int below)
{
    m_state += 0x9e3779b97f4a7c15ULL;
    auto mixed = m_state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    mixed ^= mixed >> 31;
    return static_cast<int>(mixed % static_cast<std::uint64_t>(below));
}

bool Dice::chance(int percent)
{
    return below(100) < percent;
}

const std::string& Dice::one_of(const std::vector<std::string>& choices)
{
    return choices[static_cast<std::size_t>(below(static_cast<int>(choices.size())))];
}

} // namespace syncctl::simulation
