#include "fakes/service_desk_client.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <set>

using namespace syncctl::fakes;
using Json = nlohmann::json;
using Edition = FakeServiceDeskPlus::Edition;
using Switches = FakeServiceDeskPlus::Switches;

namespace {

/// Whether the value of a member matters, not only its type: what says how the call went.
bool is_exact(const Json& object, const std::string& key)
{
    static const std::set<std::string> k_exact{
        "status_code", "type", "field", "fields", "code", "has_more_rows"};
    const bool is_of_status = object.contains("status_code") || object.contains("code") ||
                              object.contains("has_more_rows");
    return is_of_status && k_exact.contains(key);
}

/// Where `answer` has another shape than `example`: members that are missing, other types.
void compare(const Json& example,
             const Json& answer,
             const std::string& where,
             bool is_complete,
             std::vector<std::string>& found)
{
    if (example.is_null() || answer.is_null()) {
        return;
    }
    if (std::string_view{example.type_name()} != answer.type_name()) {
        found.push_back(where + " is " + answer.type_name());
        return;
    }
    if (example.is_array()) {
        for (const Json& one : answer) {
            if (!example.empty()) {
                compare(example.front(), one, where + "[]", is_complete, found);
            }
        }
        return;
    }
    // Every installation has custom fields of its own.
    if (!example.is_object() || where.ends_with("request.udf_fields")) {
        return;
    }
    for (const auto& [key, value] : example.items()) {
        const std::string member = where + "." + key;
        if (!answer.contains(key)) {
            found.push_back(member + " is missing");
        } else if (is_exact(example, key) && value != answer[key]) {
            found.push_back(member + " is " + answer[key].dump());
        } else {
            compare(value, answer[key], member, is_complete, found);
        }
    }
    for (const auto& [key, value] : answer.items()) {
        if (is_complete && !example.contains(key)) {
            found.push_back(where + "." + key + " is in no example");
        }
    }
}

/// What has to be the case for an example's answer; by file and name of the example.
struct Situation {
    std::string example;
    std::function<void(FakeServiceDeskPlus&)> set_up;
};

void has_switch(FakeServiceDeskPlus& fake, const std::function<void(Switches&)>& change)
{
    fake.change(change);
}

/// What people wrote in the recorded installations, as far as the examples name it.
void fill(FakeServiceDeskPlus& fake, bool is_cloud)
{
    fake.has_person("Guest", "sdpuser1@example.com");
    const Json request{{"subject", "Tengo una falla en OFFICE 365"},
                       {"description", "<div>Tengo una falla en OFFICE 365 </div>"},
                       {"technician", "Jeniffer Doe"},
                       {"group", "Network"},
                       {"category", "Software"},
                       {"priority", "High"}};
    for (const int id :
         is_cloud ? std::vector{239001, 240001, 240013, 241001} : std::vector{10, 54, 859, 860}) {
        fake.numbers_requests_from(id);
        fake.has_request(request);
    }
    if (is_cloud) {
        fake.has_udf({.key = "dt_day", .label = "Date of hire", .type = "datestamp"});
        fake.has_udf(
            {.key = "txt_multi", .label = "Major", .type = "multi_select", .allowed = {"Yes"}});
        fake.has_udf({.key = "txt_old", .label = "Old"});
        fake.link("123640000000240001", "123640000000241001");
    }
}

const std::vector<Situation>& situations()
{
    static const std::vector<Situation> k_situations{
        {"list-requests-onprem: empty instance",
         [](FakeServiceDeskPlus& fake) {
             for (const std::string& id : fake.ids()) {
                 fake.trash(id);
             }
         }},
        {"request-onprem-closed: closed request",
         [](FakeServiceDeskPlus& fake) {
             fake.edit("10", {{"status", "Closed"}});
         }},
        {"error-validation: not permitted (closed)",
         [](FakeServiceDeskPlus& fake) {
             fake.edit("10", {{"status", "Closed"}});
         }},
        {"close-request: closure rule",
         [](FakeServiceDeskPlus& fake) {
             fake.edit("54", {{"technician", nullptr}});
             fake.requires_fields_on_close({"resolution", "technician"});
         }},
        {"error-validation: mandatory fields of the template",
         [](FakeServiceDeskPlus& fake) {
             fake.requires_fields({"subcategory", "category"});
         }},
        {"error-validation: internal error",
         [](FakeServiceDeskPlus& fake) {
             fake.next_requests({}, faults::failed(500, 4004, "Internal Error"));
         }},
        {"error-validation: message as object (seen in vendor web client)",
         [](FakeServiceDeskPlus& fake) {
             has_switch(fake, [](Switches& switches) {
                 switches.is_message_text = false;
                 switches.fields_off_form = {"priority"};
             });
         }},
        {"edit-response-cloud: accepted with warning",
         [](FakeServiceDeskPlus& fake) {
             has_switch(fake, [](Switches& switches) { switches.warned_fields = {"priority"}; });
         }},
        {"error-auth-onprem: HTTP 400 variant",
         [](FakeServiceDeskPlus& fake) {
             has_switch(fake, [](Switches& switches) { switches.auth_error_status = 400; });
             fake.disables_technician("sync@fabrikam.example");
         }},
        {"error-auth-onprem: HTTP 401 variant",
         [](FakeServiceDeskPlus& fake) { fake.disables_technician("sync@fabrikam.example"); }},
        {"error-auth-cloud: expired or invalid token, SDP envelope",
         [](FakeServiceDeskPlus& fake) {
             has_switch(fake, [](Switches& switches) {
                 switches.bad_token = syncctl::fakes::sdp::BadToken::envelope_4022;
             });
             fake.disables_technician("sync@fabrikam.example");
         }},
        {"error-auth-cloud: expired or invalid token, gateway form",
         [](FakeServiceDeskPlus& fake) { fake.disables_technician("sync@fabrikam.example"); }},
        {"error-auth-cloud: missing scope",
         [](FakeServiceDeskPlus& fake) {
             has_switch(fake, [](Switches& switches) { switches.revoked_scopes = {"setup"}; });
         }},
        {"error-auth-cloud: missing scope, SDP envelope",
         [](FakeServiceDeskPlus& fake) {
             has_switch(fake, [](Switches& switches) {
                 switches.revoked_scopes = {"setup"};
                 switches.missing_scope = syncctl::fakes::sdp::MissingScope::unauthorised;
             });
         }},
        {"error-rate-limit: cloud, as observed",
         [](FakeServiceDeskPlus& fake) { fake.throttles(); }},
        {"error-rate-limit: cloud, as documented",
         [](FakeServiceDeskPlus& fake) {
             has_switch(fake, [](Switches& switches) {
                 switches.throttling = syncctl::fakes::sdp::Throttling::code_4015_429;
             });
             fake.throttles();
         }},
        {"error-rate-limit: on-prem URL throttle",
         [](FakeServiceDeskPlus& fake) { fake.throttles(); }},
        {"error-not-found: unknown route",
         [](FakeServiceDeskPlus& fake) {
             has_switch(fake, [](Switches& switches) { switches.has_outer_code = false; });
         }},
        {"lookups: groups route on-prem",
         [](FakeServiceDeskPlus& fake) {
             has_switch(fake, [](Switches& switches) { switches.has_outer_code = false; });
         }},
        {"notes-onprem: create",
         [](FakeServiceDeskPlus& fake) {
             has_switch(fake, [](Switches& switches) { switches.is_create_201 = true; });
         }},
        {"notes-onprem: list (no description)",
         [](FakeServiceDeskPlus& fake) { fake.add_note("54", "A note"); }},
    };
    return k_situations;
}

/// Of which the fake knows nothing, or answers of builds that it does not play.
bool is_left_out(const std::string& file, const Json& example)
{
    static const std::set<std::string> k_files{"attachments", "webhook-bodies", "oauth-token"};
    static const std::set<std::string> k_names{"create, older build", "get, root note"};
    return k_files.contains(file) || k_names.contains(example.at("name"));
}

/// Examples whose members were all kept when they were written down.
bool is_complete(const std::string& file)
{
    return file == "request-onprem" || file == "request-cloud" || file == "create-response-cloud" ||
           file == "list-requests-cloud";
}

/// The input of the example, or one that does for it.
Json input_of(const std::string& name, const Json& request)
{
    Json input = request.value("input_data", Json{});
    if (name == "edit-response-cloud: updated") {
        return {{"request", {{"description", "Update the description"}}}};
    }
    if (name == "edit-response-cloud: accepted with warning" ||
        name == "error-validation: message as object (seen in vendor web client)") {
        return {{"request", {{"priority", {{"name", "Low"}}}}}};
    }
    if (name == "create-request: cloud create with marker UDF") {
        input["request"]["requester"] = {{"email_id", "sdpuser1@example.com"}};
    }
    if (name == "error-validation: internal error" ||
        name == "error-rate-limit: on-prem URL throttle") {
        return {{"request", {{"subject", "A"}}}};
    }
    const bool is_list =
        request.at("method") == "GET" && input.is_null() &&
        (name.starts_with("error-auth") || name.starts_with("error-rate") ||
         name.ends_with("unknown route") || name.ends_with("groups route on-prem"));
    return is_list ? Json{{"list_info", {{"row_count", 1}}}} : input;
}

void replay(const std::string& file, const Json& example)
{
    const std::string name = file + ": " + example.at("name").get<std::string>();
    INFO(name);
    const Json& request = example.at("request");
    const std::string path = request.at("path");
    const bool is_cloud = path.starts_with("/app/");
    FakeServiceDeskPlus fake{{.edition = is_cloud ? Edition::cloud : Edition::on_premises}};
    ServiceDeskClient client{fake};
    fill(fake, is_cloud);
    fake.numbers_requests_from(is_cloud ? 250001 : 900);
    if (is_cloud && path.find("/notes/") != std::string::npos) {
        fake.add_note("123640000000240013", "A note");
    }
    if (path.find("/notes/") != std::string::npos && !is_cloud) {
        for (int i = 301; i <= 312; ++i) {
            fake.add_note("54", "A note");
        }
    }
    for (const Situation& situation : situations()) {
        if (situation.example == name) {
            situation.set_up(fake);
        }
    }
    const auto reply = client.send_to(request.at("method"), path, input_of(name, request));
    INFO(reply.text);
    const Json expected = example.value("response", Json{{"http_status", 200}});
    CHECK(reply.status == expected.at("http_status"));
    std::vector<std::string> found;
    compare(expected.value("body", Json{}), reply.body, "", is_complete(file), found);
    CHECK(found == std::vector<std::string>{});
}

} // namespace

TEST_CASE("the fake answers as the examples of the contract do", "[fakes]")
{
    const std::filesystem::path folder =
        std::filesystem::path{SYNCCTL_TEST_DATA} / "servicedesk_plus" / "examples";
    int replayed = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        std::ifstream stream{entry.path()};
        const Json document = Json::parse(stream);
        for (const Json& example : document.at("cases")) {
            if (!is_left_out(entry.path().stem(), example)) {
                replay(entry.path().stem(), example);
                ++replayed;
            }
        }
    }
    CHECK(replayed > 70);
}
