#include "names.hpp"
#include "webhook_proof.hpp"
#include "webhook_secrets.hpp"

#include "syncctl/app/webhooks.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/vault/signature.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace syncctl::app {

namespace {

constexpr std::array k_proofs{
    std::pair{WebhookProof::signature, std::string_view{"signature"}},
    std::pair{WebhookProof::timed_signature, std::string_view{"timed-signature"}},
    std::pair{WebhookProof::secret, std::string_view{"secret"}},
    std::pair{WebhookProof::password, std::string_view{"password"}}};

constexpr std::chrono::seconds k_tolerance{300};

/// The headers of a delivery by name. A name that was sent twice is none: which of the two a
/// program in front of us went by is not known.
class Headers {
public:
    explicit Headers(const WebhookDelivery& delivery) : m_delivery{delivery} {}

    [[nodiscard]] bool has(std::string_view name) const { return count(name) > 0; }

    [[nodiscard]] bool has_doubles() const
    {
        return std::any_of(k_webhook_headers.begin(), k_webhook_headers.end(), [&](auto name) {
            return count(name) > 1;
        });
    }

    /// Empty when it was not sent.
    [[nodiscard]] std::string_view text(std::string_view name) const
    {
        const auto& headers = m_delivery.headers;
        const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
            return header.name == name;
        });
        return found == headers.end() ? std::string_view{} : found->value.reveal();
    }

private:
    [[nodiscard]] std::ptrdiff_t count(std::string_view name) const
    {
        return std::count_if(m_delivery.headers.begin(),
                             m_delivery.headers.end(),
                             [&](const auto& header) { return header.name == name; });
    }

    const WebhookDelivery& m_delivery;
};

bool was_sent(const Headers& headers, WebhookProof proof)
{
    switch (proof) {
    case WebhookProof::signature:
        return headers.has("x-hub-signature-256");
    case WebhookProof::timed_signature:
        return headers.has("webhook-id") || headers.has("webhook-timestamp") ||
               headers.has("webhook-signature");
    case WebhookProof::secret:
        return headers.has("x-syncctl-secret");
    case WebhookProof::password:
        return headers.has("authorization");
    }
    return false;
}

bool holds(const Headers& headers,
           WebhookProof proof,
           const base::Secret& secret,
           const std::string& body,
           base::Timestamp now)
{
    constexpr std::int64_t k_ms = 1000;
    switch (proof) {
    case WebhookProof::signature:
        return vault::verify_webhook(secret, body, headers.text("x-hub-signature-256"));
    case WebhookProof::timed_signature:
        return headers.has("webhook-id") &&
               vault::verify_timed_webhook(secret,
                                           {.id = headers.text("webhook-id"),
                                            .timestamp = headers.text("webhook-timestamp"),
                                            .body = body,
                                            .signature = headers.text("webhook-signature")},
                                           now.ms / k_ms,
                                           k_tolerance);
    case WebhookProof::secret:
        return vault::is_webhook_secret(secret, headers.text("x-syncctl-secret"));
    case WebhookProof::password:
        return vault::is_webhook_password(secret, headers.text("authorization"));
    }
    return false;
}

} // namespace

std::string_view to_string(WebhookProof proof)
{
    return std::find_if(k_proofs.begin(),
                        k_proofs.end(),
                        [&](const auto& each) { return each.first == proof; })
        ->second;
}

std::optional<WebhookProof> webhook_proof_from(std::string_view text)
{
    for (const auto& [proof, word] : k_proofs) {
        if (word == text) {
            return proof;
        }
    }
    return std::nullopt;
}

std::optional<WebhookVerdict> judge_webhook(Workspace& workspace,
                                            const model::ConnectorConfig& connector,
                                            const WebhookDelivery& delivery)
{
    const auto secrets = open_webhook_secrets(workspace, connector);
    const Headers headers{delivery};
    if (headers.has_doubles()) {
        return std::nullopt;
    }
    std::optional<WebhookVerdict> verdict;
    for (const auto& each : k_proofs) {
        const auto proof = each.first;
        if (delivery.proof ? proof != *delivery.proof : !was_sent(headers, proof)) {
            continue;
        }
        const auto holds_with = [&](const base::Secret& secret) {
            return holds(headers, proof, secret, delivery.body, workspace.now());
        };
        const bool is_current = holds_with(secrets.current);
        if (!is_current && !(secrets.previous && holds_with(*secrets.previous))) {
            return std::nullopt;
        }
        if (!verdict) {
            verdict = WebhookVerdict{.connector = connector.name, .proof = proof};
        }
        verdict->is_previous_secret = verdict->is_previous_secret || !is_current;
    }
    return verdict;
}

void require_webhook_size(const WebhookDelivery& delivery)
{
    if (delivery.body.size() > k_max_webhook_body) {
        throw Error{ErrorCode::document, "the body of the webhook is larger than 5 MiB"};
    }
}

void throw_webhook_refused(std::string_view name)
{
    throw Error{ErrorCode::authentication,
                fmt::format("webhook for {}: refused; it does not show that its sender knows the "
                            "secret",
                            shown(name)),
                "docs/webhooks.md says what a sender has to send"};
}

WebhookVerdict
verify_webhook(Workspace& workspace, std::string_view connector, const WebhookDelivery& delivery)
{
    require_webhook_size(delivery);
    const auto verdict =
        judge_webhook(workspace, require_connector(workspace.reading(), connector), delivery);
    if (!verdict) {
        throw_webhook_refused(connector);
    }
    return *verdict;
}

} // namespace syncctl::app
