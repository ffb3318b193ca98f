#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace syncctl::test {

/// libFuzzer keeps the input with which the program ends.
inline void stop_when(const std::optional<std::string>& broken)
{
    if (broken) {
        std::fprintf(stderr, "broken law: %s\n", broken->c_str());
        std::abort();
    }
}

inline std::string_view octets(const std::uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

} // namespace syncctl::test
