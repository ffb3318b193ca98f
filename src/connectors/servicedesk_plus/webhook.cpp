#include "webhook.hpp"

#include "web/percent.hpp"
#include "webhook_body.hpp"
#include "words.hpp"

#include "syncctl/base/error.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace syncctl::connectors::servicedesk_plus {

namespace {

constexpr std::string_view k_form_field = "input_data=";

/// The JSON of a body that is a form of this one field.
std::string form_content(std::string_view body)
{
    auto value = std::string{body.substr(k_form_field.size())};
    if (value.find('&') != std::string::npos) {
        throw Error{ErrorCode::document, "the form of the webhook has more fields than input_data"};
    }
    std::replace(value.begin(), value.end(), '+', ' ');
    auto decoded = percent_decoded(value);
    if (!decoded) {
        throw Error{ErrorCode::document, "the form of the webhook is not encoded well"};
    }
    return *std::move(decoded);
}

} // namespace

std::vector<std::string> items_named_by(const Delivery& delivery)
{
    const bool is_form = delivery.body.substr(0, k_form_field.size()) == k_form_field;
    const auto body = is_form ? parse_webhook_body(form_content(delivery.body))
                              : parse_webhook_body(delivery.body);
    for (const auto* wrapper : {"request", "data"}) {
        if (const auto& inside = member(body, wrapper); inside.is_object()) {
            return generic_webhook_ids(inside, can_be_id);
        }
    }
    return generic_webhook_ids(body, can_be_id);
}

} // namespace syncctl::connectors::servicedesk_plus
