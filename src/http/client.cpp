#include "syncctl/http/client.hpp"

#include "loop.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/file.hpp"

#include <fmt/format.h>

#include <utility>

namespace syncctl::http {
namespace {

constexpr std::size_t k_largest_ca_file = std::size_t{8} * 1024 * 1024;

void check_ca_file(const std::string& path)
{
    std::string content;
    try {
        content = base::read_file(path, k_largest_ca_file);
    } catch (const Error& error) {
        throw Error{ErrorCode::setting, fmt::format("CA file: {}", error.message())};
    }
    if (content.find("-----BEGIN") == std::string::npos) {
        throw Error{ErrorCode::setting,
                    fmt::format("CA file '{}': no certificate in it", path),
                    "give a file of certificates in PEM form"};
    }
}

} // namespace

Client::Client(ClientSetup setup)
{
    if (!setup.base.is_https() && !setup.base.is_loopback()) {
        if (!setup.allow_http) {
            throw Error{ErrorCode::setting,
                        fmt::format("{} would send the credential in clear", setup.base.text()),
                        "use https"};
        }
        setup.log->warning(fmt::format("{}: everything, the credential as well, is sent in clear",
                                       setup.base.origin()));
    }
    if (!setup.ca_file.empty()) {
        check_ca_file(setup.ca_file);
    }
    m_loop = std::make_unique<Loop>(std::move(setup));
}

Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Outcome Client::send(const Request& request)
{
    return std::move(send_all({&request, 1}).front());
}

std::vector<Outcome> Client::send_all(std::span<const Request> requests)
{
    return m_loop->run(requests);
}

void Client::authorize(Authorization authorization)
{
    m_loop->authorize(std::move(authorization));
}

const Traffic& Client::traffic() const
{
    return m_loop->traffic();
}

std::optional<base::ClockOffset> Client::clock_offset() const
{
    return m_loop->clock_offset();
}

std::optional<base::Timestamp> Client::quiet_until() const
{
    return m_loop->quiet_until();
}

} // namespace syncctl::http
