#include "app_world.hpp"

#include "syncctl/app/setup.hpp"
#include "syncctl/store/migrator.hpp"

#include <catch2/catch.hpp>

namespace syncctl::test {

TEST_CASE("setup makes the key only for a new database", "[app]")
{
    AppWorld world;
    const auto report = app::setup(world.workspace(), false);
    CHECK(report.is_new_database);
    CHECK(report.made_key_file == world.options().key_sources.default_file);
    std::filesystem::remove(report.made_key_file);
    CHECK(code_of([&] { static_cast<void>(app::setup(world.reopened(), false)); }) ==
          ErrorCode::no_key);
    CHECK_FALSE(std::filesystem::exists(report.made_key_file));
}

TEST_CASE("a setup that was cut short is completed by the next one", "[app]")
{
    AppWorld world;
    {
        // The database was made and migrated, then the power went.
        auto& store = world.workspace().unchecked(store::OpenMode::create);
        store::Migrator{store.database, world.clock}.up();
        CHECK_FALSE(store.settings.active_key().has_value());
    }
    const auto report = app::setup(world.reopened(), false);
    CHECK_FALSE(report.is_new_database);
    CHECK(world.reopened().vault().key_id().size() == 16);
}

TEST_CASE("the webhook secret is random and sealed", "[app]")
{
    AppWorld one;
    AppWorld other;
    std::vector<std::string> secrets;
    for (auto* world : {&one, &other}) {
        world->is_set_up();
        const auto setting = world->workspace().reading().settings.find("webhook_secret");
        REQUIRE(setting);
        CHECK(setting->value.rfind("sc1:", 0) == 0);
        const auto secret = world->workspace().vault().open(
            setting->value,
            {.table = "system_settings", .column = "value", .row_uuid = "webhook_secret"});
        CHECK(secret.size() >= 32);
        secrets.emplace_back(secret.reveal());
    }
    CHECK(secrets[0] != secrets[1]);
}

TEST_CASE("a dry setup says what would be made and makes nothing", "[app]")
{
    AppWorld world;
    const auto report = app::setup(world.workspace(), true);
    CHECK(report.is_new_database);
    CHECK(std::filesystem::is_empty(world.folder()));
}

} // namespace syncctl::test
