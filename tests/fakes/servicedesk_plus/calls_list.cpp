#include "fakes/servicedesk_plus/fields.hpp"
#include "fakes/servicedesk_plus/listing.hpp"
#include "fakes/text.hpp"

#include <algorithm>
#include <set>

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
        const Json& udfs = state.values.at("udf_fields");
        const auto value = udfs.find(key.empty() ? field : key);
        return value == udfs.end() ? Json{} : *value;
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

/// The ids that alone can match; nullopt: any.
std::optional<std::set<std::int64_t>> wanted_ids(const World& world, const ListQuery& query)
{
    if (query.criteria.size() != 1) {
        return std::nullopt;
    }
    const Criterion& only = query.criteria.front();
    const std::string key = udf_key(only.field);
    const Json* udf = key.empty() ? nullptr : world.row_with("udf_fields", "field_key", key);
    const bool is_text = udf != nullptr && (*udf)["_kind"] == "single_line";
    if ((only.field != "id" && !is_text) || only.condition != Criterion::Condition::is ||
        only.is_negated || !only.children.empty()) {
        return std::nullopt;
    }
    std::set<std::int64_t> ids;
    for (const Json& value : only.values) {
        if (!value.is_string()) {
            return std::nullopt;
        }
        const std::string text = value;
        if (key.empty()) {
            ids.insert(number_of(text));
        } else if (const auto found = world.udf_texts.find({key, lower(text)});
                   found != world.udf_texts.end()) {
            ids.insert(found->second.begin(), found->second.end());
        }
    }
    return ids;
}

/// What a list may see of the requests.
class Sight {
public:
    Sight(const World& world, const ListQuery& query)
        : m_world{world},
          m_query{query},
          m_seen_ms{world.now_ms() - world.switches.list_lag_ms},
          m_indexed_ms{is_indexed_search(world, query)
                           ? std::min(m_seen_ms, world.now_ms() - world.switches.index_lag_ms)
                           : m_seen_ms}
    {
    }

    std::vector<Found> find()
    {
        if (const auto ids = wanted_ids(m_world, m_query)) {
            for (const std::int64_t id : *ids) {
                if (const auto request = m_world.requests.find(id);
                    request != m_world.requests.end()) {
                    look_at(request->second);
                }
            }
        } else {
            for (const auto& [id, request] : m_world.requests) {
                look_at(request);
            }
        }
        return m_found;
    }

private:
    void look_at(const Request& request)
    {
        const State* shown = request.state_at(m_seen_ms);
        const State* searched = request.state_at(m_indexed_ms);
        const bool is_listed = shown != nullptr && searched != nullptr && !shown->is_trashed &&
                               !shown->is_archived && m_world.is_visible(*shown);
        if (is_listed && matches(m_query, [&](const std::string& field) {
                return comparable(m_world, request, *searched, field);
            })) {
            m_found.push_back({&request, shown});
        }
    }

    const World& m_world;
    const ListQuery& m_query;
    std::int64_t m_seen_ms;
    std::int64_t m_indexed_ms;
    std::vector<Found> m_found;
};

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
    const auto found = Sight{world, query}.find();
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

} // namespace syncctl::fakes::sdp
