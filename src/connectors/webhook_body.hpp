#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::connectors {

/// What the bodies of webhooks have in common. They come from outside, and are small.

/// \throws Error{document}
[[nodiscard]] nlohmann::json parse_webhook_body(std::string_view body);

/// Whether a text can be an id of the connector.
using IdCheck = bool (*)(std::string_view id);

/// The id that a JSON value is, as a number or a text; empty when it is none.
[[nodiscard]] std::string webhook_id(const nlohmann::json& value, IdCheck can_be_id);

/// The ids of `{"id": ID}` and `{"ids": [ID, ...]}`.
/// \throws Error{document} for a body that has neither, has something else there, or names more
/// than 1,000
[[nodiscard]] std::vector<std::string> generic_webhook_ids(const nlohmann::json& body,
                                                           IdCheck can_be_id);

} // namespace syncctl::connectors
