#include "fakes/servicedesk_plus/draft.hpp"
#include "fakes/servicedesk_plus/listing.hpp"

#include <algorithm>

namespace syncctl::fakes::sdp {

namespace {

Answer success(const std::string& message)
{
    Answer answer;
    answer.messages =
        Json::array({{{"status_code", 2000}, {"type", "success"}, {"message", message}}});
    return answer;
}

Answer linked_requests(const World& world, const Request& request)
{
    Answer answer;
    answer.is_list = true;
    answer.body["link_requests"] = Json::array();
    for (const auto& [id, comment] : request.links) {
        const Request& other = world.requests.at(id);
        const State& state = other.state();
        Json linked{{"subject", state.values["subject"]},
                    {"id", std::to_string(id)},
                    {"udf_fields", field_json(world, other, state, "udf_fields")}};
        if (world.is_cloud()) {
            linked["display_id"] = std::to_string(other.number);
        }
        answer.body["link_requests"].push_back(
            {{"comments", comment.empty() ? Json{} : Json(comment)}, {"linked_request", linked}});
    }
    return answer;
}

Answer links(World& world, Request& request, const Call& call)
{
    if (call.method == "GET") {
        return linked_requests(world, request);
    }
    if (call.method != "POST" && call.method != "DELETE") {
        throw no_such_url();
    }
    const bool is_link = call.method == "POST";
    const Json wanted = input_of(world, call, "link_requests");
    std::vector<std::pair<Request*, std::string>> others;
    for (const Json& one : wanted) {
        Request* other = world.request(one.at("linked_request").value("id", ""));
        if (other == nullptr || !world.is_visible(other->state()) || other == &request) {
            throw Refusal{4001, "linked_request"};
        }
        others.emplace_back(other, one.value("comments", ""));
    }
    for (const auto& [other, comment] : others) {
        if (is_link) {
            request.links[other->id] = comment;
            other->links[request.id] = comment;
        } else {
            request.links.erase(other->id);
            other->links.erase(request.id);
        }
    }
    return success(is_link ? "Request successfully linked"
                           : "The request[s] link are removed successfully.");
}

Answer resolution(World& world, Request& request, const Call& call)
{
    if (call.method == "GET") {
        expect_no_input(call);
    } else {
        Draft draft{world, &request, Actor::interface};
        draft.take({{"resolution", input_of(world, call, "resolution")}});
        draft.store(world);
    }
    Answer answer;
    Json& shown = answer.body["resolution"];
    shown = {{"resolution_attachments", Json::array()},
             {"content", request.state().values.value("resolution", Json{})}};
    if (world.is_cloud()) {
        const bool is_there = !shown["content"].is_null();
        shown["submitted_on"] = plain_stamp_json(world, is_there ? request.state().updated_ms : 0);
        shown["submitted_by"] =
            is_there
                ? reference_json(world, "users", "submitted_by", world.table("users").front()["id"])
                : Json{};
    }
    return answer;
}

std::string note_root(const World& world)
{
    return world.is_cloud() ? "request_note" : "note";
}

Json note_json(const World& world, const Request& request, const Json& note, bool has_text)
{
    const char* by = world.is_cloud() ? "created_by" : "added_by";
    const char* time = world.is_cloud() ? "created_time" : "added_time";
    Json shown{{"id", note["id"]},
               {"show_to_requester", note["show_to_requester"]},
               {by, reference_json(world, "users", by, note["by"])},
               {time, plain_stamp_json(world, note["created_ms"])},
               {"last_updated_by", reference_json(world, "users", by, note["edited_by"])},
               {"last_updated_time", plain_stamp_json(world, note["edited_ms"])}};
    if (has_text) {
        shown["description"] = note["description"];
        shown["request"] = {{"id", std::to_string(request.id)}};
        if (world.is_cloud()) {
            shown["request"]["display_id"] = std::to_string(request.number);
            shown["request"]["subject"] = request.state().values["subject"];
        }
    }
    return shown;
}

/// What a call writes into a note. \throws Refusal
void write_note(const World& world, const Call& call, Json& note)
{
    const Json input = input_of(world, call, note_root(world));
    for (const auto& [key, value] : input.items()) {
        if (key == "description" && value.is_string()) {
            note["description"] = value;
        } else if (key == "show_to_requester" && value.is_boolean()) {
            note["show_to_requester"] = value;
        } else if (key == "description" || key == "show_to_requester") {
            throw Refusal{4021, key};
        } else if (key != "mark_first_response" && key != "notify_technician" &&
                   key != "add_to_linked_requests") {
            throw extra_key(world, key);
        }
    }
    if (!note.contains("description")) {
        throw fields_refused(4012, {"description"});
    }
}

Answer list_notes(const World& world, const Request& request, const Call& call)
{
    const ListQuery query = read_list_query(world, call);
    const Page page =
        page_of(world, query, request.notes.size(), [&](std::size_t row, const std::string& field) {
            return request.notes[row].value(field, Json{});
        });
    Answer answer;
    answer.is_list = true;
    answer.body["notes"] = Json::array();
    for (const std::size_t row : page.rows) {
        answer.body["notes"].push_back(note_json(world, request, request.notes[row], false));
    }
    answer.body["list_info"] = page.list_info;
    return answer;
}

Answer notes(World& world, Request& request, const Call& call)
{
    const Json& author = world.table("users").front()["id"];
    Answer answer;
    if (call.path.size() == 3 && call.method == "GET") {
        return list_notes(world, request, call);
    }
    if (call.path.size() == 3 && call.method == "POST") {
        Json note{{"show_to_requester", false},
                  {"by", author},
                  {"created_ms", world.stamp_ms()},
                  {"edited_by", world.is_cloud() ? Json{} : author},
                  {"edited_ms", world.is_cloud() ? 0 : world.stamp_ms()}};
        write_note(world, call, note);
        note["id"] = row_id(world.edition, world.next_note++);
        world.add_note(request, note);
        answer.status = world.switches.is_create_201 ? 201 : 200;
        answer.body[note_root(world)] = note_json(world, request, note, true);
        return answer;
    }
    const auto note =
        std::find_if(request.notes.begin(), request.notes.end(), [&](const Json& one) {
            return call.path.size() == 4 && one["id"] == call.path[3];
        });
    if (note == request.notes.end()) {
        throw no_such_url();
    }
    if (call.method == "DELETE") {
        expect_no_input(call);
        request.notes.erase(note);
        return answer;
    }
    if (call.method == "PUT") {
        Json changed = *note;
        write_note(world, call, changed);
        changed["edited_by"] = author;
        changed["edited_ms"] = world.stamp_ms();
        *note = changed;
    } else {
        expect_no_input(call);
    }
    answer.body[note_root(world)] = note_json(world, request, *note, true);
    return answer;
}

} // namespace

Answer request_part(World& world, Request& request, const Call& call)
{
    const std::string& part = call.path[2];
    if (part == "notes") {
        return notes(world, request, call);
    }
    if (call.path.size() != 3) {
        throw no_such_url();
    }
    return part == "resolutions" ? resolution(world, request, call) : links(world, request, call);
}

} // namespace syncctl::fakes::sdp
