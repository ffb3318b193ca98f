#include "client_setup.hpp"

namespace syncctl::connectors {

http::ClientSetup client_setup(const ConnectorSetup& setup,
                               const WebOptions& options,
                               const Surroundings& surroundings,
                               base::Log& log)
{
    http::ClientSetup client{.base = http::Url::parse(options.base),
                             .authorization = {},
                             .limits = surroundings.limits.value_or(http::Limits{}),
                             .ca_file = options.ca_file,
                             .allow_http = options.allow_http,
                             .log = &log,
                             .stop = setup.stop,
                             .not_before = setup.not_before,
                             .clock = surroundings.clock,
                             .random = surroundings.random,
                             .sleep = surroundings.sleep};
    client.limits.concurrency = options.concurrency;
    return client;
}

model::Traffic traffic_of(const http::Client& client)
{
    const auto& traffic = client.traffic();
    return {.repeats = traffic.repeats,
            .bytes_sent = traffic.bytes_sent,
            .bytes_received = traffic.bytes_received,
            .waited = traffic.waited};
}

} // namespace syncctl::connectors
