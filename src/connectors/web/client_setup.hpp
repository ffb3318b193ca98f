#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/random.hpp"
#include "syncctl/connectors/registry.hpp"
#include "syncctl/http/client.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace syncctl::connectors {

/// What a test puts in the place of the system; nothing by default.
struct Surroundings {
    const base::Clock* clock = nullptr;
    base::Random* random = nullptr;
    std::function<void(std::chrono::milliseconds)> sleep;
    std::optional<http::Limits> limits; ///< its concurrency is the setting's
};

/// What the settings of every connector over HTTP say about its requests.
struct WebOptions {
    std::string base; ///< every request goes to its origin
    std::string ca_file;
    bool allow_http = false;
    int concurrency = 4;
};

[[nodiscard]] http::ClientSetup client_setup(const ConnectorSetup& setup,
                                             const WebOptions& options,
                                             const Surroundings& surroundings,
                                             base::Log& log);

/// As a connector reports it.
[[nodiscard]] model::Traffic traffic_of(const http::Client& client);

} // namespace syncctl::connectors
