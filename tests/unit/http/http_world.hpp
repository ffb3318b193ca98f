#pragma once

#include "support/scripted_server.hpp"

#include "syncctl/http/client.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string>
#include <vector>

namespace syncctl::test {

using namespace std::chrono_literals;

/// Stands still but for sleeping; the server's threads read it too.
class SleepClock final : public base::Clock {
public:
    [[nodiscard]] base::Timestamp now() const override { return {k_start_ms + m_slept.load()}; }

    [[nodiscard]] std::chrono::milliseconds monotonic() const override
    {
        return std::chrono::milliseconds{m_slept.load()};
    }

    void advance(std::chrono::milliseconds by) { m_slept += by.count(); }

    /// Thu, 26 Nov 2026 12:00:00 GMT
    static constexpr std::int64_t k_start_ms = 1'795'694'400'000;

private:
    std::atomic<std::int64_t> m_slept{0};
};

/// Hands out the same octet for ever: 0xff makes jitter nearly 1, 0 makes it 0.
class ConstantRandom final : public base::Random {
public:
    void fill(std::span<std::byte> bytes) override { std::fill(bytes.begin(), bytes.end(), octet); }

    std::byte octet{0};
};

class RecordingLog final : public base::Log {
public:
    void warning(std::string_view text) override { warnings.emplace_back(text); }

    void detail(std::string_view text) override { details.emplace_back(text); }

    std::vector<std::string> warnings;
    std::vector<std::string> details;
};

/// A scripted server and what a client of it needs, with time and chance held still.
struct HttpWorld {
    explicit HttpWorld(std::optional<ServerIdentity> tls = {})
        : server{[this] { return clock.monotonic(); }, std::move(tls)}
    {
    }

    [[nodiscard]] http::ClientSetup setup()
    {
        http::ClientSetup setup{.base = http::Url::parse(server.url())};
        setup.authorization = {"Authorization",
                               base::Secret{std::string_view{"Basic OnMzY3JldC10b2tlbg=="}}};
        setup.limits = limits;
        setup.log = &log;
        setup.stop = &stop;
        setup.clock = &clock;
        setup.random = &random;
        setup.sleep = [this](std::chrono::milliseconds time) {
            slept.push_back(time);
            clock.advance(time);
        };
        return setup;
    }

    [[nodiscard]] http::Client client() { return http::Client{setup()}; }

    [[nodiscard]] http::Request get(const std::string& path = "/") const
    {
        return {.url = server.url() + path};
    }

    [[nodiscard]] http::Request create(std::string body = R"({"title":"x"})") const
    {
        return {.method = http::Method::post,
                .url = server.url() + "/items",
                .headers = {{"Content-Type", "application/json"}},
                .body = std::move(body),
                .is_repeatable = false};
    }

    /// A write that the tracker checks against a revision.
    [[nodiscard]] http::Request update() const
    {
        return {.method = http::Method::patch,
                .url = server.url() + "/items/1",
                .headers = {{"Content-Type", "application/json"}},
                .body = R"({"rev":1})"};
    }

    SleepClock clock;
    ConstantRandom random;
    RecordingLog log;
    base::StopFlag stop;
    http::Limits limits;
    std::vector<std::chrono::milliseconds> slept;
    ScriptedServer server; ///< last: its threads use the clock
};

/// The outcome of this kind; fails the test with what it is instead.
template <typename Kind>
Kind must_be(const http::Outcome& outcome)
{
    if (const auto* response = std::get_if<http::Response>(&outcome)) {
        INFO("a response, status " << response->status << ": " << response->body.substr(0, 200));
        REQUIRE(std::holds_alternative<Kind>(outcome));
    } else if (const auto* not_sent = std::get_if<http::NotSent>(&outcome)) {
        INFO("not sent: " << not_sent->reason);
        REQUIRE(std::holds_alternative<Kind>(outcome));
    } else {
        INFO("no answer: " << std::get<http::NoAnswer>(outcome).evidence);
        REQUIRE(std::holds_alternative<Kind>(outcome));
    }
    return std::get<Kind>(outcome);
}

} // namespace syncctl::test
