// security.md 3.7: what a change of the key does.

#include "key_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

using namespace syncctl::test;

namespace fs = std::filesystem;

namespace {

long count_lines(const std::string& text)
{
    return text.empty() ? 0 : 1 + std::count(text.begin(), text.end(), '\n');
}

} // namespace

TEST_CASE("key rotate seals everything anew, and says so", "[keys]")
{
    KeyWorld world;
    const auto old_key = world.active_key();
    const auto before = world.envelopes();
    REQUIRE(count_lines(before) == 3);
    const auto rotated =
        world.row({"key", "rotate", "--new-key-from", "file:" + world.file("new", k_second_key)});
    CHECK(rotated["from_key_id"] == old_key);
    CHECK(rotated["to_key_id"] == world.active_key());
    CHECK(rotated["to_key_id"] != old_key);
    CHECK(rotated["sealed_values"] == 3);
    CHECK(rotated["key_version"] == 2);
    const auto after = world.envelopes();
    CHECK(count_lines(after) == 3);
    CHECK_FALSE(contains(after, old_key));
    CHECK(world.sql("SELECT state, retired_at IS NOT NULL FROM keyring WHERE kid = '" + old_key +
                    "'") == "retired|1");
    CHECK(world.sql("SELECT seals FROM keyring WHERE state = 'active'") == "3");
    CHECK(world.sql("SELECT from_kid, sealed_values FROM key_rotations") == old_key + "|3");
    CHECK(world.sql("SELECT value FROM system_settings WHERE key = 'encryption_key_version'") ==
          "2");
    world.env["ENCRYPTION_KEY_FILE"] = world.path("new");
    const auto checked = world.row({"key", "check"});
    CHECK(checked["sealed_values"] == 3);
    CHECK(checked["is_next"] == false);
}

TEST_CASE("after a rotation no octet of an old envelope is in the files", "[keys][attack-17]")
{
    KeyWorld world;
    const auto old_key = world.active_key();
    REQUIRE_FALSE(world.files_with("sc1:" + old_key).empty());
    // Pages that became free hold old envelopes as well, and so does the log.
    world.must({"connector", "edit", "spare", "--secret", "token=env:SECRET", "--no-test"});
    world.must({"connector", "remove", "spare", "-y"});
    world.must({"key", "rotate", "--new-key-from", "file:" + world.file("new", k_second_key)});
    CHECK(world.files_with("sc1:" + old_key).empty());
    CHECK(world.files_with("sc1:" + world.active_key()).size() == 1);
}

TEST_CASE("a reader that needs the log is told of, and the next run clears it", "[keys][attack-17]")
{
    KeyWorld world;
    const auto old_key = world.active_key();
    world.env["ENCRYPTION_KEY_NEXT_FILE"] = world.file("new", k_second_key);
    {
        const OtherReader reader{world.path("state/sync.db")};
        const auto rotated = world.must({"key", "rotate"});
        CHECK(contains(rotated.err, "still holds what the old key opens"));
    }
    world.must({"run", "p"});
    CHECK(world.files_with("sc1:" + old_key).empty());
}

TEST_CASE("the old key is refused after a rotation, with the day it was retired",
          "[keys][attack-16]")
{
    KeyWorld world;
    const auto old_key = world.active_key();
    world.must({"key", "rotate", "--new-key-from", "file:" + world.file("new", k_second_key)});
    const auto octets = world.octets();
    const auto day =
        world.sql("SELECT substr(retired_at, 1, 10) FROM keyring WHERE kid = '" + old_key + "'");
    const auto refused = world.must({"run", "p"}, 12);
    CHECK(contains(refused.err, old_key + " (retired on " + day));
    CHECK(world.error_code({"key", "check"}, 12) == "wrong_key");
    CHECK(world.octets() == octets);
    // What needs no secret goes on.
    world.must({"status"});
}

TEST_CASE("cron never fails while the key is changed in the documented order", "[keys]")
{
    KeyWorld world;
    world.add("dev", 1, "printer");
    // 1. The new key is put beside the old one, where the program looks for it.
    const auto next = world.key_file() + ".next";
    world.must({"key", "generate", "--out", next});
    world.must({"run", "p"});
    CHECK(world.row({"key", "check"})["is_next"] == false);
    // 2. The key is changed.
    world.must({"key", "rotate"});
    world.add("dev", 2, "scanner");
    world.must({"run", "p"});
    const auto checked = world.must({"key", "check"});
    CHECK(contains(checked.err, "the key was changed"));
    CHECK(world.row({"key", "check"})["is_next"] == true);
    // 3. The new file takes the place of the old one, at once.
    fs::rename(next, world.key_file());
    world.add("dev", 3, "keyboard");
    world.must({"run", "p"});
    CHECK(world.row({"key", "check"})["is_next"] == false);
    CHECK(world.contents("desk").size() == 3);
}

TEST_CASE("a dry run changes nothing and still finds what would stop it", "[keys]")
{
    KeyWorld world;
    const auto octets = world.octets();
    const auto source = "file:" + world.file("new", k_second_key);
    CHECK(contains(world.must({"key", "rotate", "--new-key-from", source, "-n"}).err, "would be"));
    CHECK(world.octets() == octets);
    world.sql("UPDATE connectors SET encrypted_credentials = substr(encrypted_credentials, 1, 40) "
              "WHERE name = 'spare'");
    CHECK(contains(world.must({"key", "rotate", "--new-key-from", source, "-n"}, 12).err, "spare"));
}

TEST_CASE("each source of a new key is taken", "[keys]")
{
    KeyWorld world;
    std::vector<std::string> arguments{"key", "rotate", "--new-key-from"};
    SECTION("a command")
    {
        arguments.push_back("cmd:/bin/cat " + world.file("new", k_second_key + "\n"));
    }
    SECTION("a variable, which is wiped")
    {
        world.env["MY_NEW_KEY"] = k_second_key;
        arguments.emplace_back("env:MY_NEW_KEY");
    }
    SECTION("the variable that is meant for it")
    {
        world.env["ENCRYPTION_KEY_NEXT"] = k_second_key;
        arguments.pop_back();
    }
    SECTION("a command that is meant for it")
    {
        world.env["ENCRYPTION_KEY_NEXT_COMMAND"] =
            "/bin/cat " + world.file("new", k_second_key + "\n");
        arguments.pop_back();
    }
    SECTION("a credential of systemd")
    {
        fs::create_directory(world.path("credentials"));
        static_cast<void>(world.file("credentials/encryption_key_next", k_second_key, 0400));
        world.env["CREDENTIALS_DIRECTORY"] = world.path("credentials");
        arguments.pop_back();
    }
    SECTION("standard input")
    {
        arguments.emplace_back("stdin");
        auto plan = world.plan(arguments);
        plan.input = k_second_key + "\n";
        CHECK(run_process(SYNCCTL_BINARY, std::move(plan)).exit == 0);
        arguments.clear();
    }
    SECTION("a person")
    {
        arguments.emplace_back("prompt");
        auto plan = world.plan(arguments);
        plan.has_terminal = true;
        plan.answers = {{"New key: ", k_second_key + "\n"}};
        const auto shown = run_process(SYNCCTL_BINARY, std::move(plan));
        CHECK(shown.exit == 0);
        CHECK_FALSE(contains(shown.out, k_second_key));
        arguments.clear();
    }
    if (!arguments.empty()) {
        const auto result = world.must(arguments);
        CHECK_FALSE(contains(result.out + result.err, k_second_key));
    }
    world.env["ENCRYPTION_KEY_NEXT"] = k_second_key;
    world.env.erase("ENCRYPTION_KEY_NEXT_COMMAND");
    world.env.erase("CREDENTIALS_DIRECTORY");
    CHECK(world.row({"key", "check"})["is_next"] == true);
}
