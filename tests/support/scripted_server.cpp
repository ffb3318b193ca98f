#include "support/scripted_server.hpp"

#include "support/server_channel.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>

namespace syncctl::test {
namespace {

constexpr std::string_view k_head_end = "\r\n\r\n";

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool begins_ignoring_case(std::string_view text, std::string_view with)
{
    return text.size() >= with.size() &&
           std::equal(with.begin(), with.end(), text.begin(), [](char a, char b) {
               return lower(a) == lower(b);
           });
}

} // namespace

Script& Script::then_send(std::string octets)
{
    m_steps.push_back({.act = Act::send, .octets = std::move(octets)});
    return *this;
}

Script& Script::then_trickle(std::string octets, std::chrono::milliseconds pause)
{
    m_steps.push_back({.act = Act::trickle, .octets = std::move(octets), .pause = pause});
    return *this;
}

Script& Script::then(std::function<void()> call)
{
    m_steps.push_back({.act = Act::call, .call = std::move(call)});
    return *this;
}

Script& Script::then_close()
{
    m_steps.push_back({.act = Act::close});
    return *this;
}

Script& Script::then_reset()
{
    m_steps.push_back({.act = Act::reset});
    return *this;
}

Script& Script::then_stall()
{
    m_steps.push_back({.act = Act::stall});
    return *this;
}

Script answer(int status, std::string_view body, const Headers& headers)
{
    auto octets = fmt::format("HTTP/1.1 {} Scripted\r\n", status);
    for (const auto& [name, value] : headers) {
        octets += fmt::format("{}: {}\r\n", name, value);
    }
    if (status >= 200 && status != 204 && status != 304) {
        octets += fmt::format("Content-Length: {}\r\n", body.size());
    }
    return raw(fmt::format("{}\r\n{}", octets, body));
}

Script raw(std::string octets)
{
    return Script{}.then_send(std::move(octets));
}

Script script()
{
    return {};
}

std::optional<std::string> SeenRequest::header(std::string_view name) const
{
    std::size_t at = head.find("\r\n");
    while (at != std::string::npos) {
        const auto line = std::string_view{head}.substr(at + 2);
        if (begins_ignoring_case(line, std::string{name} + ":")) {
            auto value = line.substr(name.size() + 1, line.find("\r\n") - name.size() - 1);
            value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
            return std::string{value};
        }
        at = head.find("\r\n", at + 2);
    }
    return std::nullopt;
}

struct ScriptedServer::Tls {
    TlsContext context;
};

class ScriptedServer::Channel : public ServerChannel {
public:
    using ServerChannel::ServerChannel;
};

ScriptedServer::ScriptedServer(ClockFunction clock, std::optional<ServerIdentity> tls)
    : m_clock{std::move(clock)}, m_otherwise{answer(500, "no script is left")}
{
    // As the program itself does: a peer that is gone is an error, not the end.
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    if (tls) {
        m_tls = std::make_unique<Tls>(Tls{make_tls_context(*tls)});
    }
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(m_listener, 64) != 0 ||
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error{"no socket for a scripted server"};
    }
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread{[this] { accept_all(); }};
}

ScriptedServer::~ScriptedServer()
{
    {
        const std::lock_guard lock{m_mutex};
        m_is_stopping = true;
        for (const auto& channel : m_channels) {
            channel->interrupt();
        }
    }
    m_stopped.notify_all();
    ::shutdown(m_listener, SHUT_RDWR);
    m_acceptor.join();
    for (auto& thread : m_threads) {
        thread.join();
    }
    ::close(m_listener);
}

ScriptedServer& ScriptedServer::will(Script script, int times)
{
    const std::lock_guard lock{m_mutex};
    for (int i = 0; i < times; ++i) {
        m_scripts.push_back(script);
    }
    return *this;
}

void ScriptedServer::at(const std::string& target, Script script)
{
    const std::lock_guard lock{m_mutex};
    m_at_target[target] = std::move(script);
}

void ScriptedServer::otherwise(Script script)
{
    const std::lock_guard lock{m_mutex};
    m_otherwise = std::move(script);
}

void ScriptedServer::at_accept(int connection, Script script)
{
    const std::lock_guard lock{m_mutex};
    m_at_accept[connection] = std::move(script);
}

std::string ScriptedServer::url() const
{
    return fmt::format("{}://127.0.0.1:{}", m_tls ? "https" : "http", m_port);
}

std::vector<SeenRequest> ScriptedServer::requests() const
{
    const std::lock_guard lock{m_mutex};
    return m_requests;
}

int ScriptedServer::connections() const
{
    const std::lock_guard lock{m_mutex};
    return static_cast<int>(m_channels.size());
}

std::string ScriptedServer::received() const
{
    const std::lock_guard lock{m_mutex};
    return m_received;
}

void ScriptedServer::accept_all()
{
    for (;;) {
        const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        const std::lock_guard lock{m_mutex};
        if (client < 0 || m_is_stopping) {
            if (client >= 0) {
                ::close(client);
            }
            return;
        }
        const auto connection = static_cast<int>(m_channels.size());
        m_channels.push_back(std::make_unique<Channel>(client));
        auto* channel = m_channels.back().get();
        m_threads.emplace_back([this, channel, connection] {
            serve(*channel, connection);
            channel->close();
        });
    }
}

void ScriptedServer::serve(Channel& channel, int connection)
{
    std::optional<Script> instead;
    {
        const std::lock_guard lock{m_mutex};
        if (const auto at = m_at_accept.find(connection); at != m_at_accept.end()) {
            instead = at->second;
        }
    }
    if (instead) {
        static_cast<void>(play(*instead, channel));
        return;
    }
    if (m_tls && !channel.start_tls(m_tls->context.get())) {
        return;
    }
    std::string buffer;
    while (auto request = read_request(channel, buffer)) {
        request->connection = connection;
        const auto target = request->target;
        {
            const std::lock_guard lock{m_mutex};
            request->arrived = m_clock ? m_clock() : std::chrono::milliseconds{0};
            m_requests.push_back(std::move(*request));
        }
        if (!play(next_script(target), channel)) {
            return;
        }
    }
}

std::optional<SeenRequest> ScriptedServer::read_request(Channel& channel, std::string& buffer)
{
    const auto fill = [&](std::size_t wanted) {
        while (buffer.size() < wanted) {
            const auto octets = channel.read();
            if (octets.empty()) {
                return false;
            }
            buffer += octets;
            const std::lock_guard lock{m_mutex};
            m_received += octets;
        }
        return true;
    };
    auto head_end = buffer.find(k_head_end);
    while (head_end == std::string::npos) {
        if (!fill(buffer.size() + 1)) {
            return std::nullopt;
        }
        head_end = buffer.find(k_head_end);
    }
    SeenRequest request;
    request.head = buffer.substr(0, head_end + 2);
    const auto length = request.header("Content-Length");
    const auto whole = head_end + k_head_end.size() + (length ? std::stoul(*length) : 0);
    if (!fill(whole)) {
        return std::nullopt;
    }
    request.body =
        buffer.substr(head_end + k_head_end.size(), whole - head_end - k_head_end.size());
    buffer.erase(0, whole);
    const auto first = request.head.find(' ');
    const auto second = request.head.find(' ', first + 1);
    request.method = request.head.substr(0, first);
    request.target = request.head.substr(first + 1, second - first - 1);
    return request;
}

Script ScriptedServer::next_script(const std::string& target)
{
    const std::lock_guard lock{m_mutex};
    if (const auto at = m_at_target.find(target); at != m_at_target.end()) {
        return at->second;
    }
    if (m_scripts.empty()) {
        return m_otherwise;
    }
    auto next = std::move(m_scripts.front());
    m_scripts.pop_front();
    return next;
}

bool ScriptedServer::play(const Script& script, Channel& channel)
{
    for (const auto& step : script.steps()) {
        switch (step.act) {
        case Script::Act::send:
            if (!channel.write(step.octets)) {
                return false;
            }
            break;
        case Script::Act::trickle:
            for (const char octet : step.octets) {
                std::unique_lock lock{m_mutex};
                if (m_stopped.wait_for(lock, step.pause, [this] { return m_is_stopping; })) {
                    return false;
                }
                lock.unlock();
                if (!channel.write({&octet, 1})) {
                    return false;
                }
            }
            break;
        case Script::Act::call:
            step.call();
            break;
        case Script::Act::close:
            return false;
        case Script::Act::reset:
            channel.reset();
            return false;
        case Script::Act::stall:
            channel.wait_for_hang_up();
            break;
        }
    }
    return true;
}

} // namespace syncctl::test
