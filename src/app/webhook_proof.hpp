#pragma once

#include "syncctl/app/webhooks.hpp"
#include "syncctl/model/connector_config.hpp"

#include <optional>
#include <string_view>

namespace syncctl::app {

/// \throws Error{document}
void require_webhook_size(const WebhookDelivery& delivery);

/// nullopt when the sender does not show that it knows the secret of this connector.
/// \throws Error{setting} when there is none
[[nodiscard]] std::optional<WebhookVerdict> judge_webhook(Workspace& workspace,
                                                          const model::ConnectorConfig& connector,
                                                          const WebhookDelivery& delivery);

/// \throws Error{authentication}
[[noreturn]] void throw_webhook_refused(std::string_view name);

} // namespace syncctl::app
