#pragma once

#include <functional>
#include <memory>
#include <string_view>

namespace syncctl::http {

/// Takes one gzip stream (RFC 1952) apart as it comes in, and knows whether it came to its end:
/// libcurl's own decoding takes a stream that is cut off for a whole one.
class Gunzip {
public:
    Gunzip();
    ~Gunzip();
    Gunzip(const Gunzip&) = delete;
    Gunzip& operator=(const Gunzip&) = delete;

    /// \param sink gets what comes out, in pieces; false from it ends the work
    /// \returns false for a damaged stream, octets behind its end, or a sink that had enough
    [[nodiscard]] bool feed(std::string_view octets,
                            const std::function<bool(std::string_view)>& sink);

    /// Nothing came at all, or a whole stream with the right checksum.
    [[nodiscard]] bool is_complete() const noexcept { return !m_has_begun || m_has_ended; }

private:
    struct Stream;
    std::unique_ptr<Stream> m_stream;
    bool m_has_begun = false;
    bool m_has_ended = false;
};

} // namespace syncctl::http
