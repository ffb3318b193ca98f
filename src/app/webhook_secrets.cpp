#include "webhook_secrets.hpp"

#include "names.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/vault/envelope.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace syncctl::app {

namespace {

constexpr std::string_view k_setting = "webhook_secret";
constexpr std::string_view k_current = "webhook_secret";
constexpr std::string_view k_previous = "previous_webhook_secret";

vault::Place place_of(const model::ConnectorConfig& connector, std::string_view column)
{
    return {.table = "connectors", .column = column, .row_uuid = connector.uuid};
}

base::Secret open(Workspace& workspace,
                  const model::ConnectorConfig& connector,
                  const std::string& envelope,
                  std::string_view column)
{
    try {
        return workspace.vault().open(envelope, place_of(connector, column));
    } catch (Error& error) {
        error.while_doing(
            fmt::format("opening the webhook secret of connector {}", shown(connector.name)));
        throw;
    }
}

/// nullopt when the setting is empty.
std::optional<base::Secret> shared_secret(Workspace& workspace)
{
    const auto setting = workspace.reading().settings.find(k_setting);
    if (!setting || setting->value.empty()) {
        return std::nullopt;
    }
    return workspace.vault().open(
        setting->value, {.table = "system_settings", .column = "value", .row_uuid = k_setting});
}

std::optional<base::Secret> secret_in_effect(Workspace& workspace,
                                             const model::ConnectorConfig& connector,
                                             const store::WebhookSecrets& sealed)
{
    return sealed.current ? std::optional{open(workspace, connector, *sealed.current, k_current)}
                          : shared_secret(workspace);
}

} // namespace

OpenWebhookSecrets open_webhook_secrets(Workspace& workspace,
                                        const model::ConnectorConfig& connector)
{
    const auto sealed = store::WebhookStore{workspace.reading().database}.secrets(connector.id);
    OpenWebhookSecrets secrets;
    if (auto current = secret_in_effect(workspace, connector, sealed)) {
        secrets.current = *std::move(current);
    }
    if (secrets.current.empty()) {
        throw Error{
            ErrorCode::setting,
            fmt::format("connector {}: it has no webhook secret, and the setting {} is empty",
                        shown(connector.name),
                        k_setting),
            fmt::format("syncctl connector edit {} --webhook-secret prompt", connector.name)};
    }
    if (sealed.previous) {
        secrets.previous = open(workspace, connector, *sealed.previous, k_previous);
    }
    return secrets;
}

bool changes_webhook_secrets(const ConnectorEdit& edit)
{
    return edit.webhook_secret || edit.drops_webhook_secrets || edit.drops_previous_webhook_secret;
}

WebhookSecretChange webhook_secret_change(Workspace& workspace,
                                          const model::ConnectorConfig& connector,
                                          const ConnectorEdit& edit)
{
    WebhookSecretChange change;
    change.before = store::WebhookStore{workspace.reading().database}.secrets(connector.id);
    change.after = change.before;
    if (edit.drops_webhook_secrets) {
        change.after = {};
    }
    if (edit.webhook_secret) {
        // The key before the question: nobody types a secret that cannot be kept.
        const auto& vault = workspace.vault();
        auto& random = workspace.services().random;
        const auto former = secret_in_effect(workspace, connector, change.before);
        const auto secret = edit.webhook_secret();
        change.after.current = vault.seal(secret.reveal(), place_of(connector, k_current), random);
        if (former && !former->equals(secret)) {
            change.after.previous =
                vault.seal(former->reveal(), place_of(connector, k_previous), random);
        }
    }
    if (edit.drops_previous_webhook_secret) {
        change.after.previous.reset();
    }
    return change;
}

} // namespace syncctl::app
