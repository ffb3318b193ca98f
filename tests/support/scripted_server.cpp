#include "support/scripted_server.hpp"

#include "support/server_channel.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>

namespace syncctl::test {
namespace {

constexpr std::string_view k_head_end = "\r\n\r\n";

} // namespace

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
        if (!play(*instead, channel) || !channel.is_encrypted()) {
            return;
        }
    } else if (m_tls && !channel.start_tls(m_tls->context.get())) {
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

bool ScriptedServer::read_head(Channel& channel)
{
    std::string head;
    while (head.find(k_head_end) == std::string::npos) {
        const auto octets = channel.read();
        if (octets.empty()) {
            return false;
        }
        head += octets;
        const std::lock_guard lock{m_mutex};
        m_received += octets;
    }
    return true;
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

bool ScriptedServer::trickle(const Script::Step& step, Channel& channel)
{
    for (const char octet : step.octets) {
        {
            std::unique_lock lock{m_mutex};
            if (m_stopped.wait_for(lock, step.pause, [this] { return m_is_stopping; })) {
                return false;
            }
        }
        if (!channel.write({&octet, 1})) {
            return false;
        }
    }
    return true;
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
            if (!trickle(step, channel)) {
                return false;
            }
            break;
        case Script::Act::call:
            step.call();
            break;
        case Script::Act::read_head:
            if (!read_head(channel)) {
                return false;
            }
            break;
        case Script::Act::start_tls:
            if (!channel.start_tls(m_tls->context.get())) {
                return false;
            }
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
