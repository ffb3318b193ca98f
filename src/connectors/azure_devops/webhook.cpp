#include "webhook.hpp"

#include "address.hpp"
#include "item_json.hpp"
#include "webhook_body.hpp"
#include "words.hpp"

#include "syncctl/base/error.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace syncctl::connectors::azure_devops {

namespace {

using nlohmann::json;

constexpr std::string_view k_updated = "workitem.updated";
constexpr std::array<std::string_view, 4> k_other_events{
    "workitem.created", "workitem.deleted", "workitem.restored", "workitem.commented"};
constexpr std::size_t k_longest_project = 256;

bool is_guid(std::string_view text)
{
    constexpr std::size_t k_size = 36;
    return text.size() == k_size &&
           text.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
}

/// An update's own id is its number; the work item is what it revised. Of `workItemId` the public
/// samples say 0.
std::string updated_item(const json& resource)
{
    auto id = webhook_id(member(resource, "workItemId"), can_be_id);
    return id.empty() ? webhook_id(member(member(resource, "revision"), "id"), can_be_id) : id;
}

/// What the event says of the project goes by how the connector calls it, a name or a GUID. An
/// event with less detail does not say it; the item itself tells when it is read.
bool is_elsewhere(const json& body, const json& resource, const std::string& project)
{
    const auto& revision = member(resource, "revision");
    const auto name = text_member(member(revision.is_object() ? revision : resource, "fields"),
                                  k_team_project,
                                  k_longest_project);
    const auto id =
        text_member(member(member(body, "resourceContainers"), "project"), "id", k_longest_project);
    if (is_guid(project)) {
        return !id.empty() && !same_name(project, id);
    }
    return !name.empty() && !same_name(project, name);
}

} // namespace

std::vector<std::string> items_named_by(const Delivery& delivery)
{
    const auto body = parse_webhook_body(delivery.body);
    const auto event = text_member(body, "eventType", 64);
    if (event.empty()) {
        return generic_webhook_ids(body, can_be_id);
    }
    const bool is_update = event == k_updated;
    if (!is_update &&
        std::find(k_other_events.begin(), k_other_events.end(), event) == k_other_events.end()) {
        return {};
    }
    const auto& resource = member(body, "resource");
    auto id = is_update ? updated_item(resource) : webhook_id(member(resource, "id"), can_be_id);
    if (id.empty()) {
        throw Error{ErrorCode::document, "the event of the service hook names no work item"};
    }
    const auto setting = delivery.settings.find("project");
    const auto address = address_of(
        delivery.url, setting == delivery.settings.end() ? std::string{} : setting->second);
    if (is_elsewhere(body, resource, address.project)) {
        return {};
    }
    return {std::move(id)};
}

} // namespace syncctl::connectors::azure_devops
