#include "fakes/servicedesk_plus/listing.hpp"

#include <algorithm>
#include <numeric>

namespace syncctl::fakes::sdp {

namespace {

constexpr int k_most_rows = 100;

int whole_number(const Json& list_info, const char* name, int least, int missing)
{
    const Json value = list_info.value(name, Json(missing));
    if (!value.is_number_integer() || value < least) {
        throw Refusal{4001, name};
    }
    return value.get<int>();
}

bool is_ascending(const World& world, const Json& order)
{
    if (order != "asc" && order != "desc") {
        throw Refusal{4001, world.is_cloud() ? "order" : "sort_order"};
    }
    return order == "asc";
}

void read_sort(const World& world, const Json& list_info, ListQuery& query)
{
    if (list_info.contains("sort_field")) {
        query.sort.emplace_back(list_info["sort_field"],
                                is_ascending(world, list_info.value("sort_order", Json("asc"))));
        query.echo["sort_field"] = list_info["sort_field"];
        query.echo["sort_order"] = query.sort.front().second ? "asc" : "desc";
    }
    if (list_info.contains("sort_fields")) {
        if (!world.is_cloud()) {
            throw extra_key(world, "sort_fields");
        }
        for (const Json& one : list_info["sort_fields"]) {
            query.sort.emplace_back(one.at("field"),
                                    is_ascending(world, one.value("order", Json("asc"))));
        }
    }
}

bool has_date(const std::vector<Criterion>& criteria)
{
    return std::any_of(criteria.begin(), criteria.end(), [](const Criterion& one) {
        return one.field.ends_with("_time");
    });
}

void read_search(const World& world, const Json& list_info, ListQuery& query)
{
    const auto given = list_info.find("search_criteria");
    if (given == list_info.end()) {
        return;
    }
    if (!given->is_array() && !given->is_object()) {
        throw Refusal{4021, "search_criteria"};
    }
    if (given->is_array() && given->size() == 1 && world.switches.is_lone_array_refused) {
        throw Refusal{4001, "search_criteria"};
    }
    const Json criteria = given->is_array() ? *given : Json::array({*given});
    query.criteria = read_criteria(criteria);
    if (query.criteria.size() > 1 && world.switches.are_arrays_with_dates_refused &&
        has_date(query.criteria)) {
        throw Refusal{4004, "", "Internal Error"};
    }
    query.echo["search_criteria"] = criteria;
}

} // namespace

ListQuery read_list_query(const World& world, const Call& call)
{
    static const std::vector<std::string> k_known{"row_count",
                                                  "start_index",
                                                  "page",
                                                  "sort_field",
                                                  "sort_order",
                                                  "sort_fields",
                                                  "get_total_count",
                                                  "fields_required",
                                                  "filter_by",
                                                  "search_fields",
                                                  "search_criteria"};
    ListQuery query;
    query.echo = Json::object();
    if (!call.input) {
        return query;
    }
    const Json list_info = input_of(world, call, "list_info");
    if (!list_info.is_object()) {
        throw Refusal{4021, "list_info"};
    }
    for (const auto& [key, value] : list_info.items()) {
        if (std::find(k_known.begin(), k_known.end(), key) == k_known.end()) {
            throw extra_key(world, key);
        }
    }
    query.row_count = whole_number(list_info, "row_count", 1, query.row_count);
    if (query.row_count > k_most_rows) {
        throw Refusal{4001, "row_count"};
    }
    query.start_index = whole_number(list_info, "start_index", 1, 1);
    if (list_info.contains("page") && !list_info.contains("start_index")) {
        query.start_index = (whole_number(list_info, "page", 1, 1) - 1) * query.row_count + 1;
    }
    read_sort(world, list_info, query);
    const Json total = list_info.value("get_total_count", Json(false));
    query.wants_total = total == true || total == "true";
    for (const Json& field : list_info.value("fields_required", Json::array())) {
        query.fields_required.push_back(field.get<std::string>());
    }
    query.search_fields = list_info.value("search_fields", Json{});
    read_search(world, list_info, query);
    return query;
}

Page page_of(const World& world,
             const ListQuery& query,
             std::size_t count,
             const std::function<Json(std::size_t, const std::string&)>& value_of)
{
    std::vector<std::vector<Json>> keys(count);
    for (std::size_t row = 0; row < count; ++row) {
        for (const auto& [field, ascends] : query.sort) {
            keys[row].push_back(value_of(row, field));
        }
    }
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        for (std::size_t i = 0; i < query.sort.size(); ++i) {
            const Json& x = keys[a][i];
            const Json& y = keys[b][i];
            if (x == y) {
                continue;
            }
            if (x.is_null() || y.is_null()) {
                return x.is_null() == world.switches.are_nulls_first;
            }
            return query.sort[i].second ? x < y : y < x;
        }
        return false;
    });
    const auto begin = std::min(static_cast<std::size_t>(query.start_index) - 1, count);
    const auto limit =
        static_cast<std::size_t>(std::min(query.row_count, world.switches.page_limit));
    const auto end = std::min(begin + limit, count);
    Page page;
    page.rows.assign(order.begin() + static_cast<std::ptrdiff_t>(begin),
                     order.begin() + static_cast<std::ptrdiff_t>(end));
    page.list_info = query.echo;
    page.list_info["has_more_rows"] = end < count;
    page.list_info["start_index"] = query.start_index;
    page.list_info["row_count"] = page.rows.size();
    if (!world.is_cloud()) {
        page.list_info["page"] = (query.start_index - 1) / query.row_count + 1;
    }
    if (query.wants_total) {
        page.list_info["total_count"] = count;
        page.list_info["get_total_count"] = "true"; // recorded as text
    }
    return page;
}

} // namespace syncctl::fakes::sdp
