#include "fakes/azure_devops/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace syncctl::fakes {

namespace {

struct FeedRequest {
    std::vector<std::string> fields;
    std::vector<std::string> types;
    std::string token;
    std::string start;
    bool has_identity_refs = false;
    bool has_deleted = false;
    bool is_latest_only = false;
    bool is_expanded = false;
    std::size_t page = 0;
};

[[noreturn]] void refuse(const std::string& message)
{
    throw Refusal{400, "ArgumentException", message};
}

FeedRequest from_body(const Call& call)
{
    const Json body = json_body(call);
    FeedRequest request;
    request.fields = body.value("fields", std::vector<std::string>{});
    request.types = body.value("types", std::vector<std::string>{});
    request.has_identity_refs = body.value("includeIdentityRef", false);
    request.has_deleted = body.value("includeDeleted", false);
    request.is_latest_only = body.value("includeLatestOnly", false);
    return request;
}

FeedRequest from_query(const Call& call)
{
    FeedRequest request;
    request.fields = call.list("fields");
    request.types = call.list("types");
    request.has_identity_refs = call.flag("includeidentityref");
    request.has_deleted = call.flag("includedeleted");
    request.is_latest_only = call.flag("includelatestonly");
    const std::string page = call.parameter("$maxpagesize");
    request.page =
        page.empty() ? 0 : static_cast<std::size_t>(std::max(integer(page, "$maxPageSize"), 1));
    return request;
}

FeedRequest feed_request(const World& world, const Call& call)
{
    FeedRequest request = call.method == "POST" ? from_body(call) : from_query(call);
    const std::string expand = lower(call.parameter("$expand"));
    request.is_expanded = expand == "fields" || expand == "1";
    request.token = call.parameter("continuationtoken");
    request.start = call.parameter("startdatetime");
    if (!request.token.empty() && !request.start.empty()) {
        refuse("startDateTime and continuationToken can not be used together.");
    }
    if (request.is_expanded && !request.fields.empty()) {
        refuse("The expand parameter can not be used with the fields parameter.");
    }
    request.fields = item_view(world, request.fields, "").fields;
    const std::size_t most = world.switches.feed_page;
    request.page = request.page == 0 ? most : std::min(request.page, most);
    return request;
}

/// `813;350;1`: the sequence, then the item and rev that were read last.
std::int64_t sequence_of_token(const std::string& token)
{
    std::int64_t sequence = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), sequence);
    if (error != std::errc{} || (end != token.data() + token.size() && *end != ';')) {
        refuse("The continuation token is not valid.");
    }
    return sequence;
}

std::size_t first_row(const World& world, const FeedRequest& request)
{
    const auto begin = world.feed.begin();
    if (!request.token.empty()) {
        const std::int64_t sequence = sequence_of_token(request.token);
        auto next = std::upper_bound(
            begin, world.feed.end(), sequence, [](std::int64_t after, const FeedEntry& entry) {
                return after < entry.sequence;
            });
        if (world.switches.has_feed_repeats && next != begin) {
            --next;
        }
        return static_cast<std::size_t>(next - begin);
    }
    if (request.start.empty()) {
        return 0;
    }
    const auto start = read_date(request.start);
    if (!start) {
        refuse("The value is not valid for startDateTime.");
    }
    const auto next = std::find_if(begin, world.feed.end(), [&](const FeedEntry& entry) {
        return world.items.at(entry.id).history[entry.index].changed_at >= start->time;
    });
    return static_cast<std::size_t>(next - begin);
}

bool is_wanted(const World& world,
               const Call& call,
               const FeedRequest& request,
               const FeedEntry& entry,
               std::int64_t visible)
{
    const Item& item = world.items.at(entry.id);
    const Revision& revision = item.history[entry.index];
    const Revision* latest = revision_at(item, visible);
    if (!is_readable(world, revision) || (latest->is_deleted && !request.has_deleted) ||
        (request.is_latest_only && latest->rev != revision.rev)) {
        return false;
    }
    if (!call.project.empty() && !same_text(project_of(world, call).name,
                                            revision.fields->value("System.TeamProject", ""))) {
        return false;
    }
    const std::string type = revision.fields->value("System.WorkItemType", "");
    return request.types.empty() ||
           std::any_of(request.types.begin(), request.types.end(), [&](const std::string& wanted) {
               return same_text(wanted, type);
           });
}

void shorten_identities(Json& fields, bool has_refs)
{
    for (Json& value : fields) {
        if (value.is_object()) {
            const std::string text = person_text(value);
            value =
                has_refs ? Json{{"id", value.value("id", "")}, {"uniqueName", text}} : Json(text);
        }
    }
}

Json feed_row(const World& world, const FeedRequest& request, const FeedEntry& entry)
{
    const Revision& revision = world.items.at(entry.id).history[entry.index];
    Json fields = all_fields(world, entry.id, revision);
    if (!request.is_expanded) {
        for (const FieldDefinition& field : world.projects.front().process.fields) {
            if (field.type == "html" || field.type == "history") {
                fields.erase(field.reference);
            }
        }
    }
    const bool is_short =
        revision.is_deleted && world.switches.deleted_row == DeletedRow::few_fields;
    std::vector<std::string> wanted = request.fields;
    if (is_short) {
        wanted = {"System.Id", "System.Rev", "System.ChangedDate", "System.IsDeleted"};
    } else if (!wanted.empty()) {
        wanted.emplace_back("System.IsDeleted");
    }
    if (!wanted.empty()) {
        Json some = Json::object();
        for (const std::string& reference : wanted) {
            if (fields.contains(reference)) {
                some[reference] = fields[reference];
            }
        }
        fields = std::move(some);
    }
    shorten_identities(fields, request.has_identity_refs);
    return {{"id", entry.id}, {"rev", revision.rev}, {"fields", std::move(fields)}};
}

} // namespace

Answer reporting_revisions(const World& world, const Call& call)
{
    const FeedRequest request = feed_request(world, call);
    if (!call.project.empty()) {
        static_cast<void>(project_of(world, call));
    }
    const std::int64_t visible = world.visible_sequence(world.switches.stale_requests);
    const std::int64_t newest_ms = world.now().ms - world.switches.feed_lag_ms;
    Json values = Json::array();
    std::string token = request.token.empty() ? "0;0;0" : request.token;
    std::size_t at = first_row(world, request);
    bool is_last = true;
    for (; at < world.feed.size(); ++at) {
        const FeedEntry& entry = world.feed[at];
        const Revision& revision = world.items.at(entry.id).history[entry.index];
        if (entry.sequence > visible || revision.stored_at.ms > newest_ms) {
            break;
        }
        if (values.size() == request.page) {
            is_last = false;
            break;
        }
        token = fmt::format("{};{};{}", entry.sequence, entry.id, revision.rev);
        if (is_wanted(world, call, request, entry, visible)) {
            values.push_back(feed_row(world, request, entry));
        }
    }
    std::string next = world.base_url +
                       "/_apis/wit/reporting/workItemRevisions?continuationToken=" + token +
                       "&api-version=2.0";
    Json body{
        {"values", std::move(values)}, {"nextLink", std::move(next)}, {"isLastBatch", is_last}};
    if (!world.switches.is_token_in_link_only) {
        body["continuationToken"] = token;
    }
    return {.status = 200, .body = std::move(body), .headers = {}, .text = {}};
}

Answer reporting_links(const World& world, const Call& call)
{
    const std::string token = call.parameter("continuationtoken");
    const std::int64_t after = token.empty() ? 0 : sequence_of_token(token);
    const std::size_t page = world.switches.feed_page;
    std::int64_t last = after;
    bool is_last = true;
    Json values = Json::array();
    for (const LinkChange& link : world.links) {
        if (link.sequence <= after) {
            continue;
        }
        if (values.size() == page) {
            is_last = false;
            break;
        }
        last = link.sequence;
        values.push_back({{"rel", link.rel},
                          {"sourceId", link.source},
                          {"targetId", link.target},
                          {"changedDate", wire_date(link.changed_at)},
                          {"isActive", link.is_active}});
    }
    return {
        .status = 200,
        .body = {{"values", std::move(values)},
                 {"nextLink",
                  fmt::format(
                      "{}/_apis/wit/reporting/workItemLinks?continuationToken={}&api-version=2.2",
                      world.base_url,
                      last)},
                 {"continuationToken", std::to_string(last)},
                 {"isLastBatch", is_last}},
        .headers = {},
        .text = {}};
}

} // namespace syncctl::fakes
