#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace syncctl::base {

/// Where randomness comes from, so that a test can replay it.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::byte> bytes) = 0;
};

/// The kernel's generator (getrandom).
class SystemRandom final : public Random {
public:
    void fill(std::span<std::byte> bytes) override;
};

/// A random UUID (RFC 9562, version 4), lower case with dashes.
[[nodiscard]] std::string random_uuid(Random& random);

} // namespace syncctl::base
