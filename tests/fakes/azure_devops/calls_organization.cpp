#include "fakes/azure_devops/wire.hpp"

#include <fmt/format.h>

#include <array>

namespace syncctl::fakes {

namespace {

struct Location {
    const char* id;
    const char* resource;
    const char* route;
    bool is_preview_on_2020;
};

// The ids are those of Microsoft's client.
constexpr std::array<Location, 17> k_locations{{
    {"72c7ddf8-2cdc-4f60-90cd-ab71c14a399b",
     "workItems",
     "{project}/_apis/{area}/{resource}/{id}",
     false},
    {"62d3d110-0047-428c-ad3c-4fe872c91c74",
     "workItems",
     "{project}/_apis/{area}/{resource}/${type}",
     false},
    {"908509b6-4248-4475-a1cd-829139ba419f",
     "workItemsBatch",
     "{project}/_apis/{area}/{resource}",
     false},
    {"1a9c53f7-f243-4447-b110-35ef023636e4",
     "wiql",
     "{project}/{team}/_apis/{area}/{resource}",
     false},
    {"7c8d7a76-4a09-43e8-b5df-bd792f4ac6aa",
     "workItemTypes",
     "{project}/_apis/{area}/{resource}/{type}",
     false},
    {"7c9d7a76-4a09-43e8-b5df-bd792f4ac6aa",
     "states",
     "{project}/_apis/{area}/workItemTypes/{type}/{resource}",
     true},
    {"bd293ce5-3d25-4192-8e67-e8092e879efb",
     "fields",
     "{project}/_apis/{area}/workItemTypes/{type}/{resource}/{field}",
     false},
    {"b51fd764-e5c2-4b9b-aaf7-3395cf4bdd94",
     "fields",
     "{project}/_apis/{area}/{resource}/{fieldNameOrRefName}",
     false},
    {"a70579d1-f53a-48ee-a5be-7be8659023b9",
     "classificationNodes",
     "{project}/_apis/{area}/{resource}",
     false},
    {"5a172953-1b41-49d3-840a-33f79c3ce89f",
     "classificationNodes",
     "{project}/_apis/{area}/{resource}/{structureGroup}/{*path}",
     false},
    {"608aac0a-32e1-4493-a863-b9cf4566d257",
     "comments",
     "{project}/_apis/{area}/workItems/{workItemId}/{resource}/{commentId}",
     true},
    {"f828fe59-dd87-495d-a17c-7a8d6211ca6c",
     "workItemRevisions",
     "{project}/_apis/{area}/reporting/{resource}",
     false},
    {"b5b5b6d0-0308-40a1-b3f4-b9bb3c66878f",
     "workItemLinks",
     "{project}/_apis/{area}/reporting/{resource}",
     false},
    {"b70d8d39-926c-465e-b927-b1bf0e5ca0e0",
     "recycleBin",
     "{project}/_apis/{area}/{resource}/{id}",
     false},
    {"bc15bc60-e7a8-43cb-ab01-2106be3983a1",
     "tags",
     "{project}/_apis/{area}/{resource}/{tagIdOrName}",
     true},
    {"6570bf97-d02c-4a91-8d93-3abe9895b1a9",
     "updates",
     "{project}/_apis/{area}/workItems/{id}/{resource}/{updateNumber}",
     false},
    {"f5d33bc9-5b49-4a3c-a9bd-f3cd46dd2165",
     "workItemRelationTypes",
     "_apis/{area}/{resource}/{relation}",
     false},
}};

Json location_json(const Location& location, ServerAge age)
{
    const std::string released = age == ServerAge::server_2020   ? "6.0"
                                 : age == ServerAge::server_2022 ? "7.0"
                                                                 : "7.1";
    const bool is_preview = std::string_view{location.resource} == "comments" ||
                            (location.is_preview_on_2020 && age == ServerAge::server_2020);
    return {{"id", location.id},
            {"area", "wit"},
            {"resourceName", location.resource},
            {"routeTemplate", location.route},
            {"resourceVersion", 3},
            {"minVersion", "1.0"},
            {"maxVersion", age == ServerAge::services ? "7.2" : released},
            {"releasedVersion", is_preview ? "0.0" : released}};
}

Json project_json(const World& world, const Project& project, bool has_capabilities)
{
    Json json{{"id", project.id},
              {"name", project.name},
              {"url", fmt::format("{}/_apis/projects/{}", world.base_url, project.id)},
              {"state", "wellFormed"},
              {"revision", 11},
              {"visibility", "private"},
              {"lastUpdateTime", "2025-11-03T08:00:00.5Z"}};
    if (has_capabilities) {
        json["capabilities"] = {{"processTemplate", {{"templateName", project.process.name}}}};
    }
    return json;
}

struct RelationType {
    const char* reference;
    const char* name;
    const char* opposite; ///< empty: a resource link
    bool is_forward;
};

constexpr std::array<RelationType, 9> k_relation_types{{
    {"System.LinkTypes.Hierarchy-Forward", "Child", "System.LinkTypes.Hierarchy-Reverse", true},
    {"System.LinkTypes.Hierarchy-Reverse", "Parent", "System.LinkTypes.Hierarchy-Forward", false},
    {"System.LinkTypes.Related", "Related", "System.LinkTypes.Related", true},
    {"System.LinkTypes.Dependency-Forward",
     "Successor",
     "System.LinkTypes.Dependency-Reverse",
     true},
    {"System.LinkTypes.Dependency-Reverse",
     "Predecessor",
     "System.LinkTypes.Dependency-Forward",
     false},
    {"System.LinkTypes.Duplicate-Forward", "Duplicate", "System.LinkTypes.Duplicate-Reverse", true},
    {"System.LinkTypes.Duplicate-Reverse",
     "Duplicate Of",
     "System.LinkTypes.Duplicate-Forward",
     false},
    {"Hyperlink", "Hyperlink", "", true},
    {"AttachedFile", "Attached File", "", true},
}};

} // namespace

Answer connection_data(const World& world)
{
    const Person& me = world.people.front();
    const Json user{
        {"id", me.id},
        {"descriptor", me.descriptor},
        {"providerDisplayName", me.display_name},
        {"isActive", true},
        {"properties", {{"Account", {{"$type", "System.String"}, {"$value", me.mail}}}}}};
    return {.status = 200,
            .body = {{"authenticatedUser", user},
                     {"authorizedUser", user},
                     {"instanceId", world.instance_id},
                     {"deploymentId", world.instance_id},
                     {"deploymentType",
                      world.switches.age == ServerAge::services ? "hosted" : "onPremises"},
                     {"locationServiceData", Json::object()}},
            .headers = {},
            .text = {}};
}

Answer projects(const World& world, const Call& call)
{
    if (!call.path.empty()) {
        Call inner = call;
        inner.project = call.path.front();
        const Project& project = project_of(world, inner);
        return {.status = 200,
                .body = project_json(world, project, call.flag("includecapabilities")),
                .headers = {},
                .text = {}};
    }
    const auto number = [&](const char* name, int otherwise) {
        const std::string text = call.parameter(name);
        return static_cast<std::size_t>(text.empty() ? otherwise : integer(text, name));
    };
    const std::size_t top = number("$top", 100);
    const std::string token = call.parameter("continuationtoken");
    const std::size_t first = token.empty() ? number("$skip", 0) : number("continuationtoken", 0);
    Json values = Json::array();
    for (std::size_t i = first; i < world.projects.size() && values.size() < top; ++i) {
        values.push_back(project_json(world, world.projects[i], false));
    }
    Answer answer = list_answer(std::move(values));
    if (first + top < world.projects.size()) {
        answer.headers.emplace_back("x-ms-continuationtoken", std::to_string(first + top));
    }
    return answer;
}

Answer locations(const World& world, const Call& call)
{
    Json values = Json::array();
    if (call.area == "wit") {
        for (const Location& location : k_locations) {
            values.push_back(location_json(location, world.switches.age));
        }
    } else if (call.area == "core") {
        Json json = location_json({.id = "603fe2ac-9723-48b9-88ad-09305aa6c6e1",
                                   .resource = "projects",
                                   .route = "_apis/{resource}/{*projectId}",
                                   .is_preview_on_2020 = false},
                                  world.switches.age);
        json["area"] = "core";
        json["resourceVersion"] = 4;
        values.push_back(std::move(json));
    } else if (call.area == "location") {
        Json json = location_json({.id = "e81700f7-3be2-46de-8624-2eb35882fcaa",
                                   .resource = "ResourceAreas",
                                   .route = "_apis/{resource}/{areaId}",
                                   .is_preview_on_2020 = true},
                                  world.switches.age);
        json["area"] = "Location";
        json["resourceVersion"] = 1;
        values.push_back(std::move(json));
    }
    return list_answer(std::move(values));
}

Answer relation_types(const World& world)
{
    Json values = Json::array();
    for (const RelationType& type : k_relation_types) {
        const bool is_link = *type.opposite != '\0';
        Json attributes{{"usage", is_link ? "workItemLink" : "resourceLink"},
                        {"editable", false},
                        {"enabled", true}};
        if (is_link) {
            attributes["isForward"] = type.is_forward;
            attributes["oppositeEndReferenceName"] = type.opposite;
        }
        values.push_back(
            {{"referenceName", type.reference},
             {"name", type.name},
             {"attributes", std::move(attributes)},
             {"url",
              fmt::format(
                  "{}/_apis/wit/workItemRelationTypes/{}", world.base_url, type.reference)}});
    }
    return list_answer(std::move(values));
}

namespace {

Json node_json(const std::string& url,
               const Node& node,
               const std::string& path,
               const std::string& structure,
               int depth)
{
    Json json{{"id", node.id},
              {"identifier", node.identifier},
              {"name", node.name},
              {"structureType", structure},
              {"hasChildren", !node.children.empty()},
              {"path", path},
              {"url", url}};
    if (!node.attributes.is_null()) {
        json["attributes"] = node.attributes;
    }
    if (depth > 0 && !node.children.empty()) {
        Json& children = json["children"];
        for (const Node& child : node.children) {
            children.push_back(node_json(
                url + "/" + child.name, child, path + "\\" + child.name, structure, depth - 1));
        }
    }
    return json;
}

} // namespace

Answer classification_nodes(const World& world, const Call& call)
{
    const Project& project = project_of(world, call);
    const std::string depth_text = call.parameter("$depth");
    const int descent = static_cast<int>(call.path.size() > 2 ? call.path.size() - 2 : 0);
    const int depth = descent + (depth_text.empty() ? 0 : integer(depth_text, "$depth"));
    const auto root = [&](bool is_area) {
        const std::string word = is_area ? "Area" : "Iteration";
        return node_json(
            fmt::format(
                "{}/{}/_apis/wit/classificationNodes/{}s", world.base_url, project.id, word),
            is_area ? project.areas : project.iterations,
            fmt::format("\\{}\\{}", project.name, word),
            lower(word),
            depth);
    };
    const std::string group = call.path.size() > 1 ? lower(call.path[1]) : "";
    if (group.empty()) {
        return list_answer({root(true), root(false)});
    }
    if (group != "areas" && group != "iterations") {
        throw Refusal{
            404, "ClassificationNodeNotFoundException", "There is no group " + call.path[1]};
    }
    Json json = root(group == "areas");
    for (std::size_t i = 2; i < call.path.size(); ++i) {
        Json next;
        for (Json& child : json.value("children", Json::array())) {
            if (same_text(child.at("name").get<std::string>(), call.path[i])) {
                next = child;
            }
        }
        if (next.is_null()) {
            throw Refusal{404,
                          "ClassificationNodeNotFoundException",
                          "VS402485: The area or iteration path specified is not found."};
        }
        json = std::move(next);
    }
    return {.status = 200, .body = std::move(json), .headers = {}, .text = {}};
}

} // namespace syncctl::fakes
