#include "support/server_channel.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <sys/socket.h>

namespace syncctl::test {

TlsContext make_tls_context(const ServerIdentity& identity)
{
    TlsContext context{SSL_CTX_new(TLS_server_method())};
    if (identity.is_limited_to_tls_1_1) {
        // OpenSSL 3 allows it only without any demand on security.
        SSL_CTX_set_security_level(context.get(), 0);
        SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context.get(), TLS1_1_VERSION);
        SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
    }
    if (SSL_CTX_use_certificate_chain_file(context.get(), identity.certificate_file.c_str()) != 1 ||
        SSL_CTX_use_PrivateKey_file(context.get(), identity.key_file.c_str(), SSL_FILETYPE_PEM) !=
            1) {
        throw std::runtime_error{"no certificate for a scripted server"};
    }
    return context;
}

bool ServerChannel::start_tls(SSL_CTX* context)
{
    m_ssl.reset(SSL_new(context));
    SSL_set_fd(m_ssl.get(), m_socket);
    return SSL_accept(m_ssl.get()) == 1;
}

std::string ServerChannel::read()
{
    std::array<char, 16384> room{};
    const auto got = m_ssl ? static_cast<ssize_t>(
                                 SSL_read(m_ssl.get(), room.data(), static_cast<int>(room.size())))
                           : ::recv(m_socket, room.data(), room.size(), 0);
    return got <= 0 ? std::string{} : std::string{room.data(), static_cast<std::size_t>(got)};
}

bool ServerChannel::write(std::string_view octets)
{
    while (!octets.empty()) {
        const auto sent = m_ssl ? static_cast<ssize_t>(SSL_write(
                                      m_ssl.get(), octets.data(), static_cast<int>(octets.size())))
                                : ::send(m_socket, octets.data(), octets.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        octets.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void ServerChannel::wait_for_hang_up() const
{
    pollfd waiting{.fd = m_socket, .events = POLLRDHUP, .revents = 0};
    ::poll(&waiting, 1, -1);
}

void ServerChannel::reset()
{
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
}

void ServerChannel::close()
{
    const std::lock_guard lock{m_mutex};
    if (m_socket >= 0) {
        ::close(m_socket);
        m_socket = -1;
    }
}

void ServerChannel::interrupt()
{
    const std::lock_guard lock{m_mutex};
    if (m_socket >= 0) {
        ::shutdown(m_socket, SHUT_RDWR);
    }
}

} // namespace syncctl::test
