#include "fakes/http/loopback_server.hpp"

#include "fakes/http/connection.hpp"

#include <condition_variable>
#include <mutex>
#include <netinet/tcp.h>
#include <set>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>

namespace syncctl::fakes {

namespace {

/// The connection whose request the current thread is handling.
thread_local Connection* t_connection = nullptr;

/// As many threads as there are connections at the same time; a thread that is done is used again.
class Threads final : public httplib::TaskQueue {
public:
    void enqueue(std::function<void()> task) override
    {
        const std::lock_guard lock{m_mutex};
        m_tasks.push_back(std::move(task));
        if (m_idle < m_tasks.size()) {
            m_threads.emplace_back([this] { work(); });
        }
        m_changed.notify_one();
    }

    void shutdown() override
    {
        {
            const std::lock_guard lock{m_mutex};
            m_is_over = true;
            m_changed.notify_all();
        }
        for (std::thread& thread : m_threads) {
            thread.join();
        }
    }

private:
    void work()
    {
        std::unique_lock lock{m_mutex};
        while (true) {
            ++m_idle;
            m_changed.wait(lock, [this] { return m_is_over || !m_tasks.empty(); });
            --m_idle;
            if (m_tasks.empty()) {
                return;
            }
            const auto task = std::move(m_tasks.front());
            m_tasks.pop_front();
            lock.unlock();
            task();
            lock.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_tasks;
    std::size_t m_idle = 0;
    bool m_is_over = false;
    std::vector<std::thread> m_threads;
};

HttpRequest request_of(const httplib::Request& request, std::string body)
{
    HttpRequest copy{
        .method = request.method, .target = request.target, .headers = {}, .body = std::move(body)};
    for (const auto& [name, value] : request.headers) {
        if (name != "REMOTE_ADDR" && name != "REMOTE_PORT" && name != "LOCAL_ADDR" &&
            name != "LOCAL_PORT") {
            copy.headers.emplace_back(name, value);
        }
    }
    return copy;
}

} // namespace

class LoopbackServer::Impl final : public httplib::Server {
public:
    Impl(LoopbackServer::Handler handler, std::function<void()> on_connect)
        : m_handler{std::move(handler)}, m_on_connect{std::move(on_connect)}
    {
        new_task_queue = [] { return new Threads; };
        set_tcp_nodelay(true);
        set_payload_max_length(std::size_t{256} << 20U);
        const auto answer = [this](const httplib::Request& request, httplib::Response& /*unused*/) {
            t_connection->send(answer_to(request, {}));
        };
        // Read here: the library itself takes no form of more than 8 KiB.
        const auto read_and_answer = [this](const httplib::Request& request,
                                            httplib::Response& /*unused*/,
                                            const httplib::ContentReader& read) {
            std::string body;
            const bool is_whole = read([&](const char* octets, std::size_t size) {
                body.append(octets, size);
                return true;
            });
            if (!is_whole) {
                return; // who sent it is gone
            }
            t_connection->send(answer_to(request, std::move(body)));
        };
        Get(".*", answer).Options(".*", answer);
        Post(".*", read_and_answer).Patch(".*", read_and_answer).Put(".*", read_and_answer);
        Delete(".*", read_and_answer);
        m_port = bind_to_any_port("127.0.0.1");
        if (m_port <= 0) {
            throw std::runtime_error("no port on 127.0.0.1");
        }
        m_listener = std::thread{[this] { listen_after_bind(); }};
        while (!is_running()) {
            std::this_thread::yield();
        }
    }

    ~Impl() override
    {
        {
            const std::lock_guard lock{m_mutex};
            m_is_over = true;
            for (const int socket : m_sockets) {
                ::shutdown(socket, SHUT_RDWR);
            }
        }
        stop();
        m_listener.join();
    }

    [[nodiscard]] int port() const { return m_port; }

    [[nodiscard]] int connections() const { return m_connections; }

private:
    HttpAnswer answer_to(const httplib::Request& request, std::string body) const
    {
        try {
            return m_handler(request_of(request, std::move(body)));
        } catch (const std::exception& error) {
            return {.status = 500,
                    .headers = {{"Content-Type", "text/plain"}},
                    .body = std::string{"the fake failed: "} + error.what()};
        }
    }

    bool process_and_close_socket(socket_t socket) override
    {
        Connection connection{socket};
        {
            const std::lock_guard lock{m_mutex};
            if (m_is_over) {
                return false;
            }
            m_sockets.insert(socket);
        }
        ++m_connections;
        if (m_on_connect) {
            m_on_connect();
        }
        t_connection = &connection;
        bool is_closed = false;
        while (!is_closed && !connection.is_over() && connection.wait_for_request()) {
            // A DELETE without a body would be read until the client closes.
            process_request(connection, false, is_closed, [](httplib::Request& request) {
                if (request.method == "DELETE" && !request.has_header("Content-Length")) {
                    request.set_header("Content-Length", "0");
                }
            });
        }
        t_connection = nullptr;
        const std::lock_guard lock{m_mutex};
        m_sockets.erase(socket);
        return true;
    }

    LoopbackServer::Handler m_handler;
    std::function<void()> m_on_connect;
    int m_port = 0;
    std::atomic<int> m_connections = 0;
    std::mutex m_mutex;
    std::set<int> m_sockets;
    bool m_is_over = false;
    std::thread m_listener;
};

LoopbackServer::LoopbackServer(Handler handler, std::function<void()> on_connect)
    : m_impl{std::make_unique<Impl>(std::move(handler), std::move(on_connect))}
{
}

LoopbackServer::~LoopbackServer() = default;

int LoopbackServer::port() const
{
    return m_impl->port();
}

int LoopbackServer::connections() const
{
    return m_impl->connections();
}

} // namespace syncctl::fakes
