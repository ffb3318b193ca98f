#pragma once

#include "syncctl/app/workspace.hpp"
#include "syncctl/base/secret.hpp"
#include "syncctl/model/side.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::app {

/// More is refused before anything of it is looked at.
inline constexpr std::size_t k_max_webhook_body = std::size_t{5} << 20U;

/// How a delivery shows that its sender knows the secret.
enum class WebhookProof {
    signature,       ///< X-Hub-Signature-256: sha256=HEX
    timed_signature, ///< Standard Webhooks: webhook-id, webhook-timestamp, webhook-signature
    secret,          ///< X-Syncctl-Secret: the secret itself
    password         ///< Authorization: Basic, with the secret as password
};
[[nodiscard]] std::string_view to_string(WebhookProof proof);
[[nodiscard]] std::optional<WebhookProof> webhook_proof_from(std::string_view text);

/// The headers that are looked at, in lower case.
inline constexpr std::array<std::string_view, 6> k_webhook_headers{"x-hub-signature-256",
                                                                   "webhook-id",
                                                                   "webhook-timestamp",
                                                                   "webhook-signature",
                                                                   "x-syncctl-secret",
                                                                   "authorization"};

struct WebhookHeader {
    std::string name; ///< one of k_webhook_headers
    base::Secret value;
};

/// What a web server received.
struct WebhookDelivery {
    std::string body;
    std::vector<WebhookHeader> headers; ///< every one as often as it was sent
    std::optional<WebhookProof> proof;  ///< the only one that is taken
};

struct WebhookVerdict {
    std::string connector;
    WebhookProof proof = WebhookProof::signature;
    bool is_previous_secret = false; ///< the sender still has to be given the new one
};

/// Whether a delivery comes from somebody who knows the secret of the connector, the previous one
/// of a change included. Every proof that was sent has to be right, and each header sent once.
/// \throws Error{authentication} when it does not, without saying why; Error{document} when it is
/// too large; Error{setting} when there is no secret
[[nodiscard]] WebhookVerdict
verify_webhook(Workspace& workspace, std::string_view connector, const WebhookDelivery& delivery);

struct WebhookIntake {
    WebhookVerdict verdict;
    std::size_t items = 0;          ///< how many it names
    bool is_repeated = false;       ///< it came a short time ago: nothing was done
    std::vector<std::string> pairs; ///< in which they are due now
};

/// Marks the items that a delivery names due in the enabled pairs of its connector, or in one pair.
/// The payload is not trusted for anything but ids, and those only say "look at it".
/// \param name of a connector or a pair
/// \param side where the sender is, for a pair; nullopt: the side whose secret it knows
/// \throws Error as verify_webhook, and Error{document} when the body cannot be read
[[nodiscard]] WebhookIntake ingest_webhook(Workspace& workspace,
                                           std::string_view name,
                                           std::optional<model::Side> side,
                                           const WebhookDelivery& delivery,
                                           bool is_dry_run);

} // namespace syncctl::app
