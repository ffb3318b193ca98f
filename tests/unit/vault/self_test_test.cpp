#include "syncctl/vault/envelope.hpp"

#include <catch2/catch.hpp>

namespace {

class Zeros final : public syncctl::base::Random {
public:
    void fill(std::span<std::byte> bytes) override
    {
        for (auto& each : bytes) {
            each = std::byte{0};
        }
    }
};

} // namespace

TEST_CASE("the encryption self-test passes whatever the random octets are", "[vault]")
{
    syncctl::base::SystemRandom random;
    CHECK_NOTHROW(syncctl::vault::self_test(random));
    Zeros zeros;
    CHECK_NOTHROW(syncctl::vault::self_test(zeros));
}
