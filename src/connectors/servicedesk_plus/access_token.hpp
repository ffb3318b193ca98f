#pragma once

#include "answer.hpp"

#include "syncctl/base/clock.hpp"
#include "syncctl/base/log.hpp"
#include "syncctl/base/secret.hpp"
#include "syncctl/connectors/token_cache.hpp"
#include "syncctl/http/client.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// What an application signs in with at the accounts server (contract, section 3).
struct Grant {
    std::string client_id;
    base::Secret client_secret;
    base::Secret refresh_token;
};

/// The access token of the cloud: an hour's worth of rights for a refresh token. One is shared by
/// all processes through the cache, because the accounts server gives out 10 in 10 minutes only.
class AccessToken {
public:
    /// \param accounts set up for the accounts server, without a credential
    /// \param cache may be null: then every process asks for its own
    AccessToken(Caller caller,
                Grant grant,
                http::ClientSetup accounts,
                const base::Clock& clock,
                TokenCache* cache,
                base::Log& log);

    /// One that is good for another minute at least.
    /// \throws Error{authentication} when the refresh token is refused, Error{rate_limited} when
    /// too many were asked for, Error{network, unavailable, locked, interrupted}
    [[nodiscard]] const base::Secret& get();

    /// The tracker refused the last one: takes what another process got meanwhile, or asks for a
    /// new one, once. \returns false when this process has done so already
    [[nodiscard]] bool renew_refused();

    [[nodiscard]] const http::Client& client() const { return m_client; }

private:
    struct Kept {
        base::Secret token;
        base::Timestamp expires_at;
        std::vector<base::Timestamp> granted; ///< the last ones, for the limit
        base::Timestamp denied_until;         ///< the accounts server wants no request before
    };

    [[nodiscard]] Kept load() const;
    void keep() const;
    [[nodiscard]] bool is_usable() const;
    void renew(const base::Secret* refused);
    void ask();
    void take(http::Response& response);
    [[noreturn]] void take_refusal(const nlohmann::json& body, int status);

    Caller m_caller;
    Grant m_grant;
    http::Url m_accounts;
    http::Client m_client;
    const base::Clock& m_clock;
    TokenCache* m_cache;
    base::Log& m_log;
    Kept m_kept;
    bool m_was_renewed_by_force = false;
};

} // namespace syncctl::connectors::servicedesk_plus
