#include "syncctl/base/random.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <sys/random.h>

namespace syncctl::base {

void SystemRandom::fill(std::span<std::byte> bytes)
{
    while (!bytes.empty()) {
        const auto got = getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            throw Error{ErrorCode::failed, "the kernel gives no random octets"};
        }
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

std::string random_uuid(Random& random)
{
    std::array<std::byte, 16> bytes{};
    random.fill(bytes);
    bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x40};
    bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            text += '-';
        }
        text += fmt::format("{:02x}", std::to_integer<int>(bytes[i]));
    }
    return text;
}

} // namespace syncctl::base
