#pragma once

#include "syncctl/base/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace syncctl::test {

/// Hands out given octets in order; a test that asks for more fails.
class ReplayedRandom final : public base::Random {
public:
    explicit ReplayedRandom(std::string octets) : m_octets{std::move(octets)} {}

    void fill(std::span<std::byte> bytes) override
    {
        REQUIRE(bytes.size() <= m_octets.size());
        std::transform(m_octets.begin(),
                       m_octets.begin() + static_cast<std::ptrdiff_t>(bytes.size()),
                       bytes.begin(),
                       [](char c) { return static_cast<std::byte>(c); });
        m_octets.erase(0, bytes.size());
    }

private:
    std::string m_octets;
};

} // namespace syncctl::test
