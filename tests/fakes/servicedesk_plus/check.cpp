#include "fakes/http/target.hpp"
#include "fakes/servicedesk_plus/fake_impl.hpp"
#include "fakes/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace syncctl::fakes::sdp {

namespace {

constexpr std::string_view k_accept = "application/vnd.manageengine.sdp.v3+json";
constexpr std::string_view k_form = "application/x-www-form-urlencoded";

using Path = std::vector<std::string>;
using Parameters = std::vector<std::pair<std::string, std::string>>;

bool is_text_of_digits(const Json& value)
{
    const std::string text = value.is_string() ? value.get<std::string>() : "";
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

/// Gathers what is wrong with one request.
class Checker {
public:
    Checker(const World& world, const HttpRequest& request) : m_world{world}, m_request{request} {}

    std::vector<std::string> problems()
    {
        const auto target = read_target(m_request.target);
        if (!target) {
            add("the address is no path and query");
            return m_found;
        }
        const auto call = read_call(m_world, m_request);
        if (!call) {
            // Another portal is what a test of a wrong address asks for.
            const bool is_other_portal = !target->segments.empty() && target->segments[0] == "app";
            if (!is_other_portal) {
                add("nothing is below this address");
            }
            return m_found;
        }
        if (!is_known_route(m_request.method, call->path)) {
            add("no edition has such a call");
        }
        check_headers();
        check_encoding();
        check_query(target->query);
        check_input(call->path, target->query);
        return m_found;
    }

private:
    void add(const std::string& what)
    {
        m_found.push_back(
            fmt::format("{} {}: {}", m_request.method, m_request.target.substr(0, 200), what));
    }

    void check_headers()
    {
        const std::string key = header_of(m_request.headers, "authtoken");
        const std::string authorization = header_of(m_request.headers, "Authorization");
        if (m_world.is_cloud() ? !key.empty() || !authorization.starts_with("Zoho-oauthtoken ")
                               : key.empty() || !authorization.empty()) {
            add("the credential is not in the header of this edition");
        }
        if (header_of(m_request.headers, "Accept") != k_accept) {
            add("Accept is not " + std::string{k_accept});
        }
    }

    /// What has to be percent-encoded is.
    void check_encoding()
    {
        const auto query = std::min(m_request.target.find('?'), m_request.target.size());
        for (const std::string& text : {m_request.target.substr(query), m_request.body}) {
            if (text.find_first_of("{}\"[], +<>\\\r\n") != std::string::npos) {
                add("not percent-encoded");
            }
        }
    }

    void check_query(const Parameters& query)
    {
        for (const auto& [name, value] : query) {
            if (name != "input_data") {
                add("parameter " + name + " in the address");
            }
        }
        for (const std::string& secret :
             {technician_key_of(m_world), client_secret_of(m_world), refresh_token_of(m_world)}) {
            if (m_request.target.find(secret) != std::string::npos) {
                add("a credential in the address");
            }
        }
    }

    void check_input(const Path& path, const Parameters& query)
    {
        const bool is_list = is_list_call(path);
        const bool has_query = std::any_of(
            query.begin(), query.end(), [](const auto& one) { return one.first == "input_data"; });
        if (has_query && !is_list) {
            add("input_data in the address of a call that is no list");
        }
        if (is_list) {
            if (!has_query) {
                add("a list without list_info");
            }
            for (const auto& [name, value] : query) {
                check_list_info(Json::parse(value, nullptr, false));
            }
        }
        const std::string root = root_of(path);
        if (root.empty()) {
            if (!m_request.body.empty()) {
                add("a body where there is none");
            }
            return;
        }
        const std::string type = header_of(m_request.headers, "Content-Type");
        if (!same_text(type.substr(0, type.find(';')), k_form)) {
            add("Content-Type is not " + std::string{k_form});
        }
        const auto form = read_form(m_request.body);
        if (!form || form->size() != 1 || form->front().first != "input_data") {
            add("the body is not the one parameter input_data");
            return;
        }
        const Json input = Json::parse(form->front().second, nullptr, false);
        if (!input.is_object() || input.size() != 1 || !input.contains(root)) {
            add("input_data is not an object with just " + root);
            return;
        }
        if (root == "request") {
            check_request(input[root]);
        }
    }

    [[nodiscard]] bool is_list_call(const Path& path) const
    {
        if (m_request.method != "GET") {
            return false;
        }
        if (path.front() == "requests") {
            return path.size() == 1 || (path.size() == 3 && path[2] == "notes");
        }
        return path.front() != "archive_requests" &&
               (path.front() != "request_templates" || path.size() == 1);
    }

    /// What input_data of a form has; empty: there is no form.
    [[nodiscard]] std::string root_of(const Path& path) const
    {
        const std::string last = path.back();
        const bool is_link = last == "link_requests" || last == "_link_requests";
        if (m_request.method == "GET" || (m_request.method == "DELETE" && !is_link) ||
            last == "pickup" || last == "restore_from_trash") {
            return {};
        }
        if (is_link) {
            return "link_requests";
        }
        if (last == "merge_requests" || last == "_merge_requests") {
            return "merge_requests";
        }
        if (last == "resolutions") {
            return "resolution";
        }
        const bool is_note = path.size() > 2 && path[2] == "notes";
        return !is_note ? "request" : m_world.is_cloud() ? "request_note" : "note";
    }

    void check_list_info(const Json& input)
    {
        if (!input.is_object() || input.size() != 1 ||
            !input.value("list_info", Json{}).is_object()) {
            add("input_data is not an object with just list_info");
            return;
        }
        const Json& info = input["list_info"];
        const Json rows = info.value("row_count", Json{});
        if (!rows.is_number_integer() || rows < 1 || rows > 100) {
            add("row_count is not 1 to 100");
        }
        if (info.contains("page") && info.contains("start_index")) {
            add("page and start_index together");
        }
        const Json criteria = info.value("search_criteria", Json::object());
        if (criteria.is_array() && criteria.size() < 2) {
            add("one criterion as an array");
        }
        for (const Json& criterion : criteria.is_array() ? criteria : Json::array({criteria})) {
            check_criterion(criterion);
        }
    }

    void check_criterion(const Json& criterion)
    {
        if (!criterion.is_object()) {
            add("a criterion that is no object");
            return;
        }
        const std::string field = criterion.value("field", "");
        const bool is_number = field == "id" || field.ends_with(".id") || field.ends_with("_time");
        Json values = criterion.value("values", Json::array());
        if (criterion.contains("value")) {
            values.push_back(criterion["value"]);
        }
        for (const Json& value : values) {
            if (is_number && !is_text_of_digits(value)) {
                add("a value of " + field + " is no text of digits");
            }
        }
        for (const Json& child : criterion.value("children", Json::array())) {
            check_criterion(child);
        }
    }

    void check_request(const Json& fields)
    {
        if (!fields.is_object()) {
            add("request is no object");
            return;
        }
        for (const auto& [name, value] : fields.items()) {
            const Field* field = writable_field(m_world, name);
            if (field == nullptr) {
                add("field " + name + " cannot be written");
            } else if (!value.is_null()) {
                check_value(*field, value);
            }
        }
    }

    void check_value(const Field& field, const Json& value)
    {
        if (field.kind == Kind::stamp && (!value.is_object() || value.size() != 1 ||
                                          !is_text_of_digits(value.value("value", Json{})))) {
            add(fmt::format("{} is not {{\"value\":\"milliseconds\"}}", field.name));
        }
        if (field.kind == Kind::reference) {
            check_reference(field, value);
        }
        if (field.kind == Kind::udfs && value.is_object()) {
            for (const auto& [key, one] : value.items()) {
                if (one.is_object() && (one.size() != 1 || !one.contains("value"))) {
                    add(key + " is not an object with just a value");
                }
            }
        }
    }

    void check_reference(const Field& field, const Json& value)
    {
        if (!value.is_object() || value.size() != 1) {
            add(fmt::format("{} is not one id or name", field.name));
            return;
        }
        for (const auto& [key, text] : value.items()) {
            const bool is_person = std::string_view{field.table} == "users";
            if (key != "id" && key != "name" && (key != "email_id" || !is_person)) {
                add(fmt::format("{} by {}", field.name, key));
            }
            if (!text.is_string() || (key == "id" && !is_text_of_digits(text))) {
                add(fmt::format("{}.{} is no text", field.name, key));
            }
        }
    }

    const World& m_world;
    const HttpRequest& m_request;
    std::vector<std::string> m_found;
};

} // namespace

std::vector<std::string> api_problems(const World& world, const HttpRequest& request)
{
    return Checker{world, request}.problems();
}

std::vector<std::string> accounts_problems(const HttpRequest& request)
{
    std::vector<std::string> found;
    const auto add = [&](const char* what) {
        found.push_back(fmt::format("{} of the accounts server: {}", request.method, what));
    };
    if (request.method != "POST" || request.target != "/oauth/v2/token") {
        add("not POST /oauth/v2/token without a query");
    }
    const std::string type = header_of(request.headers, "Content-Type");
    if (!same_text(type.substr(0, type.find(';')), k_form)) {
        add("the body is no form");
    }
    if (!header_of(request.headers, "Authorization").empty()) {
        add("an Authorization header");
    }
    const auto form = read_form(request.body);
    const std::map<std::string, std::string> parameters =
        form ? std::map<std::string, std::string>{form->begin(), form->end()}
             : std::map<std::string, std::string>{};
    const bool is_complete = parameters.size() == 4 && parameters.contains("client_id") &&
                             parameters.contains("client_secret") &&
                             parameters.contains("refresh_token") &&
                             parameters.contains("grant_type");
    if (!is_complete) {
        add("not the four parameters of a refresh");
    }
    return found;
}

} // namespace syncctl::fakes::sdp
