#include "http2_front.hpp"

#include "free_port.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

namespace syncctl::test {
namespace {

constexpr const char* k_program = "/usr/sbin/nghttpx";
constexpr int k_attempts = 20;
constexpr std::chrono::seconds k_patience{20};

} // namespace

Http2Front::Http2Front(const std::filesystem::path& folder,
                       ServerIdentity identity,
                       int server_port,
                       int requests_per_connection)
    : m_log{folder / "front.log"},
      m_identity{std::move(identity)},
      m_server_port{server_port},
      m_requests_per_connection{requests_per_connection}
{
    if (!std::filesystem::exists(k_program)) {
        throw std::runtime_error{std::string{k_program} +
                                 " is not there: install nghttp2-proxy (scripts/packages test)"};
    }
    for (int i = 0; i < k_attempts; ++i) {
        m_port = free_port();
        if (start()) {
            return;
        }
    }
    throw std::runtime_error{std::string{k_program} +
                             " does not start: " + m_process->finish().err};
}

std::string Http2Front::url() const
{
    return "https://127.0.0.1:" + std::to_string(m_port);
}

/// \returns false when it did not come up, as when somebody else took the port
bool Http2Front::start()
{
    const auto address = [](int port) { return "127.0.0.1," + std::to_string(port); };
    m_process = std::make_unique<Process>(
        k_program,
        ProcessOptions{.arguments = {"--conf=/dev/null",
                                     "--single-process", // nothing is left when it is killed
                                     "--no-ocsp",
                                     "--frontend=" + address(m_port),
                                     "--backend=" + address(m_server_port),
                                     "--accesslog-file=" + m_log.string(),
                                     "--accesslog-format=$alpn $remote_port $request",
                                     "--frontend-max-requests=" +
                                         std::to_string(m_requests_per_connection == 0
                                                            ? 1'000'000
                                                            : m_requests_per_connection),
                                     m_identity.key_file,
                                     m_identity.certificate_file},
                       .timeout = k_patience});
    return m_process->wait_for("Created worker thread");
}

void Http2Front::kill()
{
    m_is_killed = true; // first: start_again() waits for the end that is to come
    m_process->send_signal(SIGKILL);
}

void Http2Front::start_again()
{
    if (!m_is_killed.exchange(false)) {
        return;
    }
    static_cast<void>(m_process->finish());
    for (int i = 0; i < k_attempts; ++i) {
        if (start()) {
            return;
        }
    }
    throw std::runtime_error{"the port of the front was taken by somebody else"};
}

std::vector<Http2Front::Seen> Http2Front::read_log() const
{
    std::vector<Seen> seen;
    std::ifstream file{m_log};
    for (std::string line; std::getline(file, line);) {
        std::istringstream words{line};
        Seen one;
        words >> one.protocol >> one.client_port >> one.method >> one.target;
        seen.push_back(std::move(one));
    }
    return seen;
}

std::vector<Http2Front::Seen> Http2Front::answered(std::size_t count) const
{
    const auto deadline = std::chrono::steady_clock::now() + k_patience;
    auto seen = read_log();
    while (seen.size() < count && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
        seen = read_log();
    }
    return seen;
}

} // namespace syncctl::test
