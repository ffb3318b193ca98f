#pragma once

#include "syncctl/base/log.hpp"
#include "syncctl/base/secret.hpp"
#include "syncctl/http/client.hpp"
#include "syncctl/http/url.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

/// Requests to a dead-man service, which rings when they stay out: `URL/start`, `URL`, `URL/fail`.
/// The URL is a secret: whoever knows it can feign that all is well. What goes wrong is a warning.
class Heartbeat {
public:
    /// \throws Error{setting} unless it is https, or http to a loopback address
    /// \param patience with each request
    Heartbeat(const base::Secret& url,
              base::Log& log,
              std::chrono::seconds patience = std::chrono::seconds{5});

    void started();
    void succeeded();
    /// \param code `error.code`; empty where there is none
    void failed(int exit, std::string_view code);

private:
    void send(const std::vector<std::string>& segments, std::string body);

    base::Log& m_log;
    base::NullLog m_silence; ///< for the client: the trace of a request names its path
    http::Url m_url;
    http::Client m_client;
};

} // namespace syncctl::app
