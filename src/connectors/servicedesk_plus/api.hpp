#pragma once

#include "access_token.hpp"
#include "answer.hpp"
#include "options.hpp"
#include "web/client_setup.hpp"

#include "syncctl/connectors/registry.hpp"
#include "syncctl/http/client.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// One call, below `api/v3`.
struct Call {
    http::Method method = http::Method::get;
    std::vector<std::string> path;
    /// `input_data`: in the query of a GET, in a form otherwise. Null: none is sent, because calls
    /// that take none refuse it (contract, section 1).
    nlohmann::json input{};
    bool is_repeatable = true;
    /// A refusal of this call says nothing about the others: a right of its own is missing.
    bool is_optional = false;
};

/// `GET /requests?input_data={"list_info":{...}}`
[[nodiscard]] Call list_call(std::vector<std::string> path, nlohmann::json list_info);

/// Sends calls to one portal. Signs in, goes on after a throttle lock, and renews an access token
/// that was refused, once.
class Api {
public:
    Api(const Options& options,
        const ConnectorSetup& setup,
        const Surroundings& surroundings,
        base::Log& log);

    [[nodiscard]] Answer send(const Call& call);
    /// As many at the same time as the connector may have; one answer per call, same order.
    [[nodiscard]] std::vector<Answer> send_all(std::span<const Call> calls);
    /// For reads: the body of a good answer.
    /// \throws Error for any other
    [[nodiscard]] nlohmann::json read(const Call& call);

    /// For a good answer that makes no sense: `list has no 'requests'`.
    [[nodiscard]] Error unusable(std::string_view problem) const;

    [[nodiscard]] bool is_signed_out() const { return m_signed_out.has_value(); }

    /// \pre is_signed_out()
    [[nodiscard]] const Error& signed_out_error() const { return *m_signed_out; }

    /// After a credential was refused nothing is sent any more. \throws Error{authentication}
    void require_signed_in() const;

    [[nodiscard]] const Caller& caller() const { return m_caller; }

    [[nodiscard]] const Options& options() const { return m_options; }

    [[nodiscard]] const http::Client& client() const { return m_client; }

    /// Those to the accounts server as well.
    [[nodiscard]] int calls_sent() const;

private:
    [[nodiscard]] http::Request request_of(const Call& call) const;
    [[nodiscard]] std::vector<Answer> answers_to(std::span<const Call> calls);
    [[nodiscard]] std::optional<Error> sign_in();
    [[nodiscard]] std::vector<Answer> answers_with_new_token(std::span<const Call> calls);
    void note(const Answer& answer);

    const Options& m_options;
    Caller m_caller;
    http::Url m_base;
    http::Client m_client;
    std::unique_ptr<AccessToken> m_token; ///< cloud only
    bool m_is_token_proven = false;       ///< something was answered to it
    std::optional<Error> m_signed_out;
};

} // namespace syncctl::connectors::servicedesk_plus
