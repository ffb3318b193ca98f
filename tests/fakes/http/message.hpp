#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::fakes {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// The value of the first header of this name, any case; empty when there is none.
[[nodiscard]] std::string header_of(const HttpHeaders& headers, std::string_view name);

struct HttpRequest {
    std::string method;
    std::string target; ///< path and query, as they were sent
    HttpHeaders headers;
    std::string body;
};

/// What becomes of an answer on its way.
enum class Wire {
    whole,
    reset,          ///< nothing is sent, the connection is reset
    closed,         ///< nothing is sent, the connection is closed in order
    truncated,      ///< the head and half of the body, then closed
    truncated_head, ///< half of the head, then closed
    longer_length,  ///< Content-Length promises more than is sent, then closed
    shorter_length, ///< Content-Length promises less than is sent, then closed
    no_length,      ///< neither length nor chunks: the end of the connection ends the body
    stalled,        ///< nothing is sent until the client leaves
    stalled_body, ///< the head and half of the body are sent, then nothing until the client leaves
    streamed,     ///< the body, then `stream_bytes` octets more, chunked
};

struct HttpAnswer {
    int status = 200;
    HttpHeaders headers;
    std::string body;
    Wire wire = Wire::whole;
    std::size_t stream_bytes = 0;
};

} // namespace syncctl::fakes
