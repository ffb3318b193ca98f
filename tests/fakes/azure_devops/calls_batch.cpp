#include "fakes/azure_devops/wire.hpp"

namespace syncctl::fakes {

namespace {

/// The part of the world that a batch can change; what one entry did is undone by putting it back.
struct Before {
    std::map<int, Item> items;
    std::map<std::string, Tag> tags;
    std::vector<FeedEntry> feed;
    std::vector<LinkChange> links;
};

Before remember(const World& world)
{
    return {.items = world.items, .tags = world.tags, .feed = world.feed, .links = world.links};
}

void put_back(World& world, Before before)
{
    world.items = std::move(before.items);
    world.tags = std::move(before.tags);
    world.feed = std::move(before.feed);
    world.links = std::move(before.links);
}

/// `-1` as the end of a link's address becomes the id that the entry named so got.
void use_new_ids(Json& body, const std::map<std::string, int>& new_ids)
{
    for (Json& operation : body) {
        if (!operation.is_object() || !operation.contains("value") ||
            !operation["value"].is_object() || !operation["value"].contains("url")) {
            continue;
        }
        auto url = operation["value"]["url"].get<std::string>();
        const auto slash = url.rfind('/') + 1;
        if (const auto found = new_ids.find(url.substr(slash)); found != new_ids.end()) {
            operation["value"]["url"] = url.substr(0, slash) + std::to_string(found->second);
        }
    }
}

std::string name_of_new(const Json& body)
{
    for (const Json& operation : body) {
        if (operation.is_object() && operation.value("path", "") == "/id" &&
            operation.contains("value")) {
            const Json& value = operation["value"];
            return value.is_string() ? value.get<std::string>() : value.dump();
        }
    }
    return {};
}

Call inner_call(const Call& outer, const Json& entry)
{
    std::string base;
    for (const std::string& segment : outer.base) {
        base += "/" + segment;
    }
    const HttpRequest request{.method = entry.value("method", ""),
                              .target = base + entry.value("uri", ""),
                              .headers = {},
                              .body = entry.value("body", Json::array()).dump()};
    auto call = read_call(request, base);
    if (!call || call->resource() != "workitems" ||
        (call->method != "PATCH" && call->method != "POST")) {
        throw Refusal{
            400, "VssPropertyValidationException", "The address of a batch entry is not valid."};
    }
    call->headers = outer.headers;
    std::erase_if(call->headers,
                  [](const auto& header) { return same_text(header.first, "Content-Type"); });
    const Json headers = entry.value("headers", Json::object());
    for (const auto& [name, value] : headers.items()) {
        call->headers.emplace_back(name, value.get<std::string>());
    }
    for (const char* name : {"bypassrules", "suppressnotifications"}) {
        if (!call->query.contains(name) && outer.query.contains(name)) {
            call->query[name] = outer.query.at(name);
        }
    }
    // A new item is sent with PATCH to its type here.
    if (call->path.size() > 1 && call->path[1].starts_with('$')) {
        call->method = "POST";
    }
    return *call;
}

Answer
entry_answer(World& world, const Call& outer, Json entry, std::map<std::string, int>& new_ids)
{
    try {
        if (!entry.is_object()) {
            throw Refusal{400, "VssPropertyValidationException", "A batch entry is not valid."};
        }
        if (entry.contains("body")) {
            use_new_ids(entry["body"], new_ids);
        }
        const Call call = inner_call(outer, entry);
        check_version(world, call);
        Answer answer = work_items(world, call);
        if (const std::string name = name_of_new(entry["body"]); !name.empty()) {
            new_ids[name] = answer.body["id"].get<int>();
        }
        return answer;
    } catch (const Refusal& refusal) {
        return refusal.answer();
    } catch (const Json::exception& error) {
        return Refusal{400, "VssPropertyValidationException", error.what()}.answer();
    }
}

} // namespace

Answer batch(World& world, const Call& call)
{
    if (world.switches.is_batch_missing) {
        throw Refusal{404,
                      "VssResourceNotFoundException",
                      "The controller for path '/_apis/wit/$batch' was not found."};
    }
    const Json entries = json_body(call);
    if (!entries.is_array() || entries.empty() || entries.size() > 200) {
        throw Refusal{400, "VssPropertyValidationException", "A batch has 1 to 200 entries."};
    }
    const bool is_atomic = world.switches.is_batch_atomic;
    Before before = is_atomic ? remember(world) : Before{};
    std::map<std::string, int> new_ids;
    Json values = Json::array();
    for (const Json& entry : entries) {
        const Answer answer = entry_answer(world, call, entry, new_ids);
        if (is_atomic && answer.status >= 300) {
            put_back(world, std::move(before));
            // One entry for all: nothing of the batch was stored.
            return list_answer(Json::array(
                {{{"code", answer.status},
                  {"headers", {{"Content-Type", "application/json; charset=utf-8"}}},
                  {"body",
                   Json{{"count", 1}, {"value", {{"Message", answer.body.value("message", "")}}}}
                       .dump()}}}));
        }
        values.push_back({{"code", answer.status},
                          {"headers", {{"Content-Type", "application/json; charset=utf-8"}}},
                          {"body", answer.body.dump()}});
    }
    return list_answer(std::move(values));
}

} // namespace syncctl::fakes
