#include "fakes/service_desk_client.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::fakes;
using Json = nlohmann::json;
using Edition = FakeServiceDeskPlus::Edition;

namespace {

const httplib::Headers k_headers{{"Accept", "application/vnd.manageengine.sdp.v3+json"}};
const std::string k_form_type = "application/x-www-form-urlencoded";

/// Whether the fake finds something like `what` in a request; and nothing in what was before it.
void finds(const std::string& what,
           const std::function<void(FakeServiceDeskPlus&, ServiceDeskClient&)>& ask,
           Edition edition = Edition::on_premises)
{
    FakeServiceDeskPlus fake{{.edition = edition}};
    ServiceDeskClient client{fake};
    fake.has_request({{"subject", "A"}});
    client.list("/requests");
    REQUIRE(fake.violations() == std::vector<std::string>{});
    ask(fake, client);
    INFO(what);
    REQUIRE(fake.violations().size() >= 1);
    CHECK(fake.violations().front().find(what) != std::string::npos);
}

httplib::Headers with_key(const FakeServiceDeskPlus& fake, const std::string& type = "")
{
    httplib::Headers headers = k_headers;
    headers.emplace("authtoken", fake.technician_key());
    if (!type.empty()) {
        headers.emplace("Content-Type", type);
    }
    return headers;
}

/// A GET of a list with this list_info.
auto listing(const Json& list_info)
{
    return [list_info](FakeServiceDeskPlus& /*fake*/, ServiceDeskClient& client) {
        client.list("/requests", list_info);
    };
}

/// An edit with these fields.
auto editing(const Json& fields)
{
    return [fields](FakeServiceDeskPlus& /*fake*/, ServiceDeskClient& client) {
        client.edit("1", fields);
    };
}

/// A request sent as it is, with the key.
auto sending(const std::string& method,
             const std::string& target,
             const std::string& body = "",
             const std::string& type = "")
{
    return [=](FakeServiceDeskPlus& fake, ServiceDeskClient& client) {
        client.send_as_is(method, target, body, with_key(fake, type));
    };
}

} // namespace

TEST_CASE("a request is held against the contract: address and headers", "[fakes]")
{
    finds("no edition has such a call", sending("GET", "/api/v3/request/1"));
    finds("no edition has such a call", sending("PATCH", "/api/v3/requests/1"));
    finds("nothing is below this address", sending("GET", "/api/v1/requests"));
    finds("parameter TECHNICIAN_KEY", sending("GET", "/api/v3/requests/1?TECHNICIAN_KEY=1"));
    finds("credential is not in the header",
          [](FakeServiceDeskPlus& /*fake*/, ServiceDeskClient& client) {
              client.send_as_is("GET", "/api/v3/requests/1", "", k_headers);
          });
    finds(
        "credential is not in the header",
        [](FakeServiceDeskPlus& fake, ServiceDeskClient& client) {
            client.send_as_is("GET", "/api/v3/requests/1", "", with_key(fake));
        },
        Edition::cloud);
    finds("Accept is not", [](FakeServiceDeskPlus& fake, ServiceDeskClient& client) {
        client.send_as_is("GET", "/api/v3/requests/1", "", {{"authtoken", fake.technician_key()}});
    });
    finds("a credential in the address", [](FakeServiceDeskPlus& fake, ServiceDeskClient& client) {
        client.send_as_is("GET", "/api/v3/requests/" + fake.technician_key(), "", with_key(fake));
    });
}

TEST_CASE("a request is held against the contract: where input_data travels", "[fakes]")
{
    const std::string create = "input_data=%7B%22request%22%3A%7B%22subject%22%3A%22A%22%7D%7D";
    const std::string info = "input_data=%7B%22list_info%22%3A%7B%22row_count%22%3A1%7D%7D";
    finds("a list without list_info", sending("GET", "/api/v3/requests"));
    finds("of a call that is no list", sending("GET", "/api/v3/requests/1?" + info));
    finds("of a call that is no list",
          sending("POST", "/api/v3/requests?" + create, "", k_form_type));
    finds("parameter list_info", sending("GET", "/api/v3/requests?list_info=1&" + info));
    finds("not percent-encoded",
          sending("GET", "/api/v3/requests?input_data={%22list_info%22:{%22row_count%22:1}}"));
    finds("not percent-encoded",
          sending("POST",
                  "/api/v3/requests",
                  "input_data=%7B%22request%22%3A%7B%22subject%22%3A%22A+B%22%7D%7D",
                  k_form_type));
    finds("Content-Type is not", sending("POST", "/api/v3/requests", create, "application/json"));
    finds("not the one parameter input_data",
          sending("POST", "/api/v3/requests", create + "&format=json", k_form_type));
    finds("not an object with just request",
          sending("POST", "/api/v3/requests", "input_data=%7B%22subject%22%3A1%7D", k_form_type));
    finds("a body where there is none",
          sending("PUT", "/api/v3/requests/1/pickup", create, k_form_type));
    finds("a body where there is none",
          sending("DELETE", "/api/v3/requests/1", create, k_form_type));
}

TEST_CASE("a request is held against the contract: list_info", "[fakes]")
{
    const Json lone{{"field", "id"}, {"condition", "is"}, {"value", "1"}};
    finds("row_count is not 1 to 100", listing({{"row_count", 101}}));
    finds("row_count is not 1 to 100", listing({{"start_index", 1}}));
    finds("page and start_index", listing({{"row_count", 1}, {"page", 1}, {"start_index", 1}}));
    finds("one criterion as an array",
          listing({{"row_count", 1}, {"search_criteria", Json::array({lone})}}));
    finds("a value of id is no text of digits",
          listing({{"row_count", 1},
                   {"search_criteria", {{"field", "id"}, {"condition", "is"}, {"value", 1}}}}));
    finds("a value of created_time is no text of digits",
          listing({{"row_count", 1},
                   {"search_criteria",
                    {{"field", "created_time"}, {"condition", "gt"}, {"value", "2026-11-26"}}}}));
}

TEST_CASE("a request is held against the contract: what is written", "[fakes]")
{
    finds("field nope cannot be written", editing({{"nope", 1}}));
    finds("field created_time cannot be written", editing({{"created_time", {{"value", "1"}}}}));
    finds("due_by_time is not", editing({{"due_by_time", {{"value", 1}}}}));
    finds("due_by_time is not",
          editing({{"due_by_time", {{"value", "1"}, {"display_value", "then"}}}}));
    finds("priority is not one id or name", editing({{"priority", "High"}}));
    finds("priority.id is no text", editing({{"priority", {{"id", 4}}}}));
    finds("requester by email", editing({{"requester", {{"email", "a@fabrikam.example"}}}}));
    finds(
        "udf_date_306 is not an object with just a value",
        editing({{"udf_fields", {{"udf_date_306", {{"value", "1"}, {"display_value", "then"}}}}}}));
}

TEST_CASE("a request for a token is held against the contract", "[fakes]")
{
    FakeServiceDeskPlus fake{{.edition = Edition::cloud}};
    ServiceDeskClient client{fake};
    client.refresh();
    CHECK(fake.violations() == std::vector<std::string>{});
    httplib::Client accounts{"127.0.0.1", fake.accounts_port()};
    accounts.Post("/oauth/v2/token?grant_type=refresh_token", "", k_form_type);
    CHECK(fake.violations().size() == 2);
    accounts.Get("/oauth/v2/token");
    CHECK(fake.violations().size() == 5);
}

TEST_CASE("nothing is held against the contract unless it is wanted", "[fakes]")
{
    FakeServiceDeskPlus fake{{.is_checking = false}};
    ServiceDeskClient client{fake};
    client.send_as_is("GET", "/nowhere", "", {});
    CHECK(fake.violations() == std::vector<std::string>{});
}
