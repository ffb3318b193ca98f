#include "transfer.hpp"

#include "ascii.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <new>

namespace syncctl::http {
namespace {

constexpr long k_stall_octets_per_second = 100;
/// A connection that was idle for longer may be about to be closed over there, and what is lost on
/// it is in doubt. Servers wait for 5 seconds at the least by default (Apache), most for a minute.
constexpr long k_longest_idle_seconds = 4;
/// What libcurl 7.88 says about a line that it does not want to hold.
constexpr CURLcode k_line_too_long = CURLE_OUT_OF_MEMORY;

template <typename Value>
void set(CURL* easy, CURLoption option, Value value)
{
    const auto code = curl().easy_setopt(easy, option, value);
    if (code != CURLE_OK) {
        throw Error{ErrorCode::failed,
                    fmt::format("libcurl refuses option {}: {}",
                                static_cast<int>(option),
                                curl().easy_strerror(code))};
    }
}

bool is_tls_failure(CURLcode code)
{
    switch (code) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_USE_SSL_FAILED:
        return true;
    default:
        return false;
    }
}

} // namespace

const char* name_of(Method method)
{
    switch (method) {
    case Method::get:
        return "GET";
    case Method::post:
        return "POST";
    case Method::put:
        return "PUT";
    case Method::patch:
        return "PATCH";
    case Method::del:
        return "DELETE";
    case Method::options:
        return "OPTIONS";
    }
    return "GET";
}

Transfer::Transfer(const TransferSetup& setup,
                   const Authorization& authorization,
                   const Request& request,
                   const std::string& url)
    : m_request{request},
      m_clock{*setup.clock},
      m_easy{curl().easy_init()},
      m_received{setup.limits.header_bytes, setup.limits.body_bytes}
{
    if (!m_easy) {
        throw std::bad_alloc{};
    }
    set(handle(), CURLOPT_URL, url.c_str());
    set_up(setup);
    set_up_security(setup);
    set_up_method();
    set_up_headers(authorization);
    set_up_callbacks();
}

void Transfer::set_up(const TransferSetup& setup)
{
    const auto& limits = setup.limits;
    set(handle(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect_timeout.count()));
    set(handle(), CURLOPT_LOW_SPEED_LIMIT, k_stall_octets_per_second);
    set(handle(), CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.stall_timeout.count()));
    set(handle(), CURLOPT_TIMEOUT, static_cast<long>(limits.total_timeout.count()));
    set(handle(), CURLOPT_NOSIGNAL, 1L);
    // A resolver that hangs would otherwise be waited for beyond the time limit.
    set(handle(), CURLOPT_QUICK_EXIT, 1L);
    set(handle(), CURLOPT_TCP_KEEPALIVE, 1L);
    set(handle(), CURLOPT_PATH_AS_IS, 1L);
    set(handle(), CURLOPT_FOLLOWLOCATION, 0L);
    set(handle(), CURLOPT_USERAGENT, "syncctl/" SYNCCTL_VERSION);
    set(handle(), CURLOPT_ERRORBUFFER, m_error.data());
    set(handle(), CURLOPT_PRIVATE, this);
    if (m_request.is_repeatable) {
        set(handle(), CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
        set(handle(), CURLOPT_PIPEWAIT, 1L);
        return;
    }
    // libcurl sends a request again by itself when a reused connection dies before an answer, and
    // when an HTTP/2 stream is refused. on_ready() ends every second try before its first octet,
    // and a body that was begun cannot be rewound. What has no body gets a connection of its own.
    set(handle(), CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(handle(), CURLOPT_MAXAGE_CONN, k_longest_idle_seconds);
    if (m_request.body.empty()) {
        set(handle(), CURLOPT_FRESH_CONNECT, 1L);
        set(handle(), CURLOPT_FORBID_REUSE, 1L);
    }
}

void Transfer::set_up_security(const TransferSetup& setup)
{
    set(handle(), CURLOPT_PROTOCOLS_STR, setup.is_https ? "https" : "http");
    set(handle(), CURLOPT_REDIR_PROTOCOLS_STR, setup.is_https ? "https" : "http");
    set(handle(), CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    set(handle(), CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(handle(), CURLOPT_UNRESTRICTED_AUTH, 0L);
    set(handle(), CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(handle(), CURLOPT_SSL_VERIFYPEER, 1L);
    set(handle(), CURLOPT_SSL_VERIFYHOST, 2L);
    // One file, the system's or this one. The system's folder holds the same certificates: libcurl
    // would search it besides a file of our own, and read all of them again for each connection.
    set(handle(), CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    if (!setup.ca_file.empty()) {
        set(handle(), CURLOPT_CAINFO, setup.ca_file.c_str());
    }
    // The variables for proxies count for https, which stays closed to the proxy.
    if (!setup.is_https || setup.is_loopback) {
        set(handle(), CURLOPT_PROXY, "");
    }
    set(handle(), CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
    set(handle(), CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

void Transfer::set_up_method()
{
    const bool has_body = m_request.method == Method::post || m_request.method == Method::put ||
                          m_request.method == Method::patch || !m_request.body.empty();
    if (has_body) {
        set(handle(), CURLOPT_POST, 1L);
        set(handle(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_request.body.size()));
        if (m_request.is_repeatable) {
            set(handle(), CURLOPT_POSTFIELDS, m_request.body.data());
        } else {
            // Without a seek callback it cannot be sent again.
            set(handle(), CURLOPT_READFUNCTION, &Transfer::on_send);
            set(handle(), CURLOPT_READDATA, this);
        }
    } else {
        set(handle(), CURLOPT_HTTPGET, 1L);
    }
    set(handle(), CURLOPT_CUSTOMREQUEST, name_of(m_request.method));
}

void Transfer::set_up_headers(const Authorization& authorization)
{
    bool has_type = false;
    for (const auto& header : m_request.headers) {
        has_type = has_type || equals_ignoring_case(header.name, "Content-Type");
        m_headers.add(header.name, header.value);
    }
    if (!has_type) {
        m_headers.suppress("Content-Type");
    }
    m_headers.suppress("Expect");
    // Decoded here and not by libcurl, which takes a compressed body that is cut off for a whole
    // one.
    m_headers.add("Accept-Encoding", "gzip");
    if (!authorization.header.empty()) {
        m_headers.add(authorization.header, authorization.value.reveal());
    }
    set(handle(), CURLOPT_HTTPHEADER, m_headers.get());
}

void Transfer::set_up_callbacks()
{
    set(handle(), CURLOPT_PREREQFUNCTION, &Transfer::on_ready);
    set(handle(), CURLOPT_PREREQDATA, this);
    set(handle(), CURLOPT_HEADERFUNCTION, &Transfer::on_line);
    set(handle(), CURLOPT_HEADERDATA, this);
    set(handle(), CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    set(handle(), CURLOPT_WRITEDATA, this);
}

int Transfer::on_ready(void* self, char* /*peer*/, char* /*own*/, int /*port*/, int /*own_port*/)
{
    auto& transfer = *static_cast<Transfer*>(self);
    if (transfer.m_is_sent && !transfer.m_request.is_repeatable) {
        transfer.m_is_held_back = true;
        return CURL_PREREQFUNC_ABORT;
    }
    transfer.m_is_sent = true;
    transfer.m_sent_at = transfer.m_clock.now();
    return CURL_PREREQFUNC_OK;
}

// No exception may pass through libcurl. One of these means that memory is short; the transfer
// ends.

std::size_t Transfer::on_line(char* data, std::size_t size, std::size_t count, void* self) noexcept
{
    auto& transfer = *static_cast<Transfer*>(self);
    try {
        if (transfer.m_answered_at.ms == 0) {
            transfer.m_answered_at = transfer.m_clock.now();
        }
        return transfer.m_received.take_line({data, size * count}) ? size * count : 0;
    } catch (...) {
        return 0;
    }
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) noexcept
{
    auto& transfer = *static_cast<Transfer*>(self);
    try {
        return transfer.m_received.take_body({data, size * count}) ? size * count : 0;
    } catch (...) {
        return 0;
    }
}

std::size_t Transfer::on_send(char* room, std::size_t size, std::size_t count, void* self)
{
    auto& transfer = *static_cast<Transfer*>(self);
    const auto& body = transfer.m_request.body;
    const auto octets = body.copy(room, size * count, transfer.m_sent_octets);
    transfer.m_sent_octets += octets;
    return octets;
}

std::string Transfer::evidence(CURLcode code) const
{
    if (!m_received.problem().empty()) {
        return fmt::format("the answer is not usable: {}", m_received.problem());
    }
    if (m_is_held_back) {
        return "the connection ended before an answer, and a second try could do it twice";
    }
    return m_error[0] != '\0' ? m_error.data() : curl().easy_strerror(code);
}

/// The connection broke while TLS was being agreed on, which libcurl reports in the same way as a
/// refusal.
bool Transfer::was_reset() const
{
    long reason = 0;
    curl().easy_getinfo(handle(), CURLINFO_OS_ERRNO, &reason);
    return reason == ECONNRESET || reason == EPIPE;
}

Outcome Transfer::outcome(CURLcode code)
{
    if (code == k_line_too_long) {
        m_received.refuse_line();
    }
    if (code == CURLE_OK && m_received.finish()) {
        return m_received.take();
    }
    if (m_is_sent) {
        return NoAnswer{.evidence = evidence(code), .is_too_large = m_received.is_too_large()};
    }
    return NotSent{.reason = evidence(code),
                   .is_connection = true,
                   .is_tls = is_tls_failure(code) && !was_reset()};
}

std::string_view Transfer::version() const
{
    long version = CURL_HTTP_VERSION_NONE;
    curl().easy_getinfo(handle(), CURLINFO_HTTP_VERSION, &version);
    switch (version) {
    case CURL_HTTP_VERSION_1_0:
        return "HTTP/1.0";
    case CURL_HTTP_VERSION_1_1:
        return "HTTP/1.1";
    case CURL_HTTP_VERSION_2_0:
        return "HTTP/2";
    default:
        return {};
    }
}

long long Transfer::bytes_sent() const
{
    long head = 0;
    curl_off_t body = 0;
    curl().easy_getinfo(handle(), CURLINFO_REQUEST_SIZE, &head);
    curl().easy_getinfo(handle(), CURLINFO_SIZE_UPLOAD_T, &body);
    return head + body;
}

long long Transfer::bytes_received() const
{
    long head = 0;
    curl_off_t body = 0;
    curl().easy_getinfo(handle(), CURLINFO_HEADER_SIZE, &head);
    curl().easy_getinfo(handle(), CURLINFO_SIZE_DOWNLOAD_T, &body);
    return head + body;
}

} // namespace syncctl::http
