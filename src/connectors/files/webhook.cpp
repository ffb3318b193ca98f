#include "webhook.hpp"

#include "../webhook_body.hpp"
#include "listing.hpp"

#include <nlohmann/json.hpp>

namespace syncctl::connectors::files {

std::vector<std::string> items_named_by(const Delivery& delivery)
{
    return generic_webhook_ids(parse_webhook_body(delivery.body),
                               [](std::string_view id) { return parse_id(id).has_value(); });
}

} // namespace syncctl::connectors::files
