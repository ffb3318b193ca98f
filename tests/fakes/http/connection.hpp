#pragma once

#include "fakes/http/message.hpp"

#include <httplib.h>

#include <array>

namespace syncctl::fakes {

/// One accepted socket. httplib reads requests through it; answers are written by send(), because
/// httplib itself only writes well-formed ones.
class Connection final : public httplib::Stream {
public:
    explicit Connection(int socket) : m_socket{socket} {}

    ~Connection() override;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Blocks until there is something to read; false when the client left.
    [[nodiscard]] bool wait_for_request();
    void send(const HttpAnswer& answer);

    [[nodiscard]] bool is_over() const { return m_is_over; }

    [[nodiscard]] bool is_readable() const override { return true; }

    [[nodiscard]] bool is_writable() const override { return true; }

    ssize_t read(char* into, size_t size) override;
    /// What httplib writes after send() is dropped; before, it is httplib's own refusal of a
    /// request.
    ssize_t write(const char* from, size_t size) override;
    void get_remote_ip_and_port(std::string& ip, int& port) const override;
    void get_local_ip_and_port(std::string& ip, int& port) const override;

    [[nodiscard]] socket_t socket() const override { return m_socket; }

private:
    bool fill();
    void send_all(std::string_view bytes);
    void send_streamed(const HttpAnswer& answer, std::string head);
    void reset();
    void wait_until_client_leaves();

    int m_socket;
    std::array<char, 16384> m_buffer{};
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    bool m_is_answered = false;
    bool m_is_over = false;
};

} // namespace syncctl::fakes
