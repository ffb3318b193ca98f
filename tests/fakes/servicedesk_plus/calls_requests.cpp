#include "fakes/servicedesk_plus/draft.hpp"

namespace syncctl::fakes::sdp {

Answer create_request(World& world, const Call& call)
{
    Draft draft{world, nullptr, Actor::interface};
    draft.take(input_of(world, call, "request"));
    Request& request = draft.store(world);
    Answer answer;
    answer.status = world.switches.is_create_201 ? 201 : 200;
    answer.body["request"] = request_json(world, request, request.state());
    if (world.is_cloud()) {
        answer.body["request"]["onhold_scheduler"] = nullptr;
    }
    if (!draft.warnings().is_null()) {
        answer.code = 3000;
        answer.messages = draft.warnings();
    }
    if (!world.switches.business_rule.is_null()) {
        Draft rule{world, &request, Actor::people};
        rule.take(world.switches.business_rule);
        rule.store(world);
    }
    return answer;
}

namespace {

Answer edit_request(World& world, Request& request, const Call& call)
{
    const Json before = field_json(world, request, request.state(), "last_updated_time");
    Draft draft{world, &request, Actor::interface};
    draft.take(input_of(world, call, "request"));
    draft.store(world);
    Answer answer;
    if (world.switches.edit_reply != EditReply::status) {
        answer.body["request"] = request_json(world, request, request.state());
    }
    if (world.switches.edit_reply == EditReply::old_stamp) {
        answer.body["request"]["last_updated_time"] = before;
    }
    if (!draft.warnings().is_null()) {
        answer.code = 3000;
        answer.messages = draft.warnings();
    }
    return answer;
}

Answer delete_request(World& world, Request& request, const Call& call)
{
    expect_no_input(call);
    State state = request.state();
    if (!world.is_cloud() && !state.is_trashed) {
        throw Refusal{4002, "", "Only requests in the trash can be deleted"};
    }
    if (world.is_cloud() && state.is_trashed) {
        throw no_such_url();
    }
    state.is_trashed = true;
    state.is_gone = !world.is_cloud();
    state.values["deleted_time"] = world.stamp_ms();
    world.store(request, std::move(state));
    return {};
}

} // namespace

Answer one_request(World& world, const Call& call)
{
    Request* request = world.request(call.path[1]);
    if (request == nullptr) {
        throw no_such_url();
    }
    const State& state = request->state();
    if (!state.merged_into.empty()) {
        throw no_such_url("The request is merged with the request " + state.merged_into);
    }
    if (!world.is_visible(state) || state.is_archived) {
        throw no_such_url();
    }
    if (call.path.size() > 2) {
        return request_action(world, *request, call);
    }
    if (call.method == "DELETE") {
        return delete_request(world, *request, call);
    }
    if (call.method == "PUT") {
        if (state.is_trashed) {
            throw Refusal{4002, "", "The request is in the trash"};
        }
        return edit_request(world, *request, call);
    }
    expect_no_input(call);
    if (state.is_trashed && !world.switches.is_trash_readable) {
        throw no_such_url();
    }
    Answer answer;
    answer.body["request"] = request_json(world, *request, state);
    return answer;
}

Answer archived_request(const World& world, const Call& call)
{
    expect_no_input(call);
    const Request* request = world.request(call.path[1]);
    if (request == nullptr || !request->state().is_archived ||
        !world.is_visible(request->state())) {
        throw no_such_url();
    }
    Answer answer;
    answer.body["archive_request"] = request_json(world, *request, request->state());
    return answer;
}

} // namespace syncctl::fakes::sdp
