#include "fakes/servicedesk_plus/draft.hpp"
#include "fakes/servicedesk_plus/listing.hpp"

#include <algorithm>

namespace syncctl::fakes::sdp {

namespace {

constexpr std::string_view k_udf_prefix = "udf_fields.";

/// The key in `udf_fields.KEY`; empty for other fields.
std::string udf_key(const std::string& field)
{
    return field.starts_with(k_udf_prefix) ? field.substr(k_udf_prefix.size()) : "";
}

bool has_udf(const World& world, const std::string& key)
{
    return world.row_with("udf_fields", "field_key", key) != nullptr;
}

/// What a search or a sort compares.
Json comparable(const World& world,
                const Request& request,
                const State& state,
                const std::string& field)
{
    if (field == "id") {
        return std::to_string(request.id);
    }
    if (field == "created_time") {
        return request.created_ms;
    }
    if (field == "last_updated_time") {
        return state.updated_ms == 0 ? Json{} : Json(state.updated_ms);
    }
    if (std::string key = udf_key(field); !key.empty() || has_udf(world, field)) {
        const Json udfs = state.values.value("udf_fields", Json::object());
        return udfs.value(key.empty() ? field : key, Json{});
    }
    const auto dot = field.find('.');
    Json value = field_json(world, request, state, field.substr(0, dot));
    if (dot != std::string::npos) {
        return value.is_object() ? value.value(field.substr(dot + 1), Json{}) : Json{};
    }
    if (value.is_object() && value.contains("value")) {
        return std::stoll(value["value"].get<std::string>());
    }
    return value.is_object() ? value.value("name", Json{}) : value;
}

/// Ids are compared as the numbers that they are.
Json sort_key(const World& world,
              const Request& request,
              const State& state,
              const std::string& field)
{
    return field == "id" ? Json(request.id) : comparable(world, request, state, field);
}

void check_field(const World& world, const std::string& field)
{
    const std::string key = udf_key(field);
    const bool is_known =
        key.empty() ? is_shown_field(world, field.substr(0, field.find('.'))) ||
                          (world.switches.is_bare_udf_key_searchable && has_udf(world, field))
                    : has_udf(world, key);
    if (!is_known) {
        throw Refusal{4001, field, "FIELD_NOT_FOUND"};
    }
}

/// Whether the criteria search in what an index holds, which may lag.
bool is_indexed_search(const World& world, const ListQuery& query)
{
    bool is_indexed = false;
    for_each_field(query, [&](const std::string& field) {
        is_indexed = is_indexed || field == "subject" || field == "description" ||
                     !udf_key(field).empty() || has_udf(world, field);
    });
    return is_indexed;
}

Json row_json(const World& world,
              const Request& request,
              const State& state,
              const ListQuery& query)
{
    Json row = Json::object();
    const bool has_defaults = query.fields_required.empty() || world.switches.are_columns_added;
    for (const std::string& column : default_columns(world)) {
        if (has_defaults) {
            row[column] = field_json(world, request, state, column);
        }
    }
    row["id"] = std::to_string(request.id);
    for (const std::string& field : query.fields_required) {
        const bool is_udf = field == "udf_fields" || !udf_key(field).empty();
        if ((is_udf && !world.switches.has_udfs_in_lists) ||
            (field == "description" && !world.switches.has_description_in_lists)) {
            continue;
        }
        if (const std::string key = udf_key(field); !key.empty()) {
            const Json udfs = field_json(world, request, state, "udf_fields");
            if (udfs.contains(key)) {
                row["udf_fields"][key] = udfs[key];
            }
        } else {
            row[field] = field_json(world, request, state, field);
        }
    }
    return row;
}

struct Found {
    const Request* request;
    const State* state;
};

std::vector<Found> find_requests(const World& world, const ListQuery& query)
{
    const std::int64_t seen_ms = world.now_ms() - world.switches.list_lag_ms;
    const std::int64_t indexed_ms =
        is_indexed_search(world, query)
            ? std::min(seen_ms, world.now_ms() - world.switches.index_lag_ms)
            : seen_ms;
    std::vector<Found> found;
    for (const auto& [id, request] : world.requests) {
        const State* shown = request.state_at(seen_ms);
        const State* searched = request.state_at(indexed_ms);
        const bool is_listed = shown != nullptr && searched != nullptr && !shown->is_trashed &&
                               !shown->is_archived && world.is_visible(*shown);
        if (is_listed && matches(query, [&](const std::string& field) {
                return comparable(world, request, *searched, field);
            })) {
            found.push_back({&request, shown});
        }
    }
    return found;
}

void check_filter(const World& world, const Call& call)
{
    const Json filter =
        call.input ? input_of(world, call, "list_info").value("filter_by", Json{}) : Json{};
    if (!filter.is_null() && filter.value("name", "") != "All_Requests") {
        throw Refusal{4001, "filter_by"};
    }
}

} // namespace

Answer list_requests(const World& world, const Call& call)
{
    ListQuery query = read_list_query(world, call);
    check_filter(world, call);
    for (const std::string& field : query.fields_required) {
        check_field(world, field);
    }
    for_each_field(query, [&](const std::string& field) { check_field(world, field); });
    for (const auto& [field, ascends] : query.sort) {
        check_field(world, field);
    }
    if (query.sort.empty()) {
        query.sort.emplace_back("id", false);
    }
    const auto found = find_requests(world, query);
    const Page page =
        page_of(world, query, found.size(), [&](std::size_t row, const std::string& field) {
            return sort_key(world, *found[row].request, *found[row].state, field);
        });
    Answer answer;
    answer.is_list = true;
    answer.body["requests"] = Json::array();
    for (const std::size_t row : page.rows) {
        answer.body["requests"].push_back(
            row_json(world, *found[row].request, *found[row].state, query));
    }
    if (world.switches.has_list_info) {
        answer.body["list_info"] = page.list_info;
    }
    return answer;
}

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
