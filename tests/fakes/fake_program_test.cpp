#include "fakes/test_client.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>
#include <thread>

using namespace syncctl;

namespace {

std::string first_line(const std::filesystem::path& file)
{
    std::ifstream stream{file};
    std::string line;
    std::getline(stream, line);
    return line;
}

} // namespace

TEST_CASE("the program is an organization until it is told to end", "[fakes]")
{
    const test::TempDir folder;
    test::Process program{SYNCCTL_FAKE_AZURE_DEVOPS,
                          {.arguments = {"--port-file",
                                         folder / "port",
                                         "--token-file",
                                         folder / "token",
                                         "--process",
                                         "basic",
                                         "--items",
                                         "3"}}};
    while (!std::filesystem::exists(folder / "port") && program.is_running()) {
        std::this_thread::yield();
    }
    httplib::Client client{"127.0.0.1", std::stoi(first_line(folder / "port"))};
    client.set_basic_auth("", first_line(folder / "token"));
    const auto answer = client.Get("/fabrikam/_apis/wit/workitems?ids=1,2,3&api-version=7.1");
    REQUIRE(answer);
    CHECK(nlohmann::json::parse(answer->body)["count"] == 3);
    program.send_signal(SIGTERM);
    const auto result = program.finish();
    CHECK(result.exit == 0);
    CHECK(result.out.empty());
    CHECK(result.err.empty());
}

TEST_CASE("the program says what it does not understand", "[fakes]")
{
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                      {"--port-file"},
                                                      {"--port-file", "x", "--items", "many"},
                                                      {"--process", "scrum"}}) {
        const auto result = test::run_process(SYNCCTL_FAKE_AZURE_DEVOPS, {.arguments = arguments});
        CHECK(result.exit == 2);
        CHECK(result.err.find("usage:") != std::string::npos);
    }
}

TEST_CASE("many clients at the same time lose and double nothing", "[fakes]")
{
    fakes::FakeAzureDevOps fake;
    std::vector<std::thread> clients;
    std::atomic<int> created = 0;
    for (int i = 0; i < 8; ++i) {
        clients.emplace_back([&] {
            fakes::TestClient client{fake};
            for (int n = 0; n < 20; ++n) {
                const auto reply = client.create("Bug", {{"System.Title", "A"}});
                const auto read = client.get("/_apis/wit/workitems/" +
                                             reply.body.value("id", nlohmann::json{}).dump());
                created += reply.status == 200 && read.status == 200 ? 1 : 0;
            }
        });
    }
    for (int n = 0; n < 50; ++n) {
        fake.edit(fake.has_item("Task", {{"System.Title", "B"}}), {{"System.Title", "C"}});
    }
    for (std::thread& client : clients) {
        client.join();
    }
    CHECK(created == 160);
    CHECK(fake.ids().size() == 210);
    CHECK(fake.violations() == std::vector<std::string>{});
}
