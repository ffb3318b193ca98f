#include "fakes/azure_devops/wire.hpp"

#include <fmt/format.h>

namespace syncctl::fakes {

namespace {

const Item& item_of(const World& world, const Call& call)
{
    const int id = integer(call.path[1], "id");
    const auto item = world.items.find(id);
    if (item == world.items.end() || item->second.history.back().is_deleted ||
        !is_readable(world, item->second.history.back())) {
        throw unreadable_item(id);
    }
    return item->second;
}

struct Window {
    std::size_t skip = 0;
    std::size_t top = 200;
};

Window window_of(const Call& call)
{
    Window window;
    if (const std::string text = call.parameter("$skip"); !text.empty()) {
        window.skip = static_cast<std::size_t>(std::max(integer(text, "$skip"), 0));
    }
    if (const std::string text = call.parameter("$top"); !text.empty()) {
        window.top = std::min<std::size_t>(
            window.top, static_cast<std::size_t>(std::max(integer(text, "$top"), 0)));
    }
    return window;
}

Json field_changes(const Json& before, const Json& after)
{
    Json changes = Json::object();
    for (const auto& [name, value] : after.items()) {
        const auto old = before.find(name);
        if (old == before.end()) {
            changes[name] = {{"newValue", value}};
        } else if (*old != value) {
            changes[name] = {{"oldValue", *old}, {"newValue", value}};
        }
    }
    for (const auto& [name, value] : before.items()) {
        if (!after.contains(name)) {
            changes[name] = {{"oldValue", value}};
        }
    }
    return changes;
}

Json missing_from(const Json& relations, const Json& others)
{
    Json missing = Json::array();
    for (const Json& relation : relations) {
        bool is_there = false;
        for (const Json& other : others) {
            is_there =
                is_there || (other["rel"] == relation["rel"] && other["url"] == relation["url"]);
        }
        if (!is_there) {
            missing.push_back(relation);
        }
    }
    return missing;
}

Json update_json(const World& world, const Item& item, std::size_t index)
{
    const Revision& after = item.history[index];
    const Json no_fields = Json::object();
    const Json no_relations = Json::array();
    const Json& before_fields = index == 0 ? no_fields : *item.history[index - 1].fields;
    const Json& before_relations = index == 0 ? no_relations : *item.history[index - 1].relations;
    Json by = after.fields->value("System.ChangedBy", Json::object());
    by["name"] = person_text(by);
    Json update{
        {"id", index + 1},
        {"workItemId", item.id},
        {"rev", after.rev},
        {"revisedBy", std::move(by)},
        {"revisedDate",
         index + 1 < item.history.size() ? wire_date(item.history[index + 1].stored_at)
                                         : "9999-01-01T00:00:00Z"},
        {"url",
         fmt::format("{}/_apis/wit/workItems/{}/updates/{}", world.base_url, item.id, index + 1)}};
    if (Json fields = field_changes(before_fields, *after.fields); !fields.empty()) {
        update["fields"] = std::move(fields);
    }
    Json added = missing_from(*after.relations, before_relations);
    Json removed = missing_from(before_relations, *after.relations);
    if (!added.empty()) {
        update["relations"]["added"] = std::move(added);
    }
    if (!removed.empty()) {
        update["relations"]["removed"] = std::move(removed);
    }
    return update;
}

} // namespace

Answer item_updates(const World& world, const Call& call)
{
    const Item& item = item_of(world, call);
    const Window window = window_of(call);
    Json values = Json::array();
    for (std::size_t i = window.skip; i < item.history.size() && values.size() < window.top; ++i) {
        values.push_back(update_json(world, item, i));
    }
    return list_answer(std::move(values));
}

Answer item_revisions(const World& world, const Call& call)
{
    const Item& item = item_of(world, call);
    const Window window = window_of(call);
    const ItemView view{.fields = {}, .expand = expand_of(call.parameter("$expand"))};
    std::size_t skipped = 0;
    Json values = Json::array();
    for (const Revision& revision : item.history) {
        if (!revision.is_link_only && skipped++ >= window.skip && values.size() < window.top) {
            values.push_back(item_json(world, item.id, revision, view));
        }
    }
    return list_answer(std::move(values));
}

} // namespace syncctl::fakes
