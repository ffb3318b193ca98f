#include "checks.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <utility>

namespace syncctl::connectors {

namespace {

/// From here on times of the two machines cannot be compared without the measured difference.
constexpr std::chrono::milliseconds k_wrong_clock{std::chrono::minutes{2}};

} // namespace

Check passed(std::string name, std::string detail)
{
    return {.name = std::move(name), .ok = true, .detail = std::move(detail), .hint = {}};
}

Check failed(std::string name, std::string detail, std::string hint, ErrorCode code)
{
    return {.name = std::move(name),
            .ok = false,
            .detail = std::move(detail),
            .hint = std::move(hint),
            .code = code};
}

std::vector<Check> contact_checks(const FirstContact& contact)
{
    if (contact.is_lost && !contact.is_tls) {
        return {failed("connection",
                       contact.reason,
                       "is the address right, and is there a proxy or firewall between?",
                       ErrorCode::network)};
    }
    auto encryption = passed("encryption",
                             contact.is_encrypted ? "the certificate was verified"
                                                  : "none: this address is plain http");
    if (contact.is_tls) {
        encryption = failed("encryption",
                            contact.reason,
                            "--set ca_file=FILE trusts a certificate authority of your own; does "
                            "the address begin with https rightly?",
                            ErrorCode::network);
    }
    return {passed("connection", contact.place), std::move(encryption)};
}

Check clock_check(const std::optional<base::ClockOffset>& offset)
{
    if (!offset) {
        return passed("clock", "the tracker does not tell its time");
    }
    const auto ms = offset->offset.count();
    const auto seconds = static_cast<double>(std::abs(ms)) / 1000.0;
    auto check = passed("clock",
                        fmt::format("this machine is {:.1f} s {} the tracker",
                                    seconds,
                                    ms < 0 ? "behind" : "ahead of"));
    if (std::chrono::milliseconds{std::abs(ms)} > k_wrong_clock) {
        check.hint = "set the clock of this machine: last-write-wins compares times";
    }
    return check;
}

Check rate_limit_check(std::chrono::milliseconds waited, std::string hint)
{
    auto check = passed("rate limit",
                        waited.count() == 0 ? std::string{"not slowed down"}
                                            : fmt::format("slowed down by {} ms", waited.count()));
    if (waited.count() != 0) {
        check.hint = std::move(hint);
    }
    return check;
}

std::string without_connector(const std::string& message, const std::string& connector)
{
    const auto name = fmt::format("connector '{}': ", connector);
    return message.starts_with(name) ? message.substr(name.size()) : message;
}

} // namespace syncctl::connectors
