#include "fakes/azure_devops/wiql.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::fakes {

namespace {

struct Row {
    int id = 0;
    const Revision* revision = nullptr;
};

/// The least id that a conjunction leaves possible, so that reading by id is no search of all.
int least_id(const WiqlCondition& condition)
{
    int least = 0;
    if (condition.kind == WiqlCondition::Kind::all) {
        for (const WiqlCondition& child : condition.children) {
            least = std::max(least, least_id(child));
        }
    } else if (condition.kind == WiqlCondition::Kind::compare &&
               condition.field->reference == "System.Id" && condition.comparison == ">" &&
               !condition.values.front().is_field) {
        least = integer(condition.values.front().text, "System.Id");
    }
    return least;
}

bool is_ordered_by_id(const WiqlQuery& query)
{
    return query.order.empty() || (query.order.front().field->reference == "System.Id" &&
                                   !query.order.front().is_descending);
}

[[noreturn]] void refuse_rows(std::size_t wall)
{
    throw Refusal{
        400,
        "WorkItemTrackingQueryResultSizeLimitExceededException",
        fmt::format("VS402337: The number of work items returned exceeds the size limit of {}. "
                    "Change the query to return fewer items.",
                    wall)};
}

std::vector<Row> rows_of(const WiqlContext& context, const WiqlQuery& query, std::size_t most)
{
    const World& world = *context.world;
    const int lag = std::max(world.switches.stale_requests, world.switches.query_lag_requests);
    const std::int64_t visible = world.visible_sequence(lag);
    std::vector<Row> rows;
    for (auto item = world.items.lower_bound(least_id(query.where)); item != world.items.end();
         ++item) {
        const Revision* revision = revision_at(item->second, visible);
        if (revision == nullptr || !is_readable(world, *revision) ||
            (revision->is_deleted && !query.is_about_deleted) ||
            !matches(context, query.where, item->first, *revision)) {
            continue;
        }
        rows.push_back({.id = item->first, .revision = revision});
        if (is_ordered_by_id(query) && rows.size() == most) {
            break;
        }
    }
    if (!is_ordered_by_id(query)) {
        std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
            for (const WiqlOrder& order : query.order) {
                const int sign =
                    compare_values(*order.field,
                                   field_value(world, a.id, *a.revision, order.field->reference),
                                   field_value(world, b.id, *b.revision, order.field->reference),
                                   false);
                if (sign != 0) {
                    return order.is_descending ? sign > 0 : sign < 0;
                }
            }
            return false;
        });
    }
    rows.resize(std::min(rows.size(), most));
    return rows;
}

Json column(const World& world, const FieldDefinition& field)
{
    return {{"referenceName", field.reference},
            {"name", field.name},
            {"url", fmt::format("{}/_apis/wit/fields/{}", world.base_url, field.reference)}};
}

std::string query_text(const Call& call)
{
    const Json body = json_body(call);
    if (!body.is_object() || !body.contains("query") || !body["query"].is_string()) {
        throw Refusal{400, "VssPropertyValidationException", "The query is missing."};
    }
    auto text = body["query"].get<std::string>();
    if (text.size() > 32'000) {
        throw Refusal{400,
                      "WorkItemTrackingQueryTooLongException",
                      "VS403437: The query is longer than 32000 characters."};
    }
    return text;
}

} // namespace

Answer wiql(const World& world, const Call& call)
{
    WiqlContext context{
        .world = &world, .project = "", .has_time_precision = call.flag("timeprecision")};
    if (!call.project.empty()) {
        context.project = project_of(world, call).name;
    }
    const WiqlQuery query = parse_wiql(context, query_text(call));
    const std::string top_text = call.parameter("$top");
    const std::size_t wall = world.switches.query_wall;
    const std::size_t top = top_text.empty()
                                ? wall + 1
                                : static_cast<std::size_t>(std::max(integer(top_text, "$top"), 0));
    const std::size_t counted = world.switches.is_wall_before_top ? wall + 1 : top;
    auto rows = rows_of(context, query, std::min(counted, wall + 1));
    if (rows.size() > wall) {
        refuse_rows(wall);
    }
    rows.resize(std::min(rows.size(), top));
    Json columns = Json::array();
    for (const FieldDefinition* field : query.columns) {
        columns.push_back(column(world, *field));
    }
    Json sorts = Json::array();
    for (const WiqlOrder& order : query.order) {
        sorts.push_back(
            {{"field", column(world, *order.field)}, {"descending", order.is_descending}});
    }
    Json items = Json::array();
    for (const Row& row : rows) {
        items.push_back(
            {{"id", row.id},
             {"url", fmt::format("{}/_apis/wit/workItems/{}", world.base_url, row.id)}});
    }
    Json body{{"queryType", "flat"},
              {"queryResultType", "workItem"},
              {"columns", std::move(columns)},
              {"sortColumns", std::move(sorts)},
              {"workItems", std::move(items)}};
    if (world.switches.has_as_of) {
        body["asOf"] = wire_date(world.now());
    }
    return {.status = 200, .body = std::move(body), .headers = {}, .text = {}};
}

} // namespace syncctl::fakes
