#include "fakes/openapi/openapi.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace syncctl::fakes;
using Json = nlohmann::json;

namespace {

const std::string k_data = std::string{SYNCCTL_TEST_DATA} + "/azure_devops/";

const OpenApi& document()
{
    static const OpenApi k_document{k_data + "openapi/wit-7.1.subset.json"};
    return k_document;
}

Json read_json(const std::filesystem::path& file)
{
    std::ifstream stream{file};
    return Json::parse(stream);
}

HttpRequest request_of(const Json& json)
{
    HttpRequest request{
        .method = json.at("method"), .target = json.at("path"), .headers = {}, .body = {}};
    char separator = '?';
    const Json query = json.value("query", Json::object());
    const Json headers = json.value("headers", Json::object());
    for (const auto& [name, value] : query.items()) {
        std::string text = value;
        for (std::size_t at = 0; (at = text.find(' ', at)) != std::string::npos;) {
            text.replace(at, 1, "%20");
        }
        request.target += separator + name + "=" + text;
        separator = '&';
    }
    for (const auto& [name, value] : headers.items()) {
        request.headers.emplace_back(name, value);
    }
    if (json.contains("body") && !json["body"].is_null()) {
        request.body =
            json["body"].is_string() ? json["body"].get<std::string>() : json["body"].dump();
    }
    return request;
}

HttpAnswer answer_of(const Json& json)
{
    return {.status = json.at("status"),
            .headers = {{"Content-Type", "application/json; charset=utf-8"}},
            .body = json.contains("body") ? json["body"].dump() : ""};
}

HttpRequest request(const std::string& method,
                    const std::string& target,
                    const std::string& body = "",
                    const std::string& type = "application/json")
{
    HttpRequest request{.method = method, .target = "/org" + target, .headers = {}, .body = body};
    if (!body.empty()) {
        request.headers.emplace_back("Content-Type", type);
    }
    return request;
}

std::string problems_of(const HttpRequest& request)
{
    std::string text;
    for (const std::string& problem : document().request_problems(request, "org")) {
        text += problem + "\n";
    }
    return text;
}

std::string problems_of(const HttpRequest& request, const HttpAnswer& answer)
{
    std::string text;
    for (const std::string& problem : document().answer_problems(request, answer, "org")) {
        text += problem + "\n";
    }
    return text;
}

HttpAnswer json_answer(int status, const std::string& body)
{
    return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = body};
}

} // namespace

TEST_CASE("the published examples are as the document says", "[openapi]")
{
    int checked = 0;
    for (const auto& entry : std::filesystem::directory_iterator{k_data + "examples"}) {
        const Json example = read_json(entry.path());
        if (!example.contains("request")) {
            continue;
        }
        INFO(entry.path().filename().string());
        const HttpRequest asked = request_of(example["request"]);
        CHECK(document().request_problems(asked, "fabrikam") == std::vector<std::string>{});
        CHECK(document().answer_problems(asked, answer_of(example["response"]), "fabrikam") ==
              std::vector<std::string>{});
        ++checked;
    }
    CHECK(checked > 40);
}

TEST_CASE("the published error bodies are as the document says", "[openapi]")
{
    const Json published = read_json(k_data + "examples/errors.json");
    for (const Json& error : published.at("errors")) {
        INFO(error.at("name"));
        CHECK(
            problems_of(request("GET", "/_apis/wit/workitems/1?api-version=7.1"), answer_of(error))
                .empty());
    }
}

TEST_CASE("the recorded requests of Microsoft's client are as the document says", "[openapi]")
{
    for (const char* file : {"services-7.1.json", "server-6.0.json"}) {
        const Json recording = read_json(k_data + "recorded/" + file);
        for (const Json& recorded : recording.at("requests")) {
            INFO(file << ": " << recorded.at("call"));
            HttpRequest asked = request_of(recorded);
            asked.target.replace(0, std::string{"/{organization}"}.size(), "/org");
            CHECK(problems_of(asked).empty());
        }
    }
}

TEST_CASE("a wrong request is found, whatever is wrong", "[openapi]")
{
    using Catch::Contains;
    const std::string batch = "/_apis/wit/workitemsbatch?api-version=7.1";
    const std::string item = "/_apis/wit/workitems/7?api-version=7.1";
    const std::string patch = R"([{"op":"test","path":"/rev","value":1}])";
    const std::string patch_type = "application/json-patch+json";

    CHECK(problems_of(request("GET", item)).empty());
    CHECK(problems_of(request("POST", batch, R"({"ids":[1]})")).empty());
    CHECK(problems_of(request("PATCH", item, patch, patch_type)).empty());

    CHECK_THAT(problems_of(request("GET", "/_apis/wit/workthings?api-version=7.1")),
               Contains("no such call"));
    CHECK_THAT(problems_of(request("GET", "/_apis/wit//workitems/7?api-version=7.1")),
               Contains("no such call"));
    CHECK_THAT(problems_of(request("PUT", item, "{}")), Contains("no method"));
    CHECK_THAT(problems_of(request("GET", "/_apis/wit/workitems/seven?api-version=7.1")),
               Contains("no integer"));
    CHECK_THAT(problems_of(request("GET", item + "&$expnad=all")),
               Contains("no parameter $expnad"));
    CHECK_THAT(problems_of(request("GET", item + "&$expand=everything")), Contains("is none of"));
    CHECK_THAT(problems_of(request("GET", item + "&$expand=all&$expand=none")),
               Contains("given twice"));
    CHECK_THAT(problems_of(request("PATCH", item + "&validateOnly=1", patch, patch_type)),
               Contains("neither true nor false"));
    CHECK_THAT(problems_of(request("GET", "/_apis/wit/workitems?api-version=7.1")),
               Contains("ids is missing"));
    CHECK_THAT(problems_of(request("GET", "/_apis/wit/workitems?ids=1,x&api-version=7.1")),
               Contains("no list of integers"));
    CHECK_THAT(problems_of(request("GET", "/_apis/wit/workitems/7")),
               Contains("api-version is missing"));
    CHECK_THAT(problems_of(request("PATCH", item, patch)), Contains("content type"));
    CHECK_THAT(problems_of(request("PATCH", item)), Contains("body is missing"));
    CHECK_THAT(problems_of(request("GET", item, "{}")), Contains("takes no body"));
    CHECK_THAT(problems_of(request("POST", batch, "{")), Contains("no JSON"));
    CHECK_THAT(problems_of(request("POST", batch, "[]")), Contains("is no object"));
    CHECK_THAT(problems_of(request("POST", batch, "{}")), Contains("\"ids\" is missing"));
    CHECK_THAT(problems_of(request("POST", batch, R"({"ids":["1"]})")), Contains("is no integer"));
    CHECK_THAT(problems_of(request("POST", batch, R"({"ids":[3000000000]})")), Contains("32 bits"));
    CHECK_THAT(problems_of(request("POST", batch, R"({"ids":[1],"expand":"all"})")),
               Contains("nothing is said about expand"));
    CHECK_THAT(problems_of(request("POST", batch, R"({"ids":[1],"errorPolicy":"ignore"})")),
               Contains("is none of"));
    CHECK_THAT(problems_of(request("POST", batch, Json{{"ids", std::vector<int>(201, 1)}}.dump())),
               Contains("more than 200"));
    CHECK_THAT(problems_of(request("POST", batch, R"({"ids":[1],"asOf":"yesterday"})")),
               Contains("no date-time"));
    CHECK_THAT(problems_of(request("PATCH", item, R"([{"op":"set","path":"/rev"}])", patch_type)),
               Contains("is none of"));
}

TEST_CASE("a wrong answer is found", "[openapi]")
{
    using Catch::Contains;
    const auto asked = request("GET", "/_apis/wit/workitems/7?api-version=7.1");
    CHECK(
        problems_of(asked,
                    json_answer(200, R"({"id":7,"rev":1,"fields":{"System.Title":"A"},"url":"u"})"))
            .empty());
    CHECK_THAT(problems_of(asked, json_answer(206, "{}")), Contains("no status 206"));
    CHECK_THAT(problems_of(asked, json_answer(200, "")), Contains("no JSON"));
    CHECK_THAT(problems_of(asked, json_answer(200, R"({"id":"7"})")), Contains("answer.id"));
    CHECK_THAT(problems_of(asked, json_answer(404, "{}")), Contains("\"message\" is missing"));
    HttpAnswer page{.status = 200, .headers = {{"Content-Type", "text/html"}}, .body = "<p>"};
    CHECK_THAT(problems_of(asked, page), Contains("no JSON"));
    const auto list = request("GET", "/_apis/wit/workitems?ids=1&api-version=7.1");
    CHECK_THAT(problems_of(list, json_answer(200, "[]")), Contains("is no object"));
    CHECK_THAT(problems_of(list, json_answer(200, R"({"count":1,"value":[null]})")),
               Contains("answer.value[0]"));
}
