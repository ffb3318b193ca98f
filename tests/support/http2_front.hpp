#pragma once

#include "support/process.hpp"
#include "support/scripted_server.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace syncctl::test {

/// A front that speaks HTTP/2 (or 1.1, as the client chooses) over TLS and hands each request to an
/// HTTP/1.1 server behind it: nghttpx of the Debian package nghttp2-proxy.
class Http2Front {
public:
    /// \param folder               for its log
    /// \param requests_per_connection then it says goodbye (GOAWAY); 0: never
    /// \throws std::runtime_error when the program is not installed or does not start
    Http2Front(const std::filesystem::path& folder,
               ServerIdentity identity,
               int server_port,
               int requests_per_connection = 0);

    [[nodiscard]] int port() const { return m_port; }

    /// `https://127.0.0.1:PORT`
    [[nodiscard]] std::string url() const;

    /// Ends it at once, with all its connections. From any thread.
    void kill();
    /// After kill(): a new one on the same port. Nothing when it was not killed.
    void start_again();

    struct Seen {
        std::string protocol; ///< `h2` or `http/1.1`
        int client_port = 0;  ///< one for each connection
        std::string method;
        std::string target;
    };

    /// The requests that were answered, once there are `count` of them.
    [[nodiscard]] std::vector<Seen> answered(std::size_t count) const;

private:
    [[nodiscard]] bool start();
    [[nodiscard]] std::vector<Seen> read_log() const;

    std::filesystem::path m_log;
    ServerIdentity m_identity;
    int m_server_port;
    int m_requests_per_connection;
    int m_port = 0;
    std::unique_ptr<Process> m_process;
    std::atomic<bool> m_is_killed{false};
};

} // namespace syncctl::test
