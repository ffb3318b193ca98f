#include "fakes/servicedesk_plus/draft.hpp"

namespace syncctl::fakes::sdp {

namespace {

Answer success(const std::string& message)
{
    Answer answer;
    answer.messages =
        Json::array({{{"status_code", 2000}, {"type", "success"}, {"message", message}}});
    return answer;
}

/// The action that a segment names in this edition, without an underscore; empty: none.
std::string action_of(const World& world, const std::string& segment)
{
    const bool is_underscored = segment.starts_with('_');
    const std::string action = is_underscored ? segment.substr(1) : segment;
    if (action != "close" && action != "assign" && action != "merge_requests") {
        return segment;
    }
    switch (world.switches.action_paths) {
    case ActionPaths::both:
        return action;
    case ActionPaths::plain:
        return is_underscored ? "" : action;
    case ActionPaths::underscored:
        return is_underscored ? action : "";
    case ActionPaths::by_edition:
        break;
    }
    return is_underscored == world.is_cloud() ? action : "";
}

Answer close_request(World& world, Request& request, const Call& call)
{
    Draft draft{world, &request, Actor::interface};
    const Json fields = input_of(world, call, "request");
    for (const auto& [key, value] : fields.items()) {
        if (key != "closure_info") {
            throw extra_key(world, key);
        }
    }
    draft.take(fields);
    draft.close();
    draft.store(world);
    return success("Request(s) closed successfully.");
}

Answer assign_request(World& world, Request& request, const Json& fields)
{
    for (const auto& [key, value] : fields.items()) {
        if (key != "technician" && key != "group") {
            throw extra_key(world, key);
        }
    }
    Draft draft{world, &request, Actor::interface};
    draft.take(fields);
    draft.store(world);
    return success("Request(s) assigned successfully.");
}

Answer set_trashed(World& world, Request& request, bool is_trashed)
{
    State state = request.state();
    if (state.is_trashed == is_trashed) {
        throw Refusal{4002, "", "Not possible in this state"};
    }
    state.is_trashed = is_trashed;
    if (is_trashed) {
        state.values["deleted_time"] = world.stamp_ms();
    } else {
        state.values.erase("deleted_time");
    }
    world.store(request, std::move(state));
    return {};
}

Answer merge_requests(World& world, Request& request, const Call& call)
{
    const Json others = input_of(world, call, "merge_requests");
    std::vector<Request*> merged;
    for (const Json& one : others) {
        Request* other = world.request(one.at("id").get<std::string>());
        if (other == nullptr || other == &request || !world.is_visible(other->state())) {
            throw Refusal{4001, "merge_requests"};
        }
        merged.push_back(other);
    }
    for (Request* other : merged) {
        State state = other->state();
        state.is_gone = true;
        state.merged_into = std::to_string(request.id);
        world.store(*other, std::move(state));
    }
    return success("Request(s) merged successfully.");
}

} // namespace

Answer request_action(World& world, Request& request, const Call& call)
{
    const std::string& segment = call.path[2];
    if (segment == "link_requests" || segment == "_link_requests" || segment == "resolutions" ||
        segment == "notes") {
        return request_part(world, request, call);
    }
    if (call.path.size() != 3) {
        throw no_such_url();
    }
    const std::string action = action_of(world, segment);
    if (call.method == "DELETE" && action == "move_to_trash" && !world.is_cloud()) {
        expect_no_input(call);
        return set_trashed(world, request, true);
    }
    if (call.method == "PUT" && action == "restore_from_trash" &&
        (!world.is_cloud() || world.switches.has_cloud_restore)) {
        expect_no_input(call);
        return set_trashed(world, request, false);
    }
    if (request.state().is_trashed) {
        throw Refusal{4002, "", "The request is in the trash"};
    }
    if (call.method == "PUT" && action == "close") {
        return close_request(world, request, call);
    }
    if (call.method == "PUT" && action == "assign") {
        return assign_request(world, request, input_of(world, call, "request"));
    }
    if (call.method == "PUT" && action == "merge_requests") {
        return merge_requests(world, request, call);
    }
    if (call.method == "PUT" && action == "pickup") {
        expect_no_input(call);
        return assign_request(
            world, request, {{"technician", {{"id", world.table("users").front()["id"]}}}});
    }
    throw no_such_url();
}

} // namespace syncctl::fakes::sdp
