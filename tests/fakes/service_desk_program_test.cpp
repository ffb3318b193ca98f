#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <fstream>
#include <thread>

using namespace syncctl;
using Json = nlohmann::json;

namespace {

std::string first_line(const std::filesystem::path& file)
{
    std::ifstream stream{file};
    std::string line;
    std::getline(stream, line);
    return line;
}

void wait_for(const std::filesystem::path& file, test::Process& program)
{
    while (!std::filesystem::exists(file) && program.is_running()) {
        std::this_thread::yield();
    }
}

} // namespace

TEST_CASE("the program is a ServiceDesk Plus on premises until it is told to end", "[fakes]")
{
    const test::TempDir folder;
    test::Process program{
        SYNCCTL_FAKE_SERVICEDESK_PLUS,
        {.arguments = {
             "--port-file", folder / "port", "--key-file", folder / "key", "--items", "3"}}};
    wait_for(folder / "port", program);
    httplib::Client client{"127.0.0.1", std::stoi(first_line(folder / "port"))};
    const auto answer = client.Get("/api/v3/requests", {{"authtoken", first_line(folder / "key")}});
    REQUIRE(answer);
    CHECK(Json::parse(answer->body)["requests"].size() == 3);
    program.send_signal(SIGTERM);
    const auto result = program.finish();
    CHECK(result.exit == 0);
    CHECK(result.out.empty());
    CHECK(result.err.empty());
}

TEST_CASE("the program is one in the cloud with an accounts server beside it", "[fakes]")
{
    const test::TempDir folder;
    test::Process program{SYNCCTL_FAKE_SERVICEDESK_PLUS,
                          {.arguments = {"--port-file",
                                         folder / "port",
                                         "--edition",
                                         "cloud",
                                         "--portal",
                                         "help",
                                         "--accounts-port-file",
                                         folder / "accounts",
                                         "--client-id-file",
                                         folder / "id",
                                         "--client-secret-file",
                                         folder / "secret",
                                         "--refresh-token-file",
                                         folder / "refresh"}}};
    wait_for(folder / "port", program);
    httplib::Client accounts{"127.0.0.1", std::stoi(first_line(folder / "accounts"))};
    const auto granted =
        accounts.Post("/oauth/v2/token",
                      httplib::Params{{"grant_type", "refresh_token"},
                                      {"client_id", first_line(folder / "id")},
                                      {"client_secret", first_line(folder / "secret")},
                                      {"refresh_token", first_line(folder / "refresh")}});
    REQUIRE(granted);
    const std::string token = Json::parse(granted->body).value("access_token", "");
    httplib::Client client{"127.0.0.1", std::stoi(first_line(folder / "port"))};
    const auto answer =
        client.Get("/app/help/api/v3/requests", {{"Authorization", "Zoho-oauthtoken " + token}});
    REQUIRE(answer);
    CHECK(answer->status == 200);
}

TEST_CASE("the program says what it does not understand of its options", "[fakes]")
{
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                      {"--port-file"},
                                                      {"--port-file", "x", "--items", "many"},
                                                      {"--port-file", "x", "--edition", "both"},
                                                      {"--nothing", "x"}}) {
        const auto result =
            test::run_process(SYNCCTL_FAKE_SERVICEDESK_PLUS, {.arguments = arguments});
        CHECK(result.exit == 2);
        CHECK(result.err.find("usage:") != std::string::npos);
    }
}
