#include "access_token.hpp"

#include "web/percent.hpp"
#include "web/secret_text.hpp"
#include "words.hpp"

#include "syncctl/base/json.hpp"
#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace syncctl::connectors::servicedesk_plus {

namespace {

using nlohmann::json;

// Limits of the accounts server (contract, section 3).
constexpr std::int64_t k_grants_window_ms = 10LL * 60'000;
constexpr std::size_t k_most_grants = 10;
/// What is good for less is renewed before it is used.
constexpr std::int64_t k_margin_ms = 60'000;
constexpr std::int64_t k_usual_life_s = 3600;
constexpr std::int64_t k_longest_life_s = 86'400;
constexpr int k_version = 1;
constexpr base::JsonLimits k_limits{
    .max_bytes = std::size_t{64} << 10U, .max_depth = 8, .max_nodes = 1'000};

/// `&name=value`, percent-encoded.
void add(std::string& form, std::string_view name, std::string_view value)
{
    auto encoded = percent_encoded(value);
    form += form.empty() ? "" : "&";
    form += name;
    form += '=';
    form += encoded;
    base::wipe(encoded);
}

std::int64_t number_member(const json& object, std::string_view key, std::int64_t otherwise)
{
    const auto& value = member(object, key);
    return value.is_number_integer() ? value.get<std::int64_t>() : otherwise;
}

/// The text is overwritten where JSON keeps it.
base::Secret take_secret(json& object, const char* key)
{
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) {
        return {};
    }
    auto& text = found->get_ref<std::string&>();
    base::Secret secret{text};
    base::wipe(text);
    return secret;
}

std::string words_of(const json& body)
{
    const auto error = text_member(body, "error", 200);
    const auto description = text_member(body, "error_description", 300);
    return description.empty() ? error : fmt::format("{} ({})", description, error);
}

} // namespace

AccessToken::AccessToken(Caller caller,
                         Grant grant,
                         http::ClientSetup accounts,
                         const base::Clock& clock,
                         TokenCache* cache,
                         base::Log& log)
    : m_caller{std::move(caller)},
      m_grant{std::move(grant)},
      m_accounts{accounts.base},
      m_client{std::move(accounts)},
      m_clock{clock},
      m_cache{cache},
      m_log{log}
{
}

const base::Secret& AccessToken::get()
{
    if (!is_usable() && m_cache != nullptr) {
        m_kept = load();
    }
    if (!is_usable()) {
        renew(nullptr);
    }
    return m_kept.token;
}

bool AccessToken::renew_refused()
{
    if (m_was_renewed_by_force) {
        return false;
    }
    m_was_renewed_by_force = true;
    const auto refused = m_kept.token.clone();
    renew(&refused);
    return true;
}

bool AccessToken::is_usable() const
{
    return !m_kept.token.empty() && m_kept.expires_at.ms - k_margin_ms > m_clock.now().ms;
}

/// \param refused one that must not be used again, however long it should last
void AccessToken::renew(const base::Secret* refused)
{
    const auto renewal = [&] {
        if (m_cache != nullptr) {
            m_kept = load();
            if (is_usable() && (refused == nullptr || !m_kept.token.equals(*refused))) {
                return; // another process was quicker
            }
        }
        ask();
    };
    if (m_cache == nullptr) {
        renewal();
    } else {
        m_cache->alone(renewal);
    }
}

void AccessToken::ask()
{
    const auto now = m_clock.now();
    std::erase_if(m_kept.granted, [&](base::Timestamp at) {
        return at > now || now.ms - at.ms >= k_grants_window_ms;
    });
    auto free_at = m_kept.denied_until;
    if (m_kept.granted.size() >= k_most_grants) {
        free_at = std::max(free_at, {m_kept.granted.front().ms + k_grants_window_ms});
    }
    // A clock that was set back does not lock us out for longer than the server would.
    if (free_at > now && free_at.ms - now.ms <= k_grants_window_ms) {
        throw Error{ErrorCode::rate_limited,
                    fmt::format("connector '{}': the accounts server gives out {} access tokens in "
                                "10 minutes, and no more before {}",
                                m_caller.connector,
                                k_most_grants,
                                base::format_utc(free_at)),
                    "run it again then; runs that follow each other share one token"};
    }
    http::Request request;
    request.method = http::Method::post;
    request.url = m_accounts.with({"oauth", "v2", "token"});
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"Accept", "application/json"}};
    request.is_repeatable = false;
    add(request.body, "grant_type", "refresh_token");
    add(request.body, "client_id", m_grant.client_id);
    add(request.body, "client_secret", m_grant.client_secret.reveal());
    add(request.body, "refresh_token", m_grant.refresh_token.reveal());
    auto outcome = m_client.send(request);
    base::wipe(request.body);
    m_kept.granted.push_back(now);
    if (auto* response = std::get_if<http::Response>(&outcome)) {
        take(*response);
        return;
    }
    keep();
    const auto* lost = std::get_if<http::NoAnswer>(&outcome);
    throw Error{
        ErrorCode::network,
        fmt::format("connector '{}': no access token from {}: {}",
                    m_caller.connector,
                    m_accounts.host(),
                    lost != nullptr ? lost->evidence : std::get<http::NotSent>(outcome).reason),
        fmt::format("syncctl connector test {}", m_caller.connector)};
}

void AccessToken::take(http::Response& response)
{
    json body;
    try {
        body = base::parse_json(response.body, k_limits);
    } catch (const Error&) {
        body = nullptr; // a page for people; never shown, it may hold anything
    }
    base::wipe(response.body);
    // Whether there is a token decides: a refusal may come with HTTP 200.
    auto token = body.is_object() ? take_secret(body, "access_token") : base::Secret{};
    if (token.empty()) {
        take_refusal(body, response.status);
    }
    require_good_token("access_token", token);
    const auto life = std::clamp(
        number_member(body, "expires_in", k_usual_life_s), std::int64_t{1}, k_longest_life_s);
    m_kept.token = std::move(token);
    m_kept.expires_at = {m_clock.now().ms + life * 1000};
    m_kept.denied_until = {};
    keep();
    m_log.detail(fmt::format("connector '{}': a new access token, good until {}",
                             m_caller.connector,
                             base::format_utc(m_kept.expires_at)));
}

void AccessToken::take_refusal(const json& body, int status)
{
    const auto error = text_member(body, "error", 200);
    if (contains_name(error, "access denied") || status == 429) {
        m_kept.denied_until = {m_clock.now().ms + k_grants_window_ms};
        keep();
        throw Error{
            ErrorCode::rate_limited,
            fmt::format("connector '{}': too many access tokens were asked for: {}",
                        m_caller.connector,
                        words_of(body)),
            "run it again in 10 minutes; is the same refresh token used by another program?"};
    }
    keep();
    if (error.empty()) {
        throw Error{ErrorCode::unavailable,
                    fmt::format("connector '{}': {} answered without an access token (HTTP {}): "
                                "maintenance, or no accounts server",
                                m_caller.connector,
                                m_accounts.host(),
                                status),
                    fmt::format("syncctl connector test {}", m_caller.connector)};
    }
    const bool is_client = contains_name(error, "client");
    throw Error{
        ErrorCode::authentication,
        fmt::format("connector '{}': {} does not accept the {}: {}; it is wrong, expired or "
                    "revoked, or belongs to another data centre",
                    m_caller.connector,
                    m_accounts.host(),
                    is_client ? "client" : "refresh token",
                    words_of(body)),
        fmt::format("syncctl connector edit {} --secret {}=prompt",
                    m_caller.connector,
                    is_client ? "client_secret" : "refresh_token")};
}

AccessToken::Kept AccessToken::load() const
{
    Kept kept;
    const auto content = m_cache->load();
    if (!content) {
        return kept;
    }
    try {
        auto body = base::parse_json(content->reveal(), k_limits);
        if (number_member(body, "v", 0) != k_version) {
            return kept;
        }
        kept.token = take_secret(body, "token");
        kept.expires_at = {number_member(body, "expires_at", 0)};
        kept.denied_until = {number_member(body, "denied_until", 0)};
        for (const auto& at : array_or_nothing(member(body, "granted"))) {
            if (at.is_number_integer() && kept.granted.size() < k_most_grants) {
                kept.granted.push_back({at.get<std::int64_t>()});
            }
        }
        if (!kept.token.empty()) {
            require_good_token("access_token", kept.token);
        }
    } catch (const Error&) {
        return {}; // what was kept is no loss
    }
    return kept;
}

void AccessToken::keep() const
{
    if (m_cache == nullptr) {
        return;
    }
    json granted = json::array();
    for (const auto at : m_kept.granted) {
        granted.push_back(at.ms);
    }
    json body{{"v", k_version},
              {"token", std::string{m_kept.token.reveal()}},
              {"expires_at", m_kept.expires_at.ms},
              {"denied_until", m_kept.denied_until.ms},
              {"granted", std::move(granted)}};
    auto text = base::dump_json(body);
    base::wipe(body["token"].get_ref<std::string&>());
    m_cache->keep(base::Secret{text});
    base::wipe(text);
}

} // namespace syncctl::connectors::servicedesk_plus
