#pragma once

#include "gunzip.hpp"

#include "syncctl/http/message.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace syncctl::http {

/// An answer while it comes in, octets in, judged and bounded as they come.
class Received {
public:
    Received(std::size_t header_bytes, std::size_t body_bytes)
        : m_header_bytes{header_bytes}, m_body_bytes{body_bytes}
    {
    }

    /// One line of the head, or of a trailer, with its line end.
    /// \returns false when this answer is not to be read any further; problem() says why
    [[nodiscard]] bool take_line(std::string_view line);
    /// In place of a line that nobody wanted to hold.
    void refuse_line();
    /// As it came, without the framing; decompressed here. \returns as take_line
    [[nodiscard]] bool take_body(std::string_view octets);
    /// No more will come. \returns true for a whole, well-formed answer
    [[nodiscard]] bool finish();

    /// Empty while nothing is wrong.
    [[nodiscard]] const std::string& problem() const { return m_problem; }

    /// It broke a limit of ours, so that asking again would not help.
    [[nodiscard]] bool is_too_large() const { return m_is_too_large; }

    [[nodiscard]] Response take() { return std::move(m_response); }

    /// Of an error the head of the body is enough.
    static constexpr std::size_t k_error_body_bytes = std::size_t{64} * 1024;

private:
    enum class State { status, headers, body };

    bool take_status(std::string_view line);
    bool take_header(std::string_view line);
    bool end_of_head();
    bool take_decoded(std::string_view octets);
    bool fail(std::string problem);

    std::size_t m_header_bytes;
    std::size_t m_body_bytes;
    std::size_t m_header_octets = 0;
    std::size_t m_body_octets = 0;
    State m_state = State::status;
    std::unique_ptr<Gunzip> m_gunzip; ///< when the body is compressed
    bool m_is_too_large = false;
    std::string m_problem;
    Response m_response;
};

} // namespace syncctl::http
