#pragma once

#include "syncctl/http/message.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>
#include <string>

namespace syncctl::tests {

/// One exchange of a payload file: `sdp_case("error-not-found", "unknown id")`.
inline nlohmann::json sdp_case(const std::string& file, const std::string& name)
{
    const auto path =
        std::string{SYNCCTL_TEST_DATA} + "/servicedesk_plus/examples/" + file + ".json";
    std::ifstream in{path};
    if (!in) {
        throw std::runtime_error{"no file " + path};
    }
    const auto whole = nlohmann::json::parse(in);
    for (const auto& each : whole.at("cases")) {
        if (each.at("name") == name) {
            return each;
        }
    }
    throw std::runtime_error{"no case " + name + " in " + path};
}

/// The body of the answer in it.
inline nlohmann::json sdp_answer(const std::string& file, const std::string& name)
{
    return sdp_case(file, name).at("response").at("body");
}

/// The answer as it came over the wire.
inline http::Response sdp_response(const std::string& file, const std::string& name)
{
    const auto response = sdp_case(file, name).at("response");
    return {.status = response.at("http_status").get<int>(),
            .headers = {{"Content-Type", "application/json;charset=UTF-8"}},
            .body = response.at("body").dump()};
}

} // namespace syncctl::tests
