#include "app_world.hpp"

#include "syncctl/app/connectors.hpp"
#include "syncctl/app/pairs.hpp"

#include <catch2/catch.hpp>

namespace syncctl::test {

namespace {

app::ConnectorAddition addition_to(AppWorld& world, bool& was_secret_read)
{
    world.is_set_up();
    app::ConnectorAddition addition;
    addition.name = "one";
    addition.type = "vault";
    addition.url = "https://one.example/";
    addition.settings = {{"project", "p"}};
    addition.secrets["token"] = [&was_secret_read] {
        was_secret_read = true;
        return base::Secret{std::string_view{"t0ken"}};
    };
    return addition;
}

} // namespace

TEST_CASE("nothing is asked for before everything else about a connector was found good", "[app]")
{
    AppWorld world;
    bool was_secret_read = false;
    const auto good = addition_to(world, was_secret_read);
    const auto refuse = [&](auto change) {
        auto addition = good;
        change(addition);
        const auto code =
            code_of([&] { static_cast<void>(app::add_connector(world.workspace(), addition)); });
        CHECK_FALSE(was_secret_read);
        CHECK(world.constructions == 0);
        return code;
    };
    CHECK(refuse([](auto& a) { a.name = "no name"; }) == ErrorCode::usage);
    CHECK(refuse([](auto& a) { a.type = "vaut"; }) == ErrorCode::usage);
    CHECK(refuse([](auto& a) { a.url = "ftp://one.example"; }) == ErrorCode::usage);
    CHECK(refuse([](auto& a) { a.settings.clear(); }) == ErrorCode::usage);
    CHECK(refuse([](auto& a) { a.settings["projekt"] = "p"; }) == ErrorCode::usage);
    CHECK(refuse([](auto& a) { a.settings["token"] = "t0ken"; }) == ErrorCode::usage);
    CHECK(refuse([](auto& a) { a.settings["project"] = "a\nb"; }) == ErrorCode::usage);
    CHECK(refuse([](auto& a) { a.secrets.clear(); }) == ErrorCode::usage);
    CHECK(refuse([](auto& a) { a.secrets["tokn"] = a.secrets["token"]; }) == ErrorCode::usage);
    CHECK(refuse([](auto& a) { a.secrets[""] = a.secrets["token"]; }) == ErrorCode::usage);
}

TEST_CASE("a connector is stored with its URL as the type spells it and its secrets sealed",
          "[app]")
{
    AppWorld world;
    bool was_secret_read = false;
    const auto addition = addition_to(world, was_secret_read);
    const auto added = app::add_connector(world.workspace(), addition);
    CHECK(was_secret_read);
    CHECK(added.connector.url == "https://one.example");
    CHECK(added.connector.has_credentials);
    REQUIRE(added.types.size() == 1);
    CHECK(added.types[0].fields == std::vector<std::string>{"Title", "State"});
    const auto stored = world.stored("one");
    CHECK(stored.sealed_credentials.find("t0ken") == std::string::npos);
    CHECK(stored.discovered_at == world.clock.now());
    CHECK(code_of([&] { static_cast<void>(app::add_connector(world.workspace(), addition)); }) ==
          ErrorCode::failed);
}

TEST_CASE("a connector whose test fails is not stored", "[app]")
{
    AppWorld world;
    bool was_secret_read = false;
    auto addition = addition_to(world, was_secret_read);
    world.is_reachable = false;
    const auto text =
        text_of([&] { static_cast<void>(app::add_connector(world.workspace(), addition)); });
    CHECK(text.find("nobody answers") != std::string::npos);
    CHECK(text.find("--no-test") !=
          std::string::npos); // the check's own hint names a connector that is not there
    CHECK(world.workspace().reading().connectors.list().empty());
    addition.is_tested = false;
    static_cast<void>(app::add_connector(world.workspace(), addition));
    CHECK(world.stored("one").discovered_at.ms == 0);
}

TEST_CASE("a pair checks the filter in the language of its tracker", "[app]")
{
    AppWorld world;
    world.is_set_up();
    world.has_connector("one", "https://one.example", "a");
    world.has_connector("two", "https://two.example", "b");
    app::PairAddition addition;
    addition.name = "p";
    addition.source = "one";
    addition.target = "two";
    addition.target_filter = "bad";
    CHECK(text_of([&] { app::add_pair(world.workspace(), addition); }).find("--target-filter") !=
          std::string::npos);
    addition.target_filter = "good";
    CHECK(app::add_pair(world.workspace(), addition).target_filter == "good");
}

} // namespace syncctl::test
