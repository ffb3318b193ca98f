#include "fakes/http/connection.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <sys/socket.h>

namespace syncctl::fakes {

namespace {

std::string head_of(const HttpAnswer& answer, std::string_view framing)
{
    std::string head = fmt::format("HTTP/1.1 {} Fake\r\n", answer.status);
    for (const auto& [name, value] : answer.headers) {
        head += fmt::format("{}: {}\r\n", name, value);
    }
    return head + std::string{framing} + "\r\n";
}

std::string length(std::size_t bytes)
{
    return fmt::format("Content-Length: {}\r\n", bytes);
}

} // namespace

std::string header_of(const HttpHeaders& headers, std::string_view name)
{
    const auto same = [](char a, char b) { return std::tolower(a) == std::tolower(b); };
    for (const auto& [key, value] : headers) {
        if (std::equal(key.begin(), key.end(), name.begin(), name.end(), same)) {
            return value;
        }
    }
    return {};
}

Connection::~Connection()
{
    ::close(m_socket);
}

bool Connection::wait_for_request()
{
    m_is_answered = false;
    return fill();
}

bool Connection::fill()
{
    if (m_begin < m_end) {
        return true;
    }
    const ssize_t count = ::recv(m_socket, m_buffer.data(), m_buffer.size(), 0);
    m_begin = 0;
    m_end = count > 0 ? static_cast<std::size_t>(count) : 0;
    return m_end > 0;
}

ssize_t Connection::read(char* into, size_t size)
{
    if (!fill()) {
        return 0;
    }
    const std::size_t count = std::min(size, m_end - m_begin);
    std::memcpy(into, m_buffer.data() + m_begin, count);
    m_begin += count;
    return static_cast<ssize_t>(count);
}

ssize_t Connection::write(const char* from, size_t size)
{
    if (!m_is_answered) {
        send_all({from, size});
    }
    return static_cast<ssize_t>(size);
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const
{
    ip = "127.0.0.1";
    port = 0;
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const
{
    ip = "127.0.0.1";
    port = 0;
}

void Connection::send_all(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) {
            m_is_over = true;
            return;
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void Connection::reset()
{
    // A close with a linger time of 0 sends RST instead of FIN.
    const linger now{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    m_is_over = true;
}

void Connection::wait_until_client_leaves()
{
    std::array<char, 256> ignored{};
    while (::recv(m_socket, ignored.data(), ignored.size(), 0) > 0) {
    }
    m_is_over = true;
}

void Connection::send_streamed(const HttpAnswer& answer, std::string head)
{
    send_all(head + fmt::format("{:x}\r\n{}\r\n", answer.body.size(), answer.body));
    const std::string filling(std::size_t{1} << 16U, 'a');
    for (std::size_t sent = 0; sent < answer.stream_bytes && !m_is_over; sent += filling.size()) {
        send_all(fmt::format("{:x}\r\n{}\r\n", filling.size(), filling));
    }
    send_all("0\r\n\r\n");
}

void Connection::send(const HttpAnswer& answer)
{
    m_is_answered = true;
    const std::string_view body = answer.body;
    const std::string_view half = body.substr(0, body.size() / 2);
    // No content, no length (RFC 9110, 8.6).
    const bool has_length = answer.status != 204 && answer.status != 304;
    const std::string whole_head = head_of(answer, has_length ? length(body.size()) : "");
    m_is_over = answer.wire != Wire::whole && answer.wire != Wire::streamed;
    switch (answer.wire) {
    case Wire::whole:
        return send_all(whole_head + answer.body);
    case Wire::reset:
        return reset();
    case Wire::closed:
        return;
    case Wire::truncated:
        return send_all(whole_head + std::string{half});
    case Wire::truncated_head:
        return send_all(whole_head.substr(0, whole_head.size() / 2));
    case Wire::longer_length:
        return send_all(head_of(answer, length(body.size() + 100)) + answer.body);
    case Wire::shorter_length:
        return send_all(head_of(answer, length(body.size() / 2)) + answer.body);
    case Wire::no_length:
        return send_all(head_of(answer, "Connection: close\r\n") + answer.body);
    case Wire::stalled:
        return wait_until_client_leaves();
    case Wire::stalled_body:
        send_all(whole_head + std::string{half});
        return wait_until_client_leaves();
    case Wire::streamed:
        return send_streamed(answer, head_of(answer, "Transfer-Encoding: chunked\r\n"));
    }
}

} // namespace syncctl::fakes
