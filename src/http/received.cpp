#include "received.hpp"

#include "ascii.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace syncctl::http {
namespace {

std::string_view without_line_end(std::string_view line)
{
    if (!line.empty() && line.back() == '\n') {
        line.remove_suffix(1);
    }
    if (!line.empty() && line.back() == '\r') {
        line.remove_suffix(1);
    }
    return line;
}

} // namespace

bool Received::take_line(std::string_view line)
{
    m_header_octets += line.size();
    if (m_header_octets > m_header_bytes) {
        m_is_too_large = true;
        return fail(fmt::format("its headers are larger than {} octets", m_header_bytes));
    }
    line = without_line_end(line);
    switch (m_state) {
    case State::status:
        return take_status(line);
    case State::headers:
        break;
    case State::body:
        return true; // A trailer: counted, and nobody asked for it.
    }
    if (!line.empty()) {
        return take_header(line);
    }
    return end_of_head();
}

void Received::refuse_line()
{
    m_is_too_large = true;
    fail("a line of its head is too long");
}

bool Received::end_of_head()
{
    // An interim answer (RFC 9110, 15.2) is followed by the real one.
    m_state = m_response.status < 200 ? State::status : State::body;
    bool is_coded = false;
    for (const auto& header : m_response.headers) {
        if (equals_ignoring_case(header.name, "Transfer-Encoding") &&
            !equals_ignoring_case(header.value, "chunked")) {
            return fail("its transfer coding was not asked for");
        }
        if (!equals_ignoring_case(header.name, "Content-Encoding") ||
            equals_ignoring_case(header.value, "identity")) {
            continue;
        }
        if (is_coded || !equals_ignoring_case(header.value, "gzip")) {
            return fail("its content coding was not asked for");
        }
        is_coded = true;
    }
    m_gunzip = is_coded ? std::make_unique<Gunzip>() : nullptr;
    return true;
}

bool Received::take_status(std::string_view line)
{
    const auto blank = line.find(' ');
    if (line.substr(0, 5) != "HTTP/" || blank == std::string_view::npos) {
        return fail("it does not begin with a status line");
    }
    const auto digits = line.substr(blank + 1, 3);
    m_response = {};
    if (!base::is_decimal(digits, 3) || digits.size() != 3) {
        return fail("its status is not a number");
    }
    std::from_chars(digits.data(), digits.data() + digits.size(), m_response.status);
    if (m_response.status < 100 || m_response.status == 101) {
        return fail(fmt::format("its status {} has no meaning here", m_response.status));
    }
    m_state = State::headers;
    return true;
}

bool Received::take_header(std::string_view line)
{
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
        return fail("a header of it is malformed"); // Folded lines (RFC 9112, 5.2) end here too.
    }
    const auto name = line.substr(0, colon);
    const auto value = trimmed(line.substr(colon + 1));
    if (!is_header_value(value)) {
        return fail("a header of it holds a control character");
    }
    if (equals_ignoring_case(name, "Content-Length")) {
        const auto earlier = m_response.header(name);
        if (!base::is_decimal(value) || (!earlier.empty() && earlier != value)) {
            return fail("its length is stated wrongly or twice");
        }
    }
    m_response.headers.push_back({std::string{name}, std::string{value}});
    return true;
}

bool Received::take_body(std::string_view octets)
{
    if (m_state != State::body) {
        return fail("its body came before its head was complete");
    }
    if (!m_gunzip) {
        return take_decoded(octets);
    }
    return m_gunzip->feed(octets, [this](std::string_view part) { return take_decoded(part); }) ||
           fail("its compressed body is damaged");
}

bool Received::finish()
{
    if (m_state != State::body) {
        return fail("its head is not complete");
    }
    if (m_gunzip && !m_gunzip->is_complete()) {
        return fail("its compressed body is cut off");
    }
    return m_problem.empty();
}

bool Received::take_decoded(std::string_view octets)
{
    m_body_octets += octets.size();
    if (m_body_octets > m_body_bytes) {
        m_is_too_large = true;
        return fail(fmt::format("its body is larger than {} octets", m_body_bytes));
    }
    if (m_response.status >= 400) {
        const auto room = k_error_body_bytes - std::min(k_error_body_bytes, m_response.body.size());
        octets = octets.substr(0, room);
    }
    m_response.body.append(octets);
    return true;
}

bool Received::fail(std::string problem)
{
    if (m_problem.empty()) {
        m_problem = std::move(problem);
    }
    return false;
}

} // namespace syncctl::http
