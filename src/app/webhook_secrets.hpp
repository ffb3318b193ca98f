#pragma once

#include "syncctl/app/connectors.hpp"
#include "syncctl/app/workspace.hpp"
#include "syncctl/base/secret.hpp"
#include "syncctl/store/webhook_store.hpp"

#include <optional>

namespace syncctl::app {

/// What senders of a connector's webhooks may know.
struct OpenWebhookSecrets {
    base::Secret current;
    std::optional<base::Secret> previous;
};

/// The connector's own secret, else the one of the setting webhook_secret.
/// \throws Error{setting} when neither is there; Error{sealed_*, wrong_key}
[[nodiscard]] OpenWebhookSecrets open_webhook_secrets(Workspace& workspace,
                                                      const model::ConnectorConfig& connector);

[[nodiscard]] bool changes_webhook_secrets(const ConnectorEdit& edit);

/// The sealed secrets of a connector, and what an edit makes of them.
struct WebhookSecretChange {
    store::WebhookSecrets before;
    store::WebhookSecrets after;
};

/// Reads the new secret. What counted until now becomes the previous one, so that senders can be
/// changed one after another.
[[nodiscard]] WebhookSecretChange webhook_secret_change(Workspace& workspace,
                                                        const model::ConnectorConfig& connector,
                                                        const ConnectorEdit& edit);

} // namespace syncctl::app
