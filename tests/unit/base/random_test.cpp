#include "syncctl/base/random.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <set>
#include <string>

using namespace syncctl::base; // NOLINT(google-build-using-namespace): this file tests that one
                               // module

namespace {

class Ones final : public Random {
public:
    void fill(std::span<std::byte> bytes) override
    {
        for (auto& each : bytes) {
            each = std::byte{0xFF};
        }
    }
};

} // namespace

TEST_CASE("a UUID says that it is a random one", "[base]")
{
    Ones ones;
    CHECK(random_uuid(ones) == "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

TEST_CASE("the kernel's generator does not repeat itself", "[base]")
{
    SystemRandom random;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        seen.insert(random_uuid(random));
    }
    CHECK(seen.size() == 1000);
    std::array<std::byte, 1000> many{};
    random.fill(many);
    CHECK(std::set<std::byte>{many.begin(), many.end()}.size() > 200);
    random.fill({});
}
