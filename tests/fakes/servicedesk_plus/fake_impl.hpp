#pragma once

#include "fakes/http/loopback_server.hpp"
#include "fakes/servicedesk_plus/draft.hpp"
#include "fakes/servicedesk_plus/fake_servicedesk_plus.hpp"

#include <mutex>

namespace syncctl::fakes {

class FakeServiceDeskPlus::Impl {
public:
    Impl(FakeServiceDeskPlus& traffic, const Setup& setup);

    void wait_for_connection();
    /// Of an id that a test gives. \throws std::logic_error
    [[nodiscard]] sdp::Request& request_with(const std::string& id);
    /// A change that people make.
    void change_state(const std::string& id, const std::function<void(sdp::State&)>& change);
    /// The id of a row that a test names. \throws std::logic_error
    [[nodiscard]] std::string row_named(const std::string& table, const std::string& name) const;

    /// What the API, or the accounts server, does with a request.
    class Api final : public Service {
    public:
        explicit Api(Impl& impl) : m_impl{impl} {}

        [[nodiscard]] Manners manners() const override;
        Served carry_out(const HttpRequest& request) override;
        [[nodiscard]] std::vector<std::string> problems(const HttpRequest& request,
                                                        const HttpAnswer& answer,
                                                        bool is_fault) const override;
        void hide_secrets(HttpRequest& request, HttpAnswer& answer) const override;

    private:
        Impl& m_impl;
    };

    class Accounts final : public Service {
    public:
        explicit Accounts(Impl& impl) : m_impl{impl} {}

        [[nodiscard]] Manners manners() const override;
        Served carry_out(const HttpRequest& request) override;
        [[nodiscard]] std::vector<std::string> problems(const HttpRequest& request,
                                                        const HttpAnswer& answer,
                                                        bool is_fault) const override;
        void hide_secrets(HttpRequest& request, HttpAnswer& answer) const override;

    private:
        Impl& m_impl;
    };

    bool is_checking = true;
    Api api{*this};
    Accounts accounts{*this};

    mutable std::mutex mutex; ///< over all that follows
    sdp::World world;
    sdp::World saved; ///< by save()

    // Last: they end before what they use.
    std::unique_ptr<LoopbackServer> server;
    std::unique_ptr<LoopbackServer> accounts_server; ///< null on premises
};

namespace sdp {

// The credentials that are accepted now.
[[nodiscard]] std::string technician_key_of(const World& world);
[[nodiscard]] std::string client_id_of(const World& world);
[[nodiscard]] std::string client_secret_of(const World& world);
[[nodiscard]] std::string refresh_token_of(const World& world);

/// nullopt when the request may go on, else how it is refused.
[[nodiscard]] std::optional<HttpAnswer>
refused_credential(const World& world, const HttpRequest& request, const Call& call);
/// What the accounts server answers.
[[nodiscard]] HttpAnswer grant(World& world, const HttpRequest& request);

/// Counts the call. nullopt: it may go on.
struct TooMany {
    HttpAnswer answer;
    bool is_locked = false; ///< the lock was there before this call
};

[[nodiscard]] std::optional<TooMany> too_many_calls(World& world, const HttpRequest& request);

/// With response_status.
[[nodiscard]] HttpAnswer to_http(const World& world, Answer answer);
[[nodiscard]] HttpAnswer to_http(const World& world, const Refusal& refusal);

/// What is wrong with a request by the contract, whatever it is answered.
[[nodiscard]] std::vector<std::string> api_problems(const World& world, const HttpRequest& request);
[[nodiscard]] std::vector<std::string> accounts_problems(const HttpRequest& request);

} // namespace sdp

} // namespace syncctl::fakes
