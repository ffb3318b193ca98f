#pragma once

#include "curl_handles.hpp"
#include "transfer.hpp"

#include "syncctl/http/client.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace syncctl::http {

/// One client at work: what is asked for, on the wire and over.
class Client::Loop {
public:
    explicit Loop(ClientSetup setup);

    [[nodiscard]] std::vector<Outcome> run(std::span<const Request> requests);

    void authorize(Authorization authorization);

    [[nodiscard]] const Traffic& traffic() const { return m_traffic; }

    [[nodiscard]] std::optional<ClockOffset> clock_offset() const { return std::nullopt; }

private:
    struct Flight {
        std::size_t index = 0;
        std::unique_ptr<Transfer> transfer;
    };

    [[nodiscard]] std::optional<std::string> refusal(const Request& request) const;
    void start(const Request& request, std::size_t index);
    void collect(std::vector<Outcome>& outcomes);
    void land(Flight flight, CURLcode code, std::vector<Outcome>& outcomes);

    base::SystemClock m_system_clock;
    ClientSetup m_setup;
    TransferSetup m_transfer_setup;
    Traffic m_traffic;
    CurlMulti m_multi;
    std::vector<Flight> m_flights; ///< after m_multi, so that they go first
};

} // namespace syncctl::http
