// A master key that is made from a passphrase.

#include "key_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>

using namespace syncctl::test;

namespace fs = std::filesystem;

namespace {

const std::string k_passphrase = "correct horse battery staple";

} // namespace

TEST_CASE("a passphrase is used only where it was asked for by name", "[keys][passphrase]")
{
    KeyWorld world;
    const auto file = world.file("passphrase", k_passphrase + "\n");
    const auto rotated = world.row({"key", "rotate", "--new-passphrase-from", "file:" + file});
    CHECK(contains(rotated["source"].get<std::string>(), "passphrase from file"));
    CHECK(contains(world.sql("SELECT value FROM meta WHERE key = 'passphrase'"),
                   "$scrypt$ln=17,r=8,p=1$"));
    // The old key is still where it was: a wrong one now.
    CHECK(world.error_code({"key", "check"}, 12) == "wrong_key");
    CHECK(world.row({"key", "check", "--passphrase-from", "file:" + file})["matches"] == true);
    world.env["ENCRYPTION_PASSPHRASE_FROM"] = "file:" + file;
    world.must({"run", "p"});
    // And back to a key, with the same file still named.
    world.env["ENCRYPTION_KEY_NEXT_FILE"] = world.file("new", k_second_key);
    world.must({"key", "rotate"});
    CHECK(world.sql("SELECT count(*) FROM meta WHERE key = 'passphrase'") == "0");
    world.env["ENCRYPTION_KEY_FILE"] = world.path("new");
    world.must({"key", "check"});
}

TEST_CASE("a wrong, empty, long or readable passphrase is refused", "[keys][passphrase]")
{
    KeyWorld world;
    const auto change = [&](const std::string& source, int exit) {
        return world.error_code({"key", "rotate", "--new-passphrase-from", source}, exit);
    };
    CHECK(change("file:" + world.file("empty", "\n"), 12) == "bad_key");
    CHECK(change("file:" + world.file("long", std::string(1025, 'x')), 12) == "bad_key");
    CHECK(change("file:" + world.file("huge", std::string(5U << 20U, 'x')), 12) == "key_source");
    CHECK(change("file:" + world.file("open", k_passphrase, 0644), 12) == "key_source");
    CHECK(change(k_passphrase, 2) == "usage");
    CHECK(change("prompt", 17) == "declined");
}

TEST_CASE("parameters in the database that ask for more than there is are refused",
          "[keys][passphrase]")
{
    KeyWorld world;
    world.env["ENCRYPTION_PASSPHRASE_FROM"] = "file:" + world.file("passphrase", k_passphrase);
    for (const auto* parameters : {"$scrypt$ln=31,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA",
                                   "$scrypt$ln=20,r=16,p=1$AAAAAAAAAAAAAAAAAAAAAA",
                                   "$scrypt$ln=17,r=8,p=9$AAAAAAAAAAAAAAAAAAAAAA",
                                   "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA",
                                   "$scrypt$ln=17,r=8,p=1$AAAA",
                                   "nonsense"}) {
        INFO(parameters);
        world.sql(std::string{"INSERT OR REPLACE INTO meta VALUES ('passphrase', '"} + parameters +
                  "')");
        CHECK(world.error_code({"key", "check"}, 10) == "damaged_database");
    }
}

TEST_CASE("setup makes a database with a passphrase, typed twice, and no key file",
          "[keys][passphrase]")
{
    FilesWorldOptions options;
    options.has_database = false;
    FilesWorld world{options};
    auto plan = world.plan({"setup", "--passphrase-from", "prompt"});
    plan.has_terminal = true;
    SECTION("the same")
    {
        plan.answers = {{"New passphrase: ", k_passphrase + "\n"},
                        {"New passphrase again: ", k_passphrase + "\n"}};
        const auto shown = run_process(SYNCCTL_BINARY, std::move(plan));
        INFO(shown.out);
        CHECK(shown.exit == 0);
        CHECK_FALSE(contains(shown.out, k_passphrase));
        CHECK_FALSE(fs::exists(world.path("config/syncctl/encryption.key")));
        const auto missing = world.syncctl({"key", "check"});
        CHECK(missing.exit == 12);
        CHECK(contains(missing.err, "made from a passphrase"));
        world.env["P"] = k_passphrase;
        CHECK(world.syncctl({"key", "check", "--passphrase-from", "env:P"}).exit == 0);
        world.env["P"] = k_passphrase + "!";
        CHECK(world.syncctl({"key", "check", "--passphrase-from", "env:P"}).exit == 12);
    }
    SECTION("not the same")
    {
        plan.answers = {{"New passphrase: ", k_passphrase + "\n"},
                        {"New passphrase again: ", "other\n"}};
        CHECK(run_process(SYNCCTL_BINARY, std::move(plan)).exit == 17);
        CHECK_FALSE(fs::exists(world.path("state/sync.db")));
    }
}
