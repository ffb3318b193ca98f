#pragma once

#include "curl_handles.hpp"
#include "received.hpp"

#include "syncctl/http/client.hpp"
#include "syncctl/http/message.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace syncctl::http {

/// How a transfer is made, the same for all of a client.
struct TransferSetup {
    Limits limits;
    std::string ca_file;
    bool is_https = false;
    bool is_loopback = false;
    const base::Clock* clock = nullptr;
};

/// The name on the wire.
[[nodiscard]] const char* name_of(Method method);

/// One request on the wire and what comes back. Stays where it is while libcurl has its handle.
class Transfer {
public:
    /// \param request lives as long as this; \param url absolute and judged
    Transfer(const TransferSetup& setup,
             const Authorization& authorization,
             const Request& request,
             const std::string& url);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    [[nodiscard]] CURL* handle() const noexcept { return m_easy.get(); }

    /// The connection stood and the request's first octet may have left.
    [[nodiscard]] bool is_sent() const noexcept { return m_is_sent; }

    /// Sorts what happened. Call once, with what libcurl reported at the end.
    [[nodiscard]] Outcome outcome(CURLcode code);

    /// `HTTP/2`; empty before an answer began.
    [[nodiscard]] std::string_view version() const;
    [[nodiscard]] long long bytes_sent() const;
    [[nodiscard]] long long bytes_received() const;

    /// Our clock when the request left and when the answer's head began.
    [[nodiscard]] base::Timestamp sent_at() const noexcept { return m_sent_at; }

    [[nodiscard]] base::Timestamp answered_at() const noexcept { return m_answered_at; }

private:
    void set_up(const TransferSetup& setup);
    void set_up_security(const TransferSetup& setup);
    void set_up_method();
    void set_up_headers(const Authorization& authorization);
    void set_up_callbacks();
    [[nodiscard]] std::string evidence(CURLcode code) const;
    [[nodiscard]] bool was_reset() const;

    static int on_ready(void* self, char* peer, char* own, int peer_port, int own_port);
    static std::size_t
    on_line(char* data, std::size_t size, std::size_t count, void* self) noexcept;
    static std::size_t
    on_body(char* data, std::size_t size, std::size_t count, void* self) noexcept;
    static std::size_t on_send(char* room, std::size_t size, std::size_t count, void* self);

    const Request& m_request;
    const base::Clock& m_clock;
    CurlEasy m_easy;
    HeaderList m_headers;
    Received m_received;
    std::array<char, CURL_ERROR_SIZE> m_error{};
    std::size_t m_sent_octets = 0;
    bool m_is_sent = false;
    bool m_is_held_back = false; ///< libcurl was about to send a write again
    base::Timestamp m_sent_at;
    base::Timestamp m_answered_at;
};

} // namespace syncctl::http
