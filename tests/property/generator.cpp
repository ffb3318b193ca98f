#include "generator.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <string>

namespace syncctl::test {

std::uint64_t setting(const char* name, std::uint64_t otherwise)
{
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::stoull(text);
}

void for_all(const std::function<void(Generator&)>& property)
{
    const auto runs = setting("SYNCCTL_PROPERTY_RUNS", 4000);
    const auto first = setting("SYNCCTL_PROPERTY_SEED", 1);
    for (std::uint64_t seed = first; seed < first + runs; ++seed) {
        INFO("play it again: SYNCCTL_PROPERTY_RUNS=1 SYNCCTL_PROPERTY_SEED=" << seed);
        Generator generator{seed};
        property(generator);
    }
}

} // namespace syncctl::test
