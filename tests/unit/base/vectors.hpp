#pragma once

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <string_view>

namespace syncctl::test {

/// One file of tests/data/vectors; a missing one fails the test.
inline nlohmann::json vectors(const std::string& name)
{
    std::ifstream file{std::string{SYNCCTL_TEST_DATA} + "/vectors/" + name};
    INFO(name);
    REQUIRE(file.is_open());
    return nlohmann::json::parse(file);
}

/// The octets of a hex string, independent of the code under test.
inline std::string octets(std::string_view hex)
{
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(std::string{hex.substr(i, 2)}, nullptr, 16));
    }
    return bytes;
}

inline std::string octets(const nlohmann::json& row, const char* key)
{
    return octets(row.at(key).get<std::string>());
}

} // namespace syncctl::test
