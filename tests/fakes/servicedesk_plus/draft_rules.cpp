#include "fakes/servicedesk_plus/draft.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::fakes::sdp {

namespace {

std::string display_name(std::string field)
{
    if (!field.empty() && field.front() >= 'a' && field.front() <= 'z') {
        field.front() = static_cast<char>(field.front() - 'a' + 'A');
    }
    return field;
}

Json id_of(const Json& row, const char* member)
{
    const Json above = row.value(member, Json{});
    return above.is_object() ? above["id"] : Json{};
}

} // namespace

const Json* Draft::status_row(const Json& values) const
{
    return m_world.row("statuses", values.value("status", Json{}));
}

bool Draft::is_empty(const std::string& field) const
{
    const auto dot = field.find('.');
    Json value = m_state.values.value(field.substr(0, dot), Json{});
    if (dot != std::string::npos) {
        value = value.is_object() ? value.value(field.substr(dot + 1), Json{}) : Json{};
    }
    return value.is_null() || value == "" || (value.is_array() && value.empty());
}

void Draft::add_defaults()
{
    const auto first = [&](const char* table) { return m_world.table(table).front()["id"]; };
    const std::size_t author = m_actor == Actor::interface ? 0 : 1;
    Json& values = m_state.values;
    values["status"] = first("statuses");
    values["template"] = first("request_templates");
    values["created_by"] = m_world.table("users")[author]["id"];
    values["requester"] = values["created_by"];
    values["mode"] = m_world.table("modes")[1]["id"];
    values["description"] = nullptr;
    values["udf_fields"] = Json::object();
    if (m_world.is_cloud()) {
        values["request_type"] = first("request_types");
    }
}

bool Draft::does_fit(const char* field, const Json& row, const char* parent) const
{
    const Json above = id_of(row, parent);
    const bool does_serve_all = std::string_view{field} == "group" && above.is_null() &&
                                m_world.switches.do_siteless_groups_serve_all;
    return does_serve_all || above == m_state.values.value(parent, Json{});
}

/// A new category leaves no old subcategory, and so on.
void Draft::drop_what_no_longer_fits()
{
    const auto drop = [&](const char* field, const char* table, const char* parent) {
        const Json* row = m_world.row(table, m_state.values.value(field, Json{}));
        if (row != nullptr && !m_touched.contains(field) && !does_fit(field, *row, parent)) {
            m_state.values[field] = nullptr;
        }
    };
    drop("subcategory", "subcategories", "category");
    drop("item", "items", "subcategory");
    drop("group", "groups", "site");
}

void Draft::check_places() const
{
    const auto check = [&](const char* field, const char* table, const char* parent) {
        const Json* row = m_world.row(table, m_state.values.value(field, Json{}));
        if (row != nullptr && !does_fit(field, *row, parent)) {
            throw Refusal{4001, field};
        }
    };
    check("subcategory", "subcategories", "category");
    check("item", "items", "subcategory");
    check("group", "groups", "site");
    const Json* technician = m_world.row("users", m_state.values.value("technician", Json{}));
    for (const auto& [member, field] : {std::pair{"_groups", "group"}, {"_sites", "site"}}) {
        const Json place = m_state.values.value(field, Json{});
        if (technician == nullptr || place.is_null()) {
            continue;
        }
        const Json& own = (*technician)[member];
        if (!own.empty() && std::find(own.begin(), own.end(), place) == own.end()) {
            throw Refusal{4001, "technician"};
        }
    }
}

void Draft::calculate_priority()
{
    const bool is_asked = m_touched.contains("impact") || m_touched.contains("urgency") ||
                          m_touched.contains("priority");
    if (m_world.switches.priority_rule == PriorityRule::free || !is_asked) {
        return;
    }
    const auto rank = [&](const char* field, const char* table) {
        const auto& rows = m_world.table(table);
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const Json& one) {
            return one["id"] == m_state.values.value(field, Json{});
        });
        return row == rows.end() ? -1 : static_cast<int>(row - rows.begin());
    };
    const int impact = rank("impact", "impacts");
    const int urgency = rank("urgency", "urgencies");
    const auto& priorities = m_world.table("priorities");
    const auto last = static_cast<int>(priorities.size()) - 1;
    m_state.values["priority"] =
        impact < 0 || urgency < 0
            ? m_old.value("priority", Json{})
            : priorities[static_cast<std::size_t>(std::min((impact + urgency + 1) / 2, last))]
                        ["id"];
}

void Draft::check_required() const
{
    std::vector<std::string> missing;
    if (is_empty("subject")) {
        missing.emplace_back("subject");
    }
    for (const std::string& field : m_world.required) {
        const bool is_new = m_request == nullptr || !m_old.value(field, Json{}).is_null();
        if (is_empty(field) && (is_new || m_touched.contains(field))) {
            missing.push_back(field);
        }
    }
    if (!missing.empty()) {
        throw fields_refused(4012, missing);
    }
}

void Draft::check_closed() const
{
    const bool was_closed = m_request != nullptr && m_world.is_closed(m_request->state());
    const Json* now = status_row(m_state.values);
    const bool is_reopened = was_closed && now != nullptr && (*now)["in_progress"] == true;
    if (was_closed && !is_reopened && m_world.switches.are_closed_locked && !m_touched.empty()) {
        throw Refusal{4002, "", "User does not have this permission"};
    }
    if (was_closed || !m_world.is_closed(m_state)) {
        return;
    }
    std::vector<std::string> missing;
    std::string names;
    for (const std::string& field : m_world.required_on_close) {
        if (is_empty(field)) {
            missing.push_back(field);
            names += (names.empty() ? "" : ", ") + display_name(field);
        }
    }
    if (!missing.empty()) {
        throw fields_refused(4003,
                             missing,
                             "Closure rule violation. The following fields should be filled: " +
                                 names);
    }
}

void Draft::change_status()
{
    const Json* before = status_row(m_old);
    const Json* now = status_row(m_state.values);
    if (now == before || now == nullptr) {
        return;
    }
    const bool is_closed = m_world.is_closed(m_state);
    const bool is_done = (*now)["in_progress"] == false;
    Json& values = m_state.values;
    if (is_done) {
        values["resolved_time"] = m_world.stamp_ms();
    }
    if (is_closed) {
        values["completed_time"] = m_world.stamp_ms();
        if (!values.contains("closure_info")) {
            values["closure_info"] = closure(Json::object());
        }
    }
    if (!is_done && before != nullptr && (*before)["in_progress"] == false) {
        values["is_reopened"] = true;
        values.erase("resolved_time");
        values.erase("completed_time");
        values.erase("closure_info");
    }
}

void Draft::close()
{
    m_state.values["status"] = (*m_world.row_with("statuses", "internal_name", "Closed"))["id"];
    m_touched.insert("status");
}

Request& Draft::store(World& world)
{
    drop_what_no_longer_fits();
    calculate_priority();
    if (m_actor == Actor::interface) {
        check_closed();
        check_places();
        check_required();
    }
    change_status();
    if (Json& requester = m_state.values["requester"]; requester.is_object()) {
        const Json name = requester.value("name", requester.value("email_id", Json{}));
        requester =
            world.add_row("users", person_row(name, requester.value("email_id", Json{}), false));
    }
    const std::int64_t stamp = world.stamp_ms();
    if (m_request != nullptr) {
        Request& request = world.requests.at(m_request->id);
        if (m_touched.empty()) {
            return request;
        }
        m_state.updated_ms = stamp;
        ++request.edits;
        world.store(request, std::move(m_state));
        return request;
    }
    const std::int64_t id = std::stoll(row_id(world.edition, world.next_request++));
    Request& request = world.requests[id];
    request.id = id;
    request.number = world.next_number++;
    request.created_ms = stamp;
    m_state.updated_ms = world.switches.is_updated_set_at_create ? stamp : 0;
    world.store(request, std::move(m_state));
    return request;
}

} // namespace syncctl::fakes::sdp
