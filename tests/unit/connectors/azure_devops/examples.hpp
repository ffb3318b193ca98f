#pragma once

#include "syncctl/http/message.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>
#include <string>

namespace syncctl::tests {

/// A published payload of the service, by its file name without the ending.
inline nlohmann::json azure_example(const std::string& name)
{
    const auto path = std::string{SYNCCTL_TEST_DATA} + "/azure_devops/examples/" + name + ".json";
    std::ifstream in{path};
    if (!in) {
        throw std::runtime_error{"no file " + path};
    }
    return nlohmann::json::parse(in);
}

/// The body of the answer in such a payload.
inline nlohmann::json azure_answer(const std::string& name)
{
    return azure_example(name).at("response").at("body");
}

/// One of the errors that are quoted in public, by its name.
inline nlohmann::json azure_error(const std::string& name)
{
    const auto file = azure_example("errors");
    for (const auto& error : file.at("errors")) {
        if (error.at("name") == name) {
            return error;
        }
    }
    throw std::runtime_error{"no error " + name};
}

inline http::Response json_response(int status, const std::string& body)
{
    return {.status = status,
            .headers = {{"Content-Type", "application/json; charset=utf-8"}},
            .body = body,
            .retry_after = {}};
}

} // namespace syncctl::tests
