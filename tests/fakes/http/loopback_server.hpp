#pragma once

#include "fakes/http/message.hpp"

#include <functional>
#include <memory>

namespace syncctl::fakes {

/// An HTTP/1.1 server on 127.0.0.1 with kept-alive connections, a thread for each of them. It can
/// do to an answer whatever a network does (see Wire). Ends at once, whatever its clients do.
class LoopbackServer {
public:
    /// Called by many threads at the same time.
    using Handler = std::function<HttpAnswer(const HttpRequest&)>;

    /// \param on_connect called for each new connection before its first request is read
    explicit LoopbackServer(Handler handler, std::function<void()> on_connect = {});
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    [[nodiscard]] int port() const;
    /// Connections that were accepted so far.
    [[nodiscard]] int connections() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace syncctl::fakes
