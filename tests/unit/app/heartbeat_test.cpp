#include "app/heartbeat.hpp"
#include "support/kept_log.hpp"
#include "support/scripted_server.hpp"

#include <catch2/catch.hpp>

namespace syncctl::test {

TEST_CASE("a heartbeat service that never answers is not waited for", "[watch]")
{
    ScriptedServer server;
    server.otherwise(script().then_stall());
    tests::KeptLog log;
    app::Heartbeat heartbeat{base::Secret{server.url() + "/s3cr3t"}, log, std::chrono::seconds{1}};
    heartbeat.failed(13, "network");
    REQUIRE(log.warnings.size() == 1);
    CHECK(log.warnings.front().rfind("heartbeat: ", 0) == 0);
    CHECK(log.warnings.front().find("s3cr3t") == std::string::npos);
    REQUIRE(server.requests().size() == 1);
    CHECK(server.requests().front().target == "/s3cr3t/fail");
}

} // namespace syncctl::test
