#include "support/scripted_server.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::test {
namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool begins_ignoring_case(std::string_view text, std::string_view with)
{
    return text.size() >= with.size() &&
           std::equal(with.begin(), with.end(), text.begin(), [](char a, char b) {
               return lower(a) == lower(b);
           });
}

} // namespace

Script& Script::then_send(std::string octets)
{
    m_steps.push_back({.act = Act::send, .octets = std::move(octets)});
    return *this;
}

Script& Script::then_trickle(std::string octets, std::chrono::milliseconds pause)
{
    m_steps.push_back({.act = Act::trickle, .octets = std::move(octets), .pause = pause});
    return *this;
}

Script& Script::then(std::function<void()> call)
{
    m_steps.push_back({.act = Act::call, .call = std::move(call)});
    return *this;
}

Script& Script::then_read_head()
{
    m_steps.push_back({.act = Act::read_head});
    return *this;
}

Script& Script::then_start_tls()
{
    m_steps.push_back({.act = Act::start_tls});
    return *this;
}

Script& Script::then_close()
{
    m_steps.push_back({.act = Act::close});
    return *this;
}

Script& Script::then_reset()
{
    m_steps.push_back({.act = Act::reset});
    return *this;
}

Script& Script::then_stall()
{
    m_steps.push_back({.act = Act::stall});
    return *this;
}

Script answer(int status, std::string_view body, const Headers& headers)
{
    auto octets = fmt::format("HTTP/1.1 {} Scripted\r\n", status);
    for (const auto& [name, value] : headers) {
        octets += fmt::format("{}: {}\r\n", name, value);
    }
    if (status >= 200 && status != 204 && status != 304) {
        octets += fmt::format("Content-Length: {}\r\n", body.size());
    }
    return raw(fmt::format("{}\r\n{}", octets, body));
}

Script raw(std::string octets)
{
    return Script{}.then_send(std::move(octets));
}

Script script()
{
    return {};
}

std::optional<std::string> SeenRequest::header(std::string_view name) const
{
    std::size_t at = head.find("\r\n");
    while (at != std::string::npos) {
        const auto line = std::string_view{head}.substr(at + 2);
        if (begins_ignoring_case(line, std::string{name} + ":")) {
            auto value = line.substr(name.size() + 1, line.find("\r\n") - name.size() - 1);
            value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
            return std::string{value};
        }
        at = head.find("\r\n", at + 2);
    }
    return std::nullopt;
}

} // namespace syncctl::test
