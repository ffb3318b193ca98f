#include "fakes/servicedesk_plus/draft.hpp"

#include "fakes/html.hpp"

#include <algorithm>

namespace syncctl::fakes::sdp {

namespace {

constexpr std::size_t k_subject_length = 250;

bool is_digits(const Json& value)
{
    const std::string text = value.is_string() ? value.get<std::string>() : "";
    return !text.empty() && text.size() < 18 &&
           text.find_first_not_of("0123456789") == std::string::npos;
}

/// Characters, not octets.
std::size_t length_of(const std::string& text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

} // namespace

Draft::Draft(const World& world, const Request* request, Actor actor)
    : m_world{world}, m_request{request}, m_actor{actor}, m_old(Json::object())
{
    m_state.values = Json::object();
    if (request != nullptr) {
        m_state = request->state();
        m_old = m_state.values;
    } else {
        add_defaults();
    }
}

void Draft::take(const Json& fields)
{
    if (!fields.is_object()) {
        throw Refusal{4021, "request"};
    }
    for (const auto& [name, value] : fields.items()) {
        if (writable_field(m_world, name) != nullptr) {
            continue;
        }
        if (is_shown_field(m_world, name)) {
            throw Refusal{m_world.switches.read_only_field, name};
        }
        throw extra_key(m_world, name);
    }
    for (const Field& field : writable_fields()) {
        const auto value = fields.find(field.name);
        if (value == fields.end() || is_refused_or_skipped(field.name)) {
            continue;
        }
        set(field, *value);
        m_touched.insert(field.name);
    }
}

bool Draft::is_refused_or_skipped(const std::string& name)
{
    if (m_actor == Actor::people) {
        return false;
    }
    if (m_world.switches.fields_off_form.contains(name)) {
        throw Refusal{4001, name, "Cannot give value for " + name};
    }
    if (m_world.switches.warned_fields.contains(name)) {
        warn(name);
        return true;
    }
    if (name == "priority" && m_world.switches.priority_rule == PriorityRule::matrix_fails) {
        throw Refusal{4001, name, "Cannot give value for priority"};
    }
    if (name == "priority" && m_world.switches.priority_rule == PriorityRule::matrix_warns) {
        warn(name);
    }
    return m_world.switches.ignored_fields.contains(name);
}

void Draft::warn(const std::string& field)
{
    if (m_warnings.is_null()) {
        m_warnings = Json::array();
    }
    m_warnings.push_back({{"status_code", 3000},
                          {"type", "warning"},
                          {"field", field},
                          {"message", "Cannot give value for " + field}});
}

void Draft::set(const Field& field, const Json& value)
{
    if (field.kind == Kind::remark) {
        (void)line(field.name, value, k_subject_length);
        return;
    }
    if (value.is_null()) {
        if (!field.is_clearable) {
            throw Refusal{4001, field.name};
        }
        m_state.values[field.name] = nullptr;
        return;
    }
    if (field.kind == Kind::udfs) {
        set_udfs(value);
        return;
    }
    m_state.values[field.name] = converted(field, value);
}

Json Draft::converted(const Field& field, const Json& value) const
{
    switch (field.kind) {
    case Kind::line:
        return line(field.name, value, k_subject_length);
    case Kind::html:
        return html(field.name, value);
    case Kind::reference:
        return reference(field, value);
    case Kind::stamp:
        if (!value.is_object()) {
            throw Refusal{4021, field.name};
        }
        expect_only(value, {"value"});
        if (!is_digits(value.value("value", Json{}))) {
            throw Refusal{4021, field.name};
        }
        return std::stoll(value["value"].get<std::string>());
    case Kind::texts:
        if (!value.is_array() || !std::all_of(value.begin(), value.end(), [](const Json& one) {
                return one.is_string();
            })) {
            throw Refusal{4021, field.name};
        }
        return value;
    case Kind::resolution:
        if (!value.is_object()) {
            throw Refusal{4021, field.name};
        }
        expect_only(value, {"content", "add_to_linked_requests"});
        return value.value("content", Json{}).is_null() ? Json{}
                                                        : html(field.name, value["content"]);
    case Kind::closure:
        return closure(value);
    default:
        if (field.kind == Kind::text && !value.is_string()) {
            throw Refusal{4021, field.name};
        }
        return value;
    }
}

Json Draft::line(const std::string& name, const Json& value, std::size_t limit) const
{
    if (!value.is_string()) {
        throw Refusal{4021, name};
    }
    const std::string text = value;
    if (m_actor == Actor::interface &&
        (length_of(text) > limit || text.find_first_of("\r\n") != std::string::npos)) {
        throw Refusal{4001, name};
    }
    return text;
}

Json Draft::html(const std::string& name, const Json& value) const
{
    if (!value.is_string()) {
        throw Refusal{4021, name};
    }
    std::string text = value;
    if (m_world.switches.is_html_sanitised) {
        text = without_active_html(text);
    }
    const std::string wrapper = "<div class=\"sdp-ze-default-wrapper\"";
    if (name == "description" && !m_world.is_cloud() && m_world.switches.is_description_wrapped &&
        !text.empty() && !text.starts_with(wrapper)) {
        text = wrapper + " style=\"font-family: Roboto, Arial; font-size: 10pt\"><div>" + text +
               "</div></div>";
    }
    return text;
}

void Draft::expect_only(const Json& object, const std::set<std::string>& keys) const
{
    for (const auto& [key, value] : object.items()) {
        if (!keys.contains(key)) {
            throw extra_key(m_world, key);
        }
    }
}

/// By id, name or, for people, mail address. Only people at their screens may give plain text.
Json Draft::reference(const Field& field, const Json& given) const
{
    const bool is_person = std::string_view{field.table} == "users";
    Json value = given;
    if (m_actor == Actor::people && given.is_string()) {
        const std::string text = given;
        const bool is_mail = is_person && text.find('@') != std::string::npos;
        value = {{is_mail ? "email_id" : "name", text}};
    }
    if (!value.is_object()) {
        throw Refusal{4021, field.name};
    }
    expect_only(value,
                is_person ? std::set<std::string>{"id", "name", "email_id"}
                          : std::set<std::string>{"id", "name"});
    for (const auto& [key, text] : value.items()) {
        if (!text.is_string()) {
            throw Refusal{4021, field.name};
        }
    }
    const Json* row = nullptr;
    if (value.contains("id")) {
        row = m_world.row(field.table, value["id"]);
    } else if (m_actor == Actor::interface &&
               m_world.switches.id_only_fields.contains(field.name)) {
        throw Refusal{4001, field.name};
    } else if (value.contains("email_id")) {
        row = m_world.row_with(field.table, "email_id", value["email_id"]);
    } else if (value.contains("name")) {
        row = row_by_name(field, value["name"]);
    }
    const bool is_technician = std::string_view{field.name} == "technician";
    if (row == nullptr && std::string_view{field.name} == "requester" && !value.contains("id") &&
        m_world.switches.are_unknown_requesters_added) {
        return value; // store() knows what to do
    }
    if (row == nullptr || row->value("deleted", false) ||
        (m_actor == Actor::interface && row->value("_is_disabled", false)) ||
        (is_technician && (*row)["is_technician"] != true)) {
        throw Refusal{4001, field.name};
    }
    return (*row)["id"];
}

/// Of rows with the same name, the one that fits what the request already says.
const Json* Draft::row_by_name(const Field& field, const std::string& name) const
{
    static const std::map<std::string, const char*> k_parents{
        {"group", "site"}, {"subcategory", "category"}, {"item", "subcategory"}};
    const auto parent = k_parents.find(field.name);
    const Json* found = nullptr;
    for (const Json& row : m_world.table(field.table)) {
        if (row["name"] != name) {
            continue;
        }
        if (parent == k_parents.end()) {
            return &row;
        }
        const Json above = row.value(parent->second, Json{});
        const Json id = above.is_object() ? above["id"] : Json{};
        if (id == m_state.values.value(parent->second, Json{})) {
            return &row;
        }
        found = found == nullptr ? &row : found;
    }
    return found;
}

Json Draft::closure(const Json& value) const
{
    if (!value.is_object()) {
        throw Refusal{4021, "closure_info"};
    }
    expect_only(
        value,
        {"closure_code", "closure_comments", "requester_ack_resolution", "requester_ack_comments"});
    Json info{{"closure_code", nullptr},
              {"closure_comments", nullptr},
              {"requester_ack_resolution", true},
              {"requester_ack_comments", nullptr}};
    info.update(value);
    if (!info["closure_code"].is_null()) {
        info["closure_code"] =
            reference({.name = "closure_code", .kind = Kind::reference, .table = "closure_codes"},
                      info["closure_code"]);
    }
    if (!info["requester_ack_resolution"].is_boolean()) {
        throw Refusal{4021, "requester_ack_resolution"};
    }
    return info;
}

void Draft::set_udfs(const Json& value)
{
    if (!value.is_object()) {
        throw Refusal{4021, "udf_fields"};
    }
    for (const auto& [key, one] : value.items()) {
        const Json converted = udf(key, one);
        if (!is_refused_or_skipped("udf_fields." + key)) {
            m_state.values["udf_fields"][key] = converted;
            m_touched.insert("udf_fields." + key);
        }
    }
}

Json Draft::udf(const std::string& key, const Json& value) const
{
    const Json* row = m_world.row_with("udf_fields", "field_key", key);
    if (row == nullptr) {
        throw extra_key(m_world, key);
    }
    if ((*row)["_is_on_template"] != true) {
        throw Refusal{4009, key};
    }
    if (value.is_null()) {
        return nullptr;
    }
    const std::string kind = (*row)["_kind"];
    const Json& allowed = (*row)["_allowed"];
    const auto is_allowed = [&](const Json& one) {
        return one.is_string() && std::find(allowed.begin(), allowed.end(), one) != allowed.end();
    };
    if (kind == "single_line" || kind == "multi_line") {
        if (!value.is_string()) {
            throw Refusal{4021, key};
        }
        const std::string text = value;
        const bool has_break = text.find_first_of("\r\n") != std::string::npos;
        if (length_of(text) > (*row)["_max_length"].get<std::size_t>() ||
            (has_break && kind == "single_line")) {
            throw Refusal{4001, key};
        }
    } else if (kind == "pick") {
        if (!is_allowed(value)) {
            throw Refusal{4001, key};
        }
    } else if (kind == "multi_select") {
        if (!value.is_array() || !std::all_of(value.begin(), value.end(), is_allowed)) {
            throw Refusal{4001, key};
        }
    } else if (kind == "datetime" || kind == "datestamp") {
        const bool is_right =
            value.is_object() && value.size() == 1 && value.contains("value") &&
            (kind == "datetime" ? is_digits(value["value"]) : value["value"].is_string());
        if (!is_right) {
            throw Refusal{4021, key};
        }
    } else if ((kind == "long" && !value.is_number_integer()) ||
               (kind == "double" && !value.is_number()) ||
               (kind == "boolean" && !value.is_boolean())) {
        throw Refusal{4021, key};
    }
    return value;
}

} // namespace syncctl::fakes::sdp
