// A token expires while a pair is in use: everything goes on with the new one.

#include "support/azure_world.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace syncctl::test;

namespace {

const std::vector<std::string> k_enter{
    "connector", "edit", "dev", "--secret", "token=file:new.token"};

/// Linked items with an edit on either side, and a token that is not accepted any more.
class ExpiredWorld {
public:
    ExpiredWorld()
    {
        world.link_four();
        world.dev.edit(1, {{"System.Title", "printer on fire"}});
        world.desk.edit(world.partner_of_bug(2), {{"System.Title", "scanner, too"}});
        world.dev.renew_token();
    }

    ProcessResult enter(const std::string& token, std::vector<std::string> arguments = k_enter)
    {
        const auto file = world.path("new.token");
        std::filesystem::remove(file);
        std::ofstream{file} << token;
        std::filesystem::permissions(file, std::filesystem::perms::owner_read);
        auto plan = world.plan(arguments);
        plan.directory = world.path("");
        return run_process(SYNCCTL_BINARY, plan);
    }

    /// The run is refused, and says what to type.
    void check_signed_out()
    {
        const auto result = world.syncctl({"run", "p"});
        INFO(result.err);
        CHECK(result.exit == 12);
        CHECK(result.err.find("syncctl connector edit dev --secret token=prompt\n") !=
              std::string::npos);
        CHECK(world.desk.item(world.partner_of_bug(1))->fields["System.Title"] == "printer");
    }

    void check_goes_on()
    {
        world.run();
        CHECK(world.desk.item(world.partner_of_bug(1))->fields["System.Title"] ==
              "printer on fire");
        CHECK(world.dev.item(2)->fields["System.Title"] == "scanner, too");
        CHECK(world.run_quietly().empty());
        CHECK(world.broken_promises().empty());
    }

    AzureWorld world;
};

} // namespace

TEST_CASE("after a token expired, a new one is entered and the runs go on where they were",
          "[fault][azure_devops]")
{
    ExpiredWorld expired;
    auto& world = expired.world;
    const auto watermarks = world.sql("SELECT hex(bytes) FROM watermarks ORDER BY side");
    expired.check_signed_out();
    const auto entered = expired.enter(world.dev.token());
    INFO(entered.err);
    CHECK(entered.exit == 0);
    CHECK((entered.out + entered.err).find(world.dev.token()) == std::string::npos);
    CHECK(world.sql("SELECT hex(bytes) FROM watermarks ORDER BY side") == watermarks);
    expired.check_goes_on();
}

TEST_CASE("a new token that is not accepted is not stored, and the old one stays",
          "[fault][azure_devops]")
{
    ExpiredWorld expired;
    auto& world = expired.world;
    const auto sealed = world.sql("SELECT encrypted_credentials FROM connectors");
    const auto refused = expired.enter("a-wrong-one");
    CHECK(refused.exit == 12);
    CHECK(refused.err.find("sign-in") != std::string::npos);
    CHECK(refused.err.find("nothing was stored") != std::string::npos);
    CHECK(refused.err.find("a-wrong-one") == std::string::npos);
    CHECK(world.sql("SELECT encrypted_credentials FROM connectors") == sealed);
    expired.check_signed_out();
}

TEST_CASE("a bearer token takes the place of a personal one in one command",
          "[fault][azure_devops]")
{
    ExpiredWorld expired;
    auto& world = expired.world;
    auto bearer = k_enter;
    bearer.back() = "bearer=file:new.token";
    const auto both = expired.enter(world.dev.token(), bearer);
    CHECK(both.exit == 16);
    CHECK(both.err.find("--unset token") != std::string::npos);
    bearer.insert(bearer.end(), {"--unset", "token"});
    CHECK(expired.enter(world.dev.token(), bearer).exit == 0);
    expired.check_goes_on();
    world.dev.renew_token();
    CHECK(world.syncctl({"run", "p"})
              .err.find("syncctl connector edit dev --secret bearer=prompt\n") !=
          std::string::npos);
}
