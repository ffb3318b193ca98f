// Which of the sources opens a database.

#include "key_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <filesystem>

using namespace syncctl::test;

namespace fs = std::filesystem;

TEST_CASE("the next key is looked at only where the present one does not fit", "[keys]")
{
    KeyWorld world;
    SECTION("a next key that is none disturbs nobody before the change")
    {
        world.env["ENCRYPTION_KEY_NEXT"] = "not a key";
        world.must({"run", "p"});
    }
    SECTION("the two may differ: that is what they are for")
    {
        world.env["ENCRYPTION_KEY_NEXT"] = k_second_key;
        world.must({"run", "p"});
    }
    SECTION("neither fits: both are named")
    {
        world.env["ENCRYPTION_KEY"] = k_second_key;
        world.env["ENCRYPTION_KEY_NEXT"] = k_third_key;
        const auto refused = world.must({"run", "p"}, 12);
        CHECK(contains(refused.err, "environment variable ENCRYPTION_KEY is"));
        CHECK(contains(refused.err, "environment variable ENCRYPTION_KEY_NEXT is"));
        CHECK_FALSE(contains(refused.err, k_second_key));
        CHECK_FALSE(contains(refused.err, k_third_key));
    }
    SECTION("only the next one is there")
    {
        world.env["ENCRYPTION_KEY_NEXT"] = read_text(world.key_file()).substr(0, 64);
        fs::remove(world.key_file());
        world.must({"run", "p"});
        CHECK(world.row({"key", "check"})["is_next"] == true);
    }
    SECTION("two next keys must agree")
    {
        world.env["ENCRYPTION_KEY"] = k_third_key;
        world.env["ENCRYPTION_KEY_NEXT"] = k_second_key;
        world.env["ENCRYPTION_KEY_NEXT_FILE"] = world.key_file();
        CHECK(world.error_code({"key", "check"}, 12) == "ambiguous_key");
    }
}

TEST_CASE("a child gets neither key", "[keys][attack-15]")
{
    KeyWorld world;
    world.env["ENCRYPTION_KEY_NEXT"] = k_second_key;
    world.env["ENCRYPTION_KEY_COMMAND"] =
        "/bin/sh " +
        world.file("child", "env > " + world.path("seen") + "; cat " + world.key_file());
    world.must({"key", "check"});
    CHECK_FALSE(read_text(world.path("seen")).empty());
    CHECK_FALSE(contains(read_text(world.path("seen")), "ENCRYPTION_KEY_NEXT"));
}

TEST_CASE("a credential of systemd is taken as a unit has it", "[keys]")
{
    KeyWorld world;
    const auto credentials = world.path("credentials");
    fs::create_directory(credentials);
    const auto key = world.file("credentials/encryption_key", read_text(world.key_file()), 0400);
    fs::remove(world.key_file());
    world.env["CREDENTIALS_DIRECTORY"] = credentials;
    SECTION("owner only") {}
    SECTION("root's, with the group's bit that an ACL shows as")
    {
        if (::geteuid() != 0) {
            SUCCEED("only root can make a file of root");
            return;
        }
        fs::permissions(key, fs::perms{0440});
    }
    fs::permissions(credentials, fs::perms{0500});
    const auto row = world.row({"key", "check"});
    CHECK(row["matches"] == true);
    CHECK(contains(row["source"].get<std::string>(), "credentials/encryption_key"));
    world.must({"run", "p"});
    fs::permissions(credentials, fs::perms{0700});
}

TEST_CASE("a keyring that somebody edited is told, whatever is wrong with it", "[keys][attack-14]")
{
    KeyWorld world;
    SECTION("two active keys")
    {
        world.sql("DROP INDEX keyring_one_active; INSERT INTO keyring (kid, state, created_at) "
                  "SELECT 'fedcba9876543210', state, created_at FROM keyring");
        CHECK(world.error_code({"key", "check"}, 10) == "foreign_database");
        CHECK(world.error_code({"key", "rotate"}, 10) == "foreign_database");
    }
    SECTION("none active")
    {
        world.sql("UPDATE keyring SET state = 'retired', retired_at = created_at");
        CHECK(world.error_code({"key", "check"}, 10) == "foreign_database");
    }
    SECTION("a kid that no envelope has")
    {
        world.sql("UPDATE keyring SET kid = 'fedcba9876543210'");
        CHECK(world.error_code({"key", "check"}, 12) == "wrong_key");
    }
}
