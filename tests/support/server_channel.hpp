#pragma once

#include "support/scripted_server.hpp"

#include <openssl/ssl.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace syncctl::test {

struct SslRelease {
    void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }

    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
};

using TlsContext = std::unique_ptr<SSL_CTX, SslRelease>;

[[nodiscard]] TlsContext make_tls_context(const ServerIdentity& identity);

/// One accepted connection, plain or TLS. Used by its own thread; interrupt() by any.
class ServerChannel {
public:
    explicit ServerChannel(int socket) : m_socket{socket} {}

    ~ServerChannel() { close(); }

    ServerChannel(const ServerChannel&) = delete;
    ServerChannel& operator=(const ServerChannel&) = delete;

    [[nodiscard]] bool start_tls(SSL_CTX* context);

    [[nodiscard]] bool is_encrypted() const { return m_ssl != nullptr; }

    /// Empty when the client has gone.
    [[nodiscard]] std::string read();
    [[nodiscard]] bool write(std::string_view octets);
    void wait_for_hang_up() const;
    void reset();
    void close();
    /// Ends whatever it is waiting for.
    void interrupt();

private:
    mutable std::mutex m_mutex; ///< guards the number of the socket against its reuse
    int m_socket;
    std::unique_ptr<SSL, SslRelease> m_ssl;
};

} // namespace syncctl::test
