#pragma once

#include "command.hpp"

#include "syncctl/app/webhooks.hpp"
#include "syncctl/model/side.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::cli {

class Session;

/// The options that say where the headers of a delivery are.
[[nodiscard]] OptionSpec webhook_header_option();
[[nodiscard]] OptionSpec webhook_proof_option();

/// The headers that a CGI server put into the environment, as HTTP_NAME.
[[nodiscard]] std::vector<app::WebhookHeader> cgi_headers();
/// Those of `--header NAME=VARIABLE`. A variable that is not set, or empty, is a header that was
/// not sent. \throws Error{usage}
[[nodiscard]] std::vector<app::WebhookHeader> headers_given(const Arguments& arguments);

/// What `--side` says.
[[nodiscard]] std::optional<model::Side> side_given(const Arguments& arguments);

/// Body on standard input, headers by `--header`, else as CGI has them.
[[nodiscard]] app::WebhookDelivery delivery_from(Session& session, const Arguments& arguments);

/// Members of a verdict for people and programs.
[[nodiscard]] Data::Object verdict_members(const app::WebhookVerdict& verdict);

} // namespace syncctl::cli
