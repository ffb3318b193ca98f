#include "fakes/azure_devops/call.hpp"

#include <fmt/format.h>

namespace syncctl::fakes {

namespace {

Refusal unknown_address(const Call& call)
{
    return {404,
            "VssResourceNotFoundException",
            fmt::format(
                "The controller for path '/_apis/{}/{}' was not found or does not implement {}.",
                call.area,
                call.resource(),
                call.method)};
}

Answer missing_feed(const World& world, const Call& call)
{
    if (world.switches.missing_feed == MissingFeed::json_404) {
        throw unknown_address(call);
    }
    return {.status = 404,
            .body = nullptr,
            .headers = {{"Content-Type", "text/html; charset=utf-8"}},
            .text = "<!DOCTYPE html><html><head><title>The resource cannot be found.</title></head>"
                    "<body><h1>Server Error in '/tfs' Application.</h1></body></html>"};
}

Answer route_work_item_tracking(World& world, const Call& call)
{
    const std::string resource = call.resource();
    const std::string& method = call.method;
    if (resource == "workitems") {
        return work_items(world, call);
    }
    if (resource == "recyclebin") {
        return recycle_bin(world, call);
    }
    if (resource == "$batch" && (method == "PATCH" || method == "POST")) {
        return batch(world, call);
    }
    if (resource == "workitemsbatch" && method == "POST") {
        return items_batch(world, call);
    }
    if (resource == "wiql" && method == "POST") {
        return wiql(world, call);
    }
    if (resource == "reporting" && call.path.size() == 2 && (method == "GET" || method == "POST")) {
        const std::string kind = lower(call.path[1]);
        if (!world.switches.has_feed) {
            return missing_feed(world, call);
        }
        if (kind == "workitemrevisions") {
            return reporting_revisions(world, call);
        }
        if (kind == "workitemlinks" && method == "GET") {
            return reporting_links(world, call);
        }
    }
    using Reader = Answer (*)(const World&, const Call&);
    static const std::map<std::string, Reader> k_readers{
        {"workitemtypes", work_item_types},
        {"fields", fields},
        {"classificationnodes", classification_nodes},
        {"tags", tags},
        {"workitemtypecategories", type_categories},
        {"workitemrelationtypes",
         [](const World& all, const Call& /*call*/) { return relation_types(all); }},
    };
    const auto reader = k_readers.find(resource);
    if (reader == k_readers.end() || method != "GET") {
        throw unknown_address(call);
    }
    return reader->second(world, call);
}

} // namespace

Answer route(World& world, const Call& call)
{
    if (call.method == "OPTIONS") {
        return locations(world, call);
    }
    check_version(world, call);
    if (call.area == "connectiondata" && call.method == "GET") {
        return connection_data(world);
    }
    if (call.area == "projects" && call.method == "GET") {
        return projects(world, call);
    }
    if (call.area == "resourceareas" && call.method == "GET") {
        return list_answer(Json::array());
    }
    if (call.area == "wit") {
        return route_work_item_tracking(world, call);
    }
    throw unknown_address(call);
}

} // namespace syncctl::fakes
