#include "app_world.hpp"

#include "syncctl/app/keys.hpp"

#include <catch2/catch.hpp>

#include <fstream>

namespace syncctl::test {

TEST_CASE("a wrong key is named with both ids and its source", "[app]")
{
    AppWorld world;
    world.is_set_up();
    const auto right = world.workspace().vault().key_id();
    auto options = world.options();
    options.key_sources.environment.emplace(
        std::string_view{"7f3c9a5e0d1b48c2a6e4f8137db5902c6ae81fd45b07933e2d86fa1049b7c35e"});
    // The default file is not looked at once another source gives a key.
    app::Workspace other{std::move(options), world.services()};
    CHECK(code_of([&] { other.require_key(); }) == ErrorCode::wrong_key);
    const auto text = text_of([&] { other.require_key(); });
    CHECK(text.find(right) != std::string::npos);
    CHECK(text.find("ENCRYPTION_KEY") != std::string::npos);
}

TEST_CASE("reading needs a database but no key", "[app]")
{
    AppWorld world;
    CHECK(code_of([&] { static_cast<void>(world.workspace().reading()); }) ==
          ErrorCode::no_database);
    world.is_set_up();
    std::filesystem::remove(world.options().key_sources.default_file);
    CHECK(world.reopened().reading().connectors.list().empty());
    CHECK(code_of([&] { world.workspace().require_key(); }) == ErrorCode::no_key);
}

TEST_CASE("a connector of a type that this program does not have is refused", "[app]")
{
    AppWorld world;
    world.is_set_up();
    model::ConnectorConfig connector;
    connector.name = "old";
    connector.type = "gone";
    CHECK(code_of([&] { static_cast<void>(world.workspace().connect(connector)); }) ==
          ErrorCode::setting);
}

TEST_CASE("a pair is held by one run at a time", "[app]")
{
    AppWorld world;
    world.is_set_up();
    model::Pair pair;
    pair.name = "p";
    pair.uuid = "c0ffee00-0000-4000-8000-000000000000";
    {
        const auto held = world.workspace().lock_pair(pair);
        app::Workspace second{world.options(), world.services()};
        CHECK(code_of([&] { static_cast<void>(second.lock_pair(pair)); }) == ErrorCode::locked);
        world.stop.request(2);
        CHECK(code_of([&] { static_cast<void>(second.lock_pair(pair)); }) ==
              ErrorCode::interrupted);
    }
    static_cast<void>(world.workspace().lock_pair(pair));
}

} // namespace syncctl::test
