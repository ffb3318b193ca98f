#include "store_fixture.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using namespace syncctl::test;

TEST_CASE("a setting is read, changed and checked", "[store][settings]")
{
    ReadyDatabase ready;
    auto& settings = ready.store->settings;

    CHECK(settings.find("log_retention_days")->value == "90");
    CHECK(settings.list().size() == 8); // the six of the first migration and the guard's limit
    settings.set("log_retention_days", "30");
    CHECK(settings.find("log_retention_days")->value == "30");
    CHECK(error_of([&] { settings.set("log_retention_days", "a month"); }) == ErrorCode::setting);
    CHECK(error_of([&] { settings.set("no_such_setting", "1"); }) == ErrorCode::not_found);
    CHECK_FALSE(settings.find("no_such_setting").has_value());
}

TEST_CASE("the database's UUID is set once", "[store][settings]")
{
    ReadyDatabase ready;
    auto& settings = ready.store->settings;
    CHECK(settings.database_uuid().empty());

    settings.set_database_uuid("11111111-2222-4333-8444-555555555555");

    CHECK(error_of([&] { settings.set_database_uuid("other"); }) == ErrorCode::failed);
    CHECK(settings.database_uuid() == "11111111-2222-4333-8444-555555555555");
}

TEST_CASE("the keyring has exactly one active key once it has any", "[store][settings]")
{
    ReadyDatabase ready;
    auto& settings = ready.store->settings;
    CHECK_FALSE(settings.active_key().has_value());

    settings.add_active_key("0123456789abcdef", ready.now());

    CHECK(settings.active_key()->key_id == "0123456789abcdef");
    CHECK(settings.active_key()->created_at == ready.now());
    CHECK(error_of([&] { settings.add_active_key("fedcba9876543210", ready.now()); }) ==
          ErrorCode::failed);
    SECTION("none")
    {
        ready.close();
        edit(ready.file, "UPDATE keyring SET state = 'retired', retired_at = created_at");
    }
    SECTION("two")
    {
        ready.close();
        edit(ready.file,
             "DROP INDEX keyring_one_active;"
             "INSERT INTO keyring (kid, state, created_at) SELECT 'fedcba9876543210', state, "
             "created_at "
             "FROM keyring");
    }
    ready.open_unchecked();
    CHECK(error_of([&] { (void)ready.store->settings.active_key(); }) ==
          ErrorCode::foreign_database);
}

TEST_CASE("a key is changed as a whole and counts what it sealed", "[store][settings]")
{
    ReadyDatabase ready;
    auto& settings = ready.store->settings;
    settings.add_active_key("0123456789abcdef", ready.now());
    CHECK(settings.count_seals("0123456789abcdef", 2) == 2);

    CHECK(settings.change_key("0123456789abcdef", "fedcba9876543210", 2, ready.now()) == 2);

    CHECK(settings.active_key()->key_id == "fedcba9876543210");
    CHECK(settings.active_key()->seals == 2);
    REQUIRE(settings.keys().size() == 2);
    CHECK(settings.keys().back().retired_at == ready.now());
    CHECK(settings.find("encryption_key_version")->value == "2");
    CHECK(error_of([&] { (void)settings.count_seals("0123456789abcdef", 1); }) ==
          ErrorCode::wrong_key);
    CHECK(error_of([&] { (void)settings.count_seals("fedcba9876543210", store::k_most_seals); }) ==
          ErrorCode::bad_key);
    CHECK(settings.active_key()->seals == 2);
}

TEST_CASE("how a key is made from a passphrase is kept until the key is changed",
          "[store][settings]")
{
    ReadyDatabase ready;
    auto& settings = ready.store->settings;
    CHECK_FALSE(settings.passphrase_parameters().has_value());
    settings.set_passphrase_parameters("one");
    settings.set_passphrase_parameters("two");
    CHECK(settings.passphrase_parameters() == "two");
    settings.set_passphrase_parameters(std::nullopt);
    CHECK_FALSE(settings.passphrase_parameters().has_value());
}
