#include "connectors/servicedesk_plus/answer.hpp"
#include "sdp_examples.hpp"

#include <catch2/catch.hpp>

#include <tuple>

namespace syncctl::tests {

using namespace connectors::servicedesk_plus;
using namespace std::chrono_literals;

namespace {

Answer judged(const std::string& file, const std::string& name)
{
    return judge(sdp_response(file, name));
}

http::Response
response(int status, const std::string& body, const std::string& type = "application/json")
{
    return {.status = status, .headers = {{"Content-Type", type}}, .body = body};
}

http::Response envelope(int status, const nlohmann::json& response_status)
{
    return response(status, nlohmann::json{{"response_status", response_status}}.dump());
}

} // namespace

TEST_CASE("known answers mean what they say", "[servicedesk_plus]")
{
    const std::vector<std::tuple<std::string, std::string, Meaning>> cases{
        {"request-onprem", "new request, never edited", Meaning::good},
        {"list-requests-query", "marker search, not yet created", Meaning::good},
        {"error-auth-onprem", "HTTP 400 variant", Meaning::signed_out},
        {"error-auth-onprem", "HTTP 401 variant", Meaning::signed_out},
        {"error-auth-cloud", "expired or invalid token, SDP envelope", Meaning::signed_out},
        {"error-auth-cloud", "expired or invalid token, gateway form", Meaning::signed_out},
        {"error-auth-cloud", "missing scope", Meaning::forbidden},
        {"error-auth-cloud", "missing scope, SDP envelope", Meaning::signed_out},
        {"error-not-found", "unknown route", Meaning::not_found},
        {"error-not-found", "unknown id", Meaning::not_found},
        {"error-rate-limit", "cloud, as observed", Meaning::throttled},
        {"error-rate-limit", "cloud, as documented", Meaning::throttled},
        {"error-rate-limit", "on-prem URL throttle", Meaning::throttled},
        {"error-validation", "mandatory fields of the template", Meaning::rejected},
        {"error-validation", "unknown key (cloud)", Meaning::rejected},
        {"error-validation", "value not found", Meaning::rejected},
        {"error-validation", "not editable", Meaning::rejected},
        {"error-validation", "not permitted (closed)", Meaning::forbidden},
        {"error-validation", "datatype", Meaning::rejected},
        {"error-validation", "internal error", Meaning::failed},
    };
    for (const auto& [file, name, meaning] : cases) {
        CAPTURE(file, name);
        CHECK(judged(file, name).meaning == meaning);
    }
}

TEST_CASE("the inner codes decide, whatever the HTTP status", "[servicedesk_plus]")
{
    const nlohmann::json failed{{"status_code", 4000},
                                {"status", "failed"},
                                {"messages", {{{"status_code", 4001}, {"field", "priority"}}}}};
    for (const int status : {200, 201, 400, 500}) {
        CAPTURE(status);
        const auto answer = judge(envelope(status, failed));
        CHECK(answer.meaning == Meaning::rejected);
        CHECK(answer.problems.at(0).field == "priority");
    }
    // All messages are looked at, not the first only.
    auto second = failed;
    second["messages"].push_back({{"status_code", 4015}});
    CHECK(judge(envelope(400, second)).meaning == Meaning::throttled);
}

TEST_CASE("the status is an object or an array, and a success in both", "[servicedesk_plus]")
{
    const nlohmann::json good{{"status_code", 2000}, {"status", "success"}};
    CHECK(judge(envelope(200, good)).is_good());
    CHECK(judge(envelope(201, nlohmann::json::array({good}))).is_good());
    CHECK(judge(envelope(200, {{"status", "success"}})).is_good());
    const nlohmann::json bad{{"status_code", 4000}, {"status", "failed"}};
    CHECK_FALSE(judge(envelope(200, nlohmann::json::array({good, bad}))).is_good());
    CHECK(judge(envelope(200, nlohmann::json::array())).meaning == Meaning::unreadable);
    CHECK(judge(envelope(200, nullptr)).meaning == Meaning::unreadable);
    CHECK(judge(envelope(200, "success")).meaning == Meaning::unreadable);
}

TEST_CASE("stored in part is good, and says what is missing", "[servicedesk_plus]")
{
    const auto answer = judge(envelope(200,
                                       {{"status_code", 3000},
                                        {"status", "success"},
                                        {"messages",
                                         {{{"status_code", 4001},
                                           {"type", "warning"},
                                           {"field", "priority"},
                                           {"message", "no"}}}}}));
    CHECK(answer.is_good());
    CHECK(answer.is_partial);
    CHECK(answer.problems.at(0).field == "priority");
}

TEST_CASE("a page for people is no answer, whatever its status", "[servicedesk_plus]")
{
    const std::string page = "<!DOCTYPE html><html><body>We are back soon</body></html>";
    for (const int status : {200, 302, 400, 404, 503}) {
        CAPTURE(status);
        const auto answer = judge(response(status, page, "text/html"));
        CHECK_FALSE(answer.is_good());
        CHECK(answer.is_page);
        CHECK(answer.reason.find("back soon") == std::string::npos);
    }
    // A write that is answered by one may have been carried out.
    CHECK(judge(response(200, page, "text/html")).meaning == Meaning::unreadable);
    CHECK(judge(response(200, "", "application/json")).meaning == Meaning::unreadable);
    CHECK(judge(response(200, "{\"requests\":[]}")).meaning == Meaning::unreadable);
}

TEST_CASE("all fields that are blamed are told", "[servicedesk_plus]")
{
    const auto answer = judged("error-validation", "mandatory fields of the template");
    CHECK(answer.has_code(4012));
    CHECK(answer.reason.find("subcategory") != std::string::npos);
    CHECK(answer.reason.find("category: needs a value (4012)") != std::string::npos);
    const auto shown = judged("error-validation", "message as object (seen in vendor web client)");
    CHECK(shown.reason.find("Priority is not valid") != std::string::npos);
}

TEST_CASE("a lock lasts as long as the tracker says, else as long as it is known to",
          "[servicedesk_plus]")
{
    const auto lock = [](const std::string& name, Edition edition) {
        return lock_time_of(sdp_response("error-rate-limit", name), edition);
    };
    CHECK(lock("cloud, as observed", Edition::cloud) == 300s);
    CHECK(lock("on-prem URL throttle", Edition::on_premises) == 60s);
    auto told = sdp_response("error-rate-limit", "cloud, as documented");
    told.retry_after = 75s;
    CHECK(lock_time_of(told, Edition::cloud) == 75s);
    const std::string words =
        "URL blocked as maximum access limit for the page is exceeded. Please try after sometime.";
    CHECK(lock_time_of(response(400, words, "text/html"), Edition::on_premises) == 60s);
}

TEST_CASE("what people write is no lock", "[servicedesk_plus]")
{
    const nlohmann::json body{
        {"request", {{"subject", "URL blocked as maximum access limit \"failed\""}}},
        {"response_status", {{"status_code", 2000}, {"status", "success"}}}};
    CHECK_FALSE(lock_time_of(response(200, body.dump()), Edition::cloud));
    CHECK_FALSE(lock_time_of(sdp_response("error-validation", "datatype"), Edition::cloud));
}

TEST_CASE("hostile answers are bounded", "[servicedesk_plus]")
{
    nlohmann::json messages = nlohmann::json::array();
    for (int i = 0; i < 1000; ++i) {
        messages.push_back({{"status_code", "4001"},
                            {"field", std::string(1000, 'f')},
                            {"message", std::string(5000, 'm')}});
    }
    const auto answer =
        judge(envelope(400, {{"status_code", 4000}, {"status", "failed"}, {"messages", messages}}));
    CHECK(answer.problems.size() <= 50);
    CHECK(answer.reason.size() < 10'000);
    const auto deep = std::string(10'000, '[');
    CHECK(judge(response(200, deep)).meaning == Meaning::unreadable);
    CHECK(judge(response(400, "\xff\xfe")).meaning == Meaning::rejected);
}

TEST_CASE("what a failed read means for the run", "[servicedesk_plus]")
{
    const Caller caller{.connector = "desk", .secret = "technician_key"};
    const auto code = [&](const Answer& answer) { return error_of(answer, caller).code(); };
    CHECK(code(judged("error-auth-onprem", "HTTP 400 variant")) == ErrorCode::authentication);
    CHECK(code(judged("error-auth-cloud", "missing scope")) == ErrorCode::forbidden);
    CHECK(code(judged("error-rate-limit", "cloud, as observed")) == ErrorCode::rate_limited);
    CHECK(code(judged("error-not-found", "wrong portal")) == ErrorCode::not_found);
    CHECK(code(judged("error-validation", "internal error")) == ErrorCode::unavailable);
    CHECK(code(judge(response(200, "<html>", "text/html"))) == ErrorCode::unavailable);
    CHECK(code(judge(http::NotSent{.reason = "no route"})) == ErrorCode::network);
    CHECK(error_of(judged("error-auth-onprem", "HTTP 400 variant"), caller).hint() ==
          "syncctl connector edit desk --secret technician_key=prompt");
}

} // namespace syncctl::tests
