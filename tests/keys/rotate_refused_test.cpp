// Attack 15: what a change of the key is refused for, and that nothing is changed then.

#include "key_world.hpp"

#include "syncctl/base/file.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cerrno>

using namespace syncctl::test;

namespace {

const std::vector<std::string> k_rotate{"key", "rotate"};

std::vector<std::string> rotate_to(const std::string& source)
{
    return {"key", "rotate", "--new-key-from", source};
}

} // namespace

TEST_CASE("a new key that cannot be one is refused, and the old state stays whole",
          "[keys][attack-15]")
{
    KeyWorld world;
    const auto octets = world.octets();
    const auto pattern = std::string(64, 'a');
    for (const auto& text :
         {pattern,
          std::string{"38f605e8fd43af2f5e931b4814622b2f688ff238b6aed6a0bcd2dd55c4593111"},
          k_second_key.substr(1),
          k_second_key + " ",
          std::string{"0x"} + k_second_key.substr(2),
          std::string{}}) {
        INFO(text);
        CHECK(world.error_code(rotate_to("file:" + world.file("new", text)), 12) == "bad_key");
        world.env["NEW"] = text;
        CHECK(world.error_code(rotate_to("env:NEW"), 12) == "bad_key");
    }
    CHECK(world.error_code(rotate_to("file:" + world.key_file()), 12) == "bad_key");
    CHECK(world.error_code(rotate_to("file:" + world.file("new", k_second_key, 0640)), 12) ==
          "key_source");
    CHECK(world.error_code(rotate_to("file:" + world.path("none")), 12) == "key_source");
    CHECK(world.error_code(rotate_to("cmd:/bin/false"), 12) == "key_source");
    CHECK(world.error_code(rotate_to("env:NOTHING"), 2) == "usage");
    CHECK(world.error_code(rotate_to(k_second_key), 2) == "usage");
    CHECK(world.error_code(rotate_to("prompt"), 17) == "declined");
    CHECK(world.error_code(k_rotate, 12) == "no_key");
    CHECK(world.octets() == octets);
    world.must({"key", "check"});
}

TEST_CASE("a retired key does not come back", "[keys][attack-15]")
{
    KeyWorld world;
    world.env["ENCRYPTION_KEY_NEXT_FILE"] = world.file("new", k_second_key);
    world.must(k_rotate);
    const auto refused = world.must(rotate_to("file:" + world.key_file()), 12);
    CHECK(contains(refused.err, "retired"));
}

TEST_CASE("a wrong present key stops the change", "[keys][attack-15]")
{
    KeyWorld world;
    world.env["ENCRYPTION_KEY"] = k_third_key;
    const auto octets = world.octets();
    CHECK(world.error_code(rotate_to("file:" + world.file("new", k_second_key)), 12) ==
          "wrong_key");
    CHECK(world.octets() == octets);
}

TEST_CASE("one damaged envelope stops the change of all, by name", "[keys][attack-15]")
{
    KeyWorld world;
    const auto old_key = world.active_key();
    const std::string source = "file:" + world.file("new", k_second_key);
    SECTION("cut")
    {
        world.sql("UPDATE connectors SET encrypted_credentials = "
                  "substr(encrypted_credentials, 1, 60) WHERE name = 'spare'");
    }
    SECTION("moved there from another row")
    {
        world.sql("UPDATE connectors SET encrypted_credentials = (SELECT encrypted_credentials "
                  "FROM connectors WHERE name = 'ado') WHERE name = 'spare'");
    }
    SECTION("moved there from another column")
    {
        world.sql("UPDATE connectors SET webhook_secret = encrypted_credentials "
                  "WHERE name = 'spare'");
    }
    SECTION("sealed with a key of before")
    {
        world.sql("UPDATE connectors SET previous_webhook_secret = 'sc1:0123456789abcdef:' || "
                  "substr(encrypted_credentials, 22) WHERE name = 'spare'");
    }
    const auto envelopes = world.envelopes();
    const auto refused = world.must(rotate_to(source), 12);
    CHECK(contains(refused.err, "'spare'"));
    CHECK_FALSE(contains(refused.err, "'ado'"));
    CHECK_FALSE(contains(refused.err, "sc1:"));
    CHECK(world.envelopes() == envelopes);
    CHECK(world.active_key() == old_key);
    // key check finds the same.
    CHECK(contains(world.must({"key", "check"}, 12).err, "'spare'"));
}

TEST_CASE("a run that is under way is not disturbed", "[keys][attack-15]")
{
    KeyWorld world;
    const auto octets = world.octets();
    const auto uuid = world.sql("SELECT uuid FROM sync_configs");
    const auto run =
        syncctl::base::FileLock::acquire(world.path("state/sync.db.pair-" + uuid + ".lock"));
    REQUIRE(run.has_value());
    const auto refused = world.must(rotate_to("file:" + world.file("new", k_second_key)), 11);
    CHECK(contains(refused.err, "pair 'p' is held by another run"));
    CHECK(world.octets() == octets);
}

TEST_CASE("a full disk leaves the old key in force, whenever it fills", "[keys][attack-15]")
{
    KeyWorld world;
    const auto old_key = world.active_key();
    world.env["ENCRYPTION_KEY_NEXT_FILE"] = world.file("new", k_second_key);
    world.must({"status"});
    world.save();
    const auto envelopes = world.envelopes();
    for (const auto* at : {"1", "2", "3"}) {
        INFO("write " << at);
        world.restore();
        auto plan = world.plan(k_rotate);
        plan.environment.insert({{"LD_PRELOAD", FAULT_SHIM},
                                 {"ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0"},
                                 {"FAULT_CALLS", "write"},
                                 {"FAULT_PATH", "sync.db-wal"},
                                 {"FAULT_DO", "errno"},
                                 {"FAULT_VALUE", std::to_string(ENOSPC)},
                                 {"FAULT_AT", at},
                                 {"FAULT_GOES_ON", "1"}});
        const auto full = run_process(SYNCCTL_BINARY, std::move(plan));
        CHECK(full.exit == 1);
        CHECK(contains(full.err, "o space left"));
        CHECK(world.envelopes() == envelopes);
        CHECK(world.active_key() == old_key);
        CHECK(world.row({"key", "check"})["is_next"] == false);
    }
}

TEST_CASE("a key that sealed very many values is told of, and refused in the end", "[keys]")
{
    KeyWorld world;
    const std::vector<std::string> edit{
        "connector", "edit", "spare", "--secret", "token=env:SECRET", "--no-test"};
    world.sql("UPDATE keyring SET seals = (1 << 28) - 1");
    CHECK(contains(world.must(edit).err, "key rotate"));
    world.sql("UPDATE keyring SET seals = (1 << 31)");
    CHECK(world.error_code(edit, 12) == "bad_key");
    CHECK(world.sql("SELECT seals = (1 << 31) FROM keyring") == "1");
    world.must(rotate_to("file:" + world.file("new", k_second_key)));
    world.env["ENCRYPTION_KEY_FILE"] = world.path("new");
    world.must(edit);
}
