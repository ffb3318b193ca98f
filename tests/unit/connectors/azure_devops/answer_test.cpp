#include "connectors/azure_devops/answer.hpp"
#include "examples.hpp"

#include <catch2/catch.hpp>

#include <map>

namespace syncctl::tests {

using namespace connectors::azure_devops;
using namespace std::chrono_literals;

namespace {

Answer judged(const std::string& name)
{
    const auto error = azure_error(name);
    return judge(json_response(error.at("status").get<int>(), error.at("body").dump()));
}

Answer page(int status, const std::string& type, const std::string& body)
{
    return judge(http::Response{
        .status = status, .headers = {{"Content-Type", type}}, .body = body, .retry_after = {}});
}

} // namespace

TEST_CASE("published errors mean what they say", "[azure_devops]")
{
    const std::map<std::string, Meaning> meanings{
        {"query.too_many_rows", Meaning::rejected},
        {"rules.required_fields", Meaning::rejected},
        {"auth.expired_on_patch", Meaning::signed_out},
        {"workitem.not_found", Meaning::not_found},
        {"revision.mismatch", Meaning::stale},
        {"revision.conflict_at_save", Meaning::stale},
        {"batch.too_many_ids", Meaning::rejected},
        {"query.timeout", Meaning::busy},
        {"tree.invalid_path", Meaning::rejected},
        {"version.preview_flag", Meaning::rejected},
        {"request.bad_patch", Meaning::rejected},
        {"throttle.blocked", Meaning::throttled},
    };
    for (const auto& [name, meaning] : meanings) {
        CAPTURE(name);
        CHECK(judged(name).meaning == meaning);
        CHECK(judged(name).has_too_many_rows == (name == "query.too_many_rows"));
    }
}

TEST_CASE("a conflict at save is one with any status that was seen", "[azure_devops]")
{
    const auto body = azure_error("revision.conflict_at_save").at("body").dump();
    for (const int status : {400, 409, 412}) {
        CHECK(judge(json_response(status, body)).meaning == Meaning::stale);
    }
}

TEST_CASE("a validation failure names every field", "[azure_devops]")
{
    const auto answer = judged("rules.required_fields");
    REQUIRE(answer.problems.size() == 2);
    CHECK(answer.problems[0].field == "ABLScrum.Injected");
    CHECK(answer.problems[1].field == "ABLScrum.SecurityIssue");
    CHECK(answer.reason.find("ABLScrum.Injected") != std::string::npos);
    CHECK(answer.reason.find("ABLScrum.SecurityIssue") != std::string::npos);
    CHECK(answer.reason.find('\n') == std::string::npos);
}

TEST_CASE("every way to refuse a credential is one", "[azure_devops]")
{
    CHECK(page(203, "text/html", "<html>").meaning == Meaning::signed_out);
    CHECK(page(203, "application/json", "{}").meaning == Meaning::signed_out);
    CHECK(page(302, "text/html", "").meaning == Meaning::signed_out);
    CHECK(page(401, "text/plain", "no").meaning == Meaning::signed_out);
    CHECK(page(200, "text/html; charset=utf-8", "<html>proxy</html>").meaning ==
          Meaning::signed_out);
}

TEST_CASE("a refused credential says how to enter another one", "[azure_devops]")
{
    const auto answer = page(401, "text/plain", "no");
    const auto token = error_of(answer, {.connector = "ado", .secret = "token"});
    CHECK(token.code() == ErrorCode::authentication);
    CHECK(token.message().find("expired") != std::string::npos);
    CHECK(token.hint() == "syncctl connector edit ado --secret token=prompt");
    CHECK(error_of(answer, {.connector = "ado", .secret = "bearer"}).hint() ==
          "syncctl connector edit ado --secret bearer=prompt");
}

TEST_CASE("a success that cannot be read is no success", "[azure_devops]")
{
    CHECK(judge(json_response(200, "")).meaning == Meaning::unreadable);
    CHECK(judge(json_response(204, "")).meaning == Meaning::unreadable);
    CHECK(judge(json_response(204, ""), Body::may_be_empty).meaning == Meaning::good);
    CHECK(judge(json_response(200, "{\"a\":")).meaning == Meaning::unreadable);
    CHECK(judge(json_response(200, "\xEF\xBB\xBF{}")).meaning == Meaning::unreadable);
    CHECK(judge(json_response(200, std::string(500, '[') + std::string(500, ']'))).meaning ==
          Meaning::unreadable);
    const auto secret = judge(json_response(200, "{\"token\": \"hunter2\" x"));
    CHECK(secret.reason.find("hunter2") == std::string::npos);
    CHECK(judge(json_response(200, "{}")).meaning == Meaning::good);
}

TEST_CASE("failures on the other side may have been processed", "[azure_devops]")
{
    for (const int status : {500, 502, 503, 504, 408}) {
        CHECK(page(status, "text/html", "<html>").meaning == Meaning::failed);
    }
    CHECK(judge(http::NoAnswer{.evidence = "reset"}).meaning == Meaning::no_answer);
    CHECK(judge(http::NotSent{.reason = "no address"}).meaning == Meaning::not_sent);
}

TEST_CASE("a request that was held back for the tracker is told like one that was turned away",
          "[azure_devops]")
{
    const auto held_back =
        judge(http::NotSent{.reason = "no request before noon", .retry_after = 60s});
    CHECK(held_back.meaning == Meaning::throttled);
    const auto error = error_of(held_back, {.connector = "ado", .secret = "token"});
    CHECK(error.code() == ErrorCode::rate_limited);
    CHECK(error.message() == "connector 'ado': no request before noon");
    CHECK(error.hint() == "run it again then; syncctl connector test ado asks before that time");

    const auto turned_away = judge(http::Response{.status = 429, .retry_after = 60s});
    CHECK(error_of(turned_away, {.connector = "ado", .secret = "token"}).hint() ==
          "run it again in 60 s, or lower --set concurrency");
}

TEST_CASE("an older server tells that it does not know the version", "[azure_devops]")
{
    const auto answer = judge(json_response(
        400, R"({"message": "VS800075: too new", "typeKey": "VssVersionOutOfRangeException"})"));
    CHECK(answer.meaning == Meaning::old_server);
}

TEST_CASE("an error of a batch entry is read out of its wrapper", "[azure_devops]")
{
    const auto answer = judge_entry(
        400,
        R"({"count": 1, "value": {"Message": "VS403351: Test Operation for path /rev failed"}})");
    CHECK(answer.meaning == Meaning::stale);
    CHECK(judge_entry(200, R"({"id": 1})").body.at("id") == 1);
}

TEST_CASE("a hostile error message stays bounded and on one line", "[azure_devops]")
{
    nlohmann::json body{{"message", std::string(30'000, 'x') + "\n\u0000"}, {"typeKey", 7}};
    const auto answer = judge(json_response(400, body.dump()));
    CHECK(answer.meaning == Meaning::rejected);
    CHECK(answer.reason.size() < 1100);
    CHECK(answer.type_key.empty());
}

} // namespace syncctl::tests
