#include "webhook_body.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"

#include <nlohmann/json.hpp>

namespace syncctl::connectors {

namespace {

constexpr std::size_t k_most_ids = 1'000;

/// The text of an id that is none may be anything: it is not in the message.
void add_id(const nlohmann::json& value, IdCheck can_be_id, std::vector<std::string>& ids)
{
    auto id = webhook_id(value, can_be_id);
    if (id.empty()) {
        throw Error{ErrorCode::document, "the body of the webhook names an id that can be none"};
    }
    ids.push_back(std::move(id));
}

} // namespace

nlohmann::json parse_webhook_body(std::string_view body)
{
    try {
        return base::parse_json(
            body, {.max_bytes = std::size_t{5} << 20U, .max_depth = 32, .max_nodes = 200'000});
    } catch (Error& error) {
        error.while_doing("reading the body of the webhook");
        throw;
    }
}

std::string webhook_id(const nlohmann::json& value, IdCheck can_be_id)
{
    std::string id;
    if (value.is_number_integer()) {
        id = value.dump();
    } else if (value.is_string()) {
        id = value.get_ref<const std::string&>();
    }
    return can_be_id(id) ? id : std::string{};
}

std::vector<std::string> generic_webhook_ids(const nlohmann::json& body, IdCheck can_be_id)
{
    std::vector<std::string> ids;
    if (const auto id = body.find("id"); body.is_object() && id != body.end()) {
        add_id(*id, can_be_id, ids);
    }
    if (const auto list = body.find("ids"); body.is_object() && list != body.end()) {
        if (!list->is_array() || list->size() > k_most_ids) {
            throw Error{ErrorCode::document,
                        "the body of the webhook: `ids` is a list of at most 1000 ids"};
        }
        for (const auto& id : *list) {
            add_id(id, can_be_id, ids);
        }
    } else if (ids.empty()) {
        throw Error{ErrorCode::document, "the body of the webhook names no item"};
    }
    return ids;
}

} // namespace syncctl::connectors
