#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace syncctl::test {

/// What a server does with one request or one connection, octet for octet. Afterwards it waits for
/// the next request on the same connection, unless the script closed it.
class Script {
public:
    enum class Act { send, trickle, call, close, reset, stall };

    struct Step {
        Act act = Act::send;
        std::string octets{};
        std::chrono::milliseconds pause{0}; ///< of trickle, between two octets
        std::function<void()> call{};
    };

    Script& then_send(std::string octets);
    /// One octet at a time.
    Script& then_trickle(std::string octets, std::chrono::milliseconds pause);
    /// Something else, in the server's thread.
    Script& then(std::function<void()> call);
    Script& then_close();
    /// Ends the connection with RST.
    Script& then_reset();
    /// Does nothing until the client leaves; what follows is played after that.
    Script& then_stall();

    [[nodiscard]] const std::vector<Step>& steps() const { return m_steps; }

private:
    std::vector<Step> m_steps;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A well-formed answer; `Content-Length` is added.
[[nodiscard]] Script answer(int status, std::string_view body = {}, const Headers& headers = {});
/// These octets and nothing else.
[[nodiscard]] Script raw(std::string octets);
/// For a script that begins with something else than octets.
[[nodiscard]] Script script();

/// A request as it arrived.
struct SeenRequest {
    int connection = 0; ///< 0 for the first one that was accepted
    std::string method;
    std::string target;
    std::string head; ///< request line and headers
    std::string body;
    std::chrono::milliseconds arrived{0}; ///< on the clock that the server was given

    /// The value of the first header of this name (any case), nullopt without one.
    [[nodiscard]] std::optional<std::string> header(std::string_view name) const;
};

/// Certificate and key of a TLS server, files in PEM.
struct ServerIdentity {
    std::string certificate_file;
    std::string key_file;
    bool is_limited_to_tls_1_1 = false;
};

/// A server on 127.0.0.1 that plays scripts, one for each request in the order of their arrival,
/// and records what it saw.
class ScriptedServer {
public:
    using ClockFunction = std::function<std::chrono::milliseconds()>;

    explicit ScriptedServer(ClockFunction clock = {}, std::optional<ServerIdentity> tls = {});
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    /// For the next request that has no script yet.
    ScriptedServer& will(Script script, int times = 1);
    /// For every request with this target, whenever it arrives.
    void at(const std::string& target, Script script);
    /// For every request once the queue is empty; `500` by default.
    void otherwise(Script script);
    /// Instead of reading anything from the n-th connection (0 for the first).
    void at_accept(int connection, Script script);

    [[nodiscard]] int port() const { return m_port; }

    /// `http://127.0.0.1:PORT`, or https.
    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::vector<SeenRequest> requests() const;
    /// How many connections were accepted.
    [[nodiscard]] int connections() const;
    /// Every octet that came in from any client, decrypted.
    [[nodiscard]] std::string received() const;

private:
    class Channel;
    struct Tls;

    void accept_all();
    void serve(Channel& channel, int connection);
    [[nodiscard]] std::optional<SeenRequest> read_request(Channel& channel, std::string& buffer);
    [[nodiscard]] bool play(const Script& script, Channel& channel);
    [[nodiscard]] Script next_script(const std::string& target);

    ClockFunction m_clock;
    std::unique_ptr<Tls> m_tls;
    int m_listener = -1;
    int m_port = 0;

    mutable std::mutex m_mutex;
    std::condition_variable m_stopped;
    bool m_is_stopping = false;
    std::deque<Script> m_scripts;
    Script m_otherwise;
    std::map<std::string, Script> m_at_target;
    std::map<int, Script> m_at_accept;
    std::vector<SeenRequest> m_requests;
    std::string m_received;
    std::vector<std::unique_ptr<Channel>> m_channels;
    std::vector<std::thread> m_threads;
    std::thread m_acceptor;
};

} // namespace syncctl::test
