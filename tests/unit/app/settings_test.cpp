#include "app_world.hpp"

#include "syncctl/app/settings.hpp"

#include <catch2/catch.hpp>

namespace syncctl::test {

TEST_CASE("a secret setting is sealed and never shown", "[app]")
{
    AppWorld world;
    world.is_set_up();
    const auto read = [] { return base::Secret{std::string_view{"hunter2hunter2"}}; };
    const auto view = app::set_secret_setting(world.workspace(), "webhook_secret", read, false);
    CHECK(view.is_secret);
    CHECK(view.value.empty());
    const auto stored = world.workspace().reading().settings.find("webhook_secret");
    CHECK(stored->value.find("hunter2") == std::string::npos);
    CHECK(code_of([&] { app::set_setting(world.workspace(), "webhook_secret", "x", false); }) ==
          ErrorCode::usage);
    CHECK(code_of([&] {
              app::set_secret_setting(world.workspace(), "log_retention_days", read, false);
          }) == ErrorCode::usage);
}

TEST_CASE("numbers have ranges and strategies have names", "[app]")
{
    AppWorld world;
    world.is_set_up();
    const auto refused = [&](const char* key, const char* value) {
        return code_of([&] { app::set_setting(world.workspace(), key, value, false); }) ==
               ErrorCode::setting;
    };
    CHECK(refused("sync_batch_size", "0"));
    CHECK(refused("sync_batch_size", "2001"));
    CHECK(refused("sync_batch_size", "1e3"));
    CHECK(refused("sync_batch_size", " 5"));
    CHECK(refused("sync_batch_size", "99999999999999999999"));
    CHECK(refused("conflict_resolution_default", "mine"));
    app::set_setting(world.workspace(), "sync_batch_size", "50", false);
    CHECK(app::integer_setting(world.workspace().reading(), "sync_batch_size", 1) == 50);
    CHECK(app::integer_setting(world.workspace().reading(), "no_such_setting", 7) == 7);
}

} // namespace syncctl::test
