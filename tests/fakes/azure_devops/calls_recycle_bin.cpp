#include "fakes/azure_devops/wire.hpp"

#include <fmt/format.h>

#include <ctime>

namespace syncctl::fakes {

namespace {

/// `1/31/2017 9:21:14 PM`, as a server that speaks English writes it.
std::string localized_date(base::Timestamp time)
{
    const std::time_t seconds = time.ms / 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return fmt::format("{}/{}/{} {}:{:02}:{:02} {}",
                       parts.tm_mon + 1,
                       parts.tm_mday,
                       parts.tm_year + 1900,
                       parts.tm_hour % 12 == 0 ? 12 : parts.tm_hour % 12,
                       parts.tm_min,
                       parts.tm_sec,
                       parts.tm_hour < 12 ? "AM" : "PM");
}

Json reference_json(const World& world, const Item& item, const char* resource)
{
    const Revision& last = item.history.back();
    return {{"id", item.id},
            {"code", 200},
            {"type", last.fields->value("System.WorkItemType", "")},
            {"name", fmt::format("{} {}", last.fields->value("System.WorkItemType", ""), item.id)},
            {"project", last.fields->value("System.TeamProject", "")},
            {"deletedDate", localized_date(last.stored_at)},
            {"deletedBy", person_text(last.fields->value("System.ChangedBy", Json::object()))},
            {"url", fmt::format("{}/_apis/wit/{}/{}", world.base_url, resource, item.id)}};
}

Json full_json(const World& world, const Item& item, const char* resource)
{
    Json json = reference_json(world, item, resource);
    json["resource"] =
        item_json(world, item.id, item.history.back(), {.fields = {}, .expand = Expand::links});
    return json;
}

bool is_in_scope(const World& world, const Call& call, const Item& item)
{
    const Revision& last = item.history.back();
    return last.is_deleted && is_readable(world, last) &&
           (call.project.empty() ||
            same_text(project_of(world, call).name, last.fields->value("System.TeamProject", "")));
}

Answer bin_list(const World& world, const Call& call)
{
    Json values = Json::array();
    const auto ids = call.list("ids");
    if (!ids.empty()) {
        for (const std::string& text : ids) {
            const auto item = world.items.find(integer(text, "ids"));
            if (item != world.items.end() && is_in_scope(world, call, item->second)) {
                Json json = reference_json(world, item->second, "recycleBin");
                json["id"] = std::to_string(item->second.id);
                values.push_back(std::move(json));
            }
        }
        return list_answer(std::move(values));
    }
    for (const auto& [id, item] : world.items) {
        if (is_in_scope(world, call, item)) {
            values.push_back(
                {{"id", std::to_string(id)},
                 {"url", fmt::format("{}/_apis/wit/recycleBin/{}", world.base_url, id)}});
        }
    }
    if (values.size() > world.switches.query_wall) {
        throw Refusal{
            400,
            "WorkItemTrackingQueryResultSizeLimitExceededException",
            fmt::format("VS402337: The number of work items returned exceeds the size limit "
                        "of {}. Change the query to return fewer items.",
                        world.switches.query_wall)};
    }
    return list_answer(std::move(values));
}

Answer delete_item(World& world, const Call& call)
{
    const int id = integer(call.path[1], "id");
    const auto item = world.items.find(id);
    if (item == world.items.end() || item->second.history.back().is_deleted ||
        !is_readable(world, item->second.history.back())) {
        throw unreadable_item(id);
    }
    if (call.flag("destroy")) {
        destroy_item(world, id);
        return {.status = 204, .body = nullptr, .headers = {}, .text = {}};
    }
    set_deleted(world, id, true);
    if (world.switches.is_delete_204) {
        return {.status = 204, .body = nullptr, .headers = {}, .text = {}};
    }
    return {.status = 200,
            .body = full_json(world, item->second, "recycleBin"),
            .headers = {},
            .text = {}};
}

} // namespace

/// A revision that differs from the last only in being deleted or not.
void set_deleted(World& world, int id, bool is_deleted)
{
    Item& item = world.items.at(id);
    Revision revision = item.history.back();
    Json fields = *revision.fields;
    fields.erase("System.History");
    revision.changed_at.ms = std::max(world.now().ms, revision.changed_at.ms + 1);
    fields["System.ChangedDate"] = wire_date(revision.changed_at);
    fields["System.ChangedBy"] = person_json(world, world.people.at(world.actor));
    revision.fields = std::make_shared<const Json>(std::move(fields));
    revision.is_deleted = is_deleted;
    revision.is_link_only = false;
    ++revision.rev;
    world.store(item, std::move(revision));
}

void destroy_item(World& world, int id)
{
    std::erase_if(world.feed, [&](const FeedEntry& entry) { return entry.id == id; });
    world.items.erase(id);
}

Answer recycle_bin(World& world, const Call& call)
{
    if (call.resource() == "workitems") {
        return delete_item(world, call);
    }
    if (call.path.size() == 1) {
        return bin_list(world, call);
    }
    const int id = integer(call.path[1], "id");
    const auto item = world.items.find(id);
    if (item == world.items.end() || !is_in_scope(world, call, item->second)) {
        throw Refusal{404,
                      "WorkItemNotFoundException",
                      fmt::format("VS402487: Work item {} is not in the recycle bin.", id)};
    }
    if (call.method == "GET") {
        return {.status = 200,
                .body = full_json(world, item->second, "recycleBin"),
                .headers = {},
                .text = {}};
    }
    if (call.method == "DELETE") {
        destroy_item(world, id);
        return {.status = 204, .body = nullptr, .headers = {}, .text = {}};
    }
    if (json_body(call).value("isDeleted", true)) {
        throw Refusal{400, "VssPropertyValidationException", "isDeleted has to be false."};
    }
    set_deleted(world, id, false);
    return {.status = 200,
            .body = full_json(world, item->second, "workItems"),
            .headers = {},
            .text = {}};
}

} // namespace syncctl::fakes
