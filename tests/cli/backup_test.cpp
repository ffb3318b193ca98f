#include "demo_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace syncctl::test {

namespace fs = std::filesystem;

namespace {

/// Files beside the database whose name has this part.
std::vector<fs::path> beside(const CliWorld& cli, std::string_view part)
{
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator{cli.database().parent_path()}) {
        if (contains(entry.path().filename().string(), part)) {
            found.push_back(entry.path());
        }
    }
    return found;
}

std::size_t pairs_of(const CliWorld& cli)
{
    return envelope_of(cli.must({"pair", "list", "--json"}))["data"].size();
}

} // namespace

TEST_CASE("a backup is a private, verified copy with a manifest, and holds no key", "[cli][backup]")
{
    const CliWorld cli;
    cli.has_a_pair();
    const auto told = envelope_of(cli.must({"backup", "b.db", "--json"}))["data"][0];

    const auto file = cli.home() / "b.db";
    CHECK(mode_of(file) == 0600);
    CHECK(mode_of(cli.home() / "b.db.json") == 0600);
    const auto manifest = nlohmann::json::parse(read_text(cli.home() / "b.db.json"));
    CHECK(manifest["schema"] == "syncctl/backup-manifest@1");
    CHECK(manifest["pairs"] == 1);
    CHECK(manifest["size"] == fs::file_size(file));
    for (const auto* key : {"sha256", "key_id", "database_uuid", "schema_version", "links"}) {
        CHECK(manifest[key] == told[key]);
    }
    auto key = read_text(cli.key_file());
    key.resize(64);
    std::string octets;
    for (std::size_t i = 0; i < key.size(); i += 2) {
        octets += static_cast<char>(std::stoi(key.substr(i, 2), nullptr, 16));
    }
    const auto content = read_text(file);
    CHECK_FALSE(contains(content, key));
    CHECK_FALSE(contains(content, octets));
    CHECK(contains(content, manifest["key_id"].get<std::string>()));
}

TEST_CASE("a backup overwrites nothing and is never a part of the database", "[cli][backup]")
{
    const CliWorld cli;
    cli.must({"setup"});
    cli.write(cli.home() / "there.db", "mine");
    cli.write(cli.home() / "half.db.json", "mine");
    fs::create_symlink(cli.home() / "elsewhere", cli.home() / "link.db");
    const auto database = cli.database().string();
    for (const auto& [target, exit] :
         std::vector<std::pair<std::string, int>>{{"there.db", 1},
                                                  {"half.db", 1},
                                                  {"link.db", 1},
                                                  {"/dev/null", 1},
                                                  {"no/folder/b.db", 1},
                                                  {cli.home().string(), 2},
                                                  {database, 2},
                                                  {database + "-wal", 2},
                                                  {database + "-shm", 2},
                                                  {database + "-journal", 2},
                                                  {database + ".lock", 2}}) {
        INFO(target);
        CHECK(cli.run({"backup", target}).exit == exit);
        CHECK(cli.run({"backup", target, "-n"}).exit == exit);
    }
    CHECK(read_text(cli.home() / "there.db") == "mine");
    CHECK_FALSE(fs::exists(cli.home() / "elsewhere"));
    CHECK_FALSE(fs::exists(database + "-journal"));
    cli.must({"backup", "b.db", "-n"});
    CHECK_FALSE(fs::exists(cli.home() / "b.db"));
    cli.must({"status"});
}

TEST_CASE("restore asks, keeps a copy of what is there, and says what is next", "[cli][restore]")
{
    const CliWorld cli;
    cli.has_a_pair();
    cli.must({"backup", "b.db"});
    cli.must({"pair", "remove", "dev-desk", "-y"});

    const auto unasked = cli.run({"restore", "b.db"});
    CHECK(unasked.exit == 17);
    CHECK(contains(unasked.err, "Replace the database"));
    CHECK(pairs_of(cli) == 0);
    cli.must({"restore", "b.db", "-n"});
    CHECK(pairs_of(cli) == 0);
    CHECK(beside(cli, ".before-restore-").empty());

    const auto done = cli.must({"restore", "b.db", "-y"});
    CHECK(contains(done.err, "next: syncctl run"));
    CHECK(pairs_of(cli) == 1);
    cli.must({"migrate", "verify"});
    const auto kept = beside(cli, ".before-restore-");
    REQUIRE(kept.size() == 1);
    CHECK(mode_of(kept.front()) == 0600);
    CHECK(beside(cli, ".tmp-").empty());
    cli.must({"restore", kept.front().string(), "-y"});
    CHECK(pairs_of(cli) == 0);
}

TEST_CASE("a database that was lost, emptied or damaged is restored", "[cli][restore]")
{
    const CliWorld cli;
    cli.has_a_pair();
    cli.must({"backup", "b.db"});
    SECTION("lost, with its folder")
    {
        fs::remove_all(cli.database().parent_path());
    }
    SECTION("emptied")
    {
        cli.write(cli.database(), "");
    }
    SECTION("cut short")
    {
        fs::resize_file(cli.database(), fs::file_size(cli.database()) - 7);
    }
    cli.must({"restore", "b.db", "-y"});
    CHECK(pairs_of(cli) == 1);
    CHECK(mode_of(cli.database()) == 0600);
    cli.must({"migrate", "verify"});
}

TEST_CASE("a backup that cannot be used changes nothing", "[cli][restore][attack-64]")
{
    CliWorld cli;
    cli.has_a_pair();
    cli.must({"backup", "good.db"});
    const auto good = read_text(cli.home() / "good.db");
    const auto bad = cli.home() / "bad.db";
    int exit = 10;
    std::string word;
    SECTION("a page of it is damaged")
    {
        auto damaged = good;
        std::fill(damaged.begin() + 16384 + 8, damaged.begin() + 2 * 16384, '\x5a');
        cli.write(bad, damaged);
        word = "damaged";
    }
    SECTION("it is cut short")
    {
        cli.write(bad, good.substr(0, good.size() / 2));
        word = "damaged";
    }
    SECTION("an octet is not the one of the manifest")
    {
        auto changed = good;
        changed.back() = static_cast<char>(changed.back() ^ 1);
        cli.write(bad, changed);
        fs::copy_file(cli.home() / "good.db.json", cli.home() / "bad.db.json");
        word = "SHA-256";
    }
    SECTION("it is empty")
    {
        cli.write(bad, "");
        word = "emptied";
    }
    SECTION("it is no database")
    {
        cli.write(bad, std::string(5000, 'a'));
        word = "not a syncctl database";
    }
    SECTION("it does not exist")
    {
        word = "no database";
    }
    SECTION("it is a link")
    {
        fs::create_symlink(cli.home() / "good.db", bad);
        word = "symbolic link";
    }
    SECTION("it is a folder")
    {
        fs::create_directory(bad);
        word = "directory";
    }
    SECTION("a newer syncctl made it")
    {
        cli.write(bad, good);
        const auto edit = run_process(
            "/usr/bin/sqlite3",
            {.arguments = {bad.string(),
                           "INSERT INTO schema_migrations SELECT 99, 'future', checksum, "
                           "applied_at, 0 FROM schema_migrations WHERE version = 1"}});
        REQUIRE(edit.exit == 0);
        word = "install a newer syncctl";
    }
    SECTION("its manifest is none")
    {
        cli.write(bad, good);
        cli.write(cli.home() / "bad.db.json", "{\"schema\": \"syncctl/backup-manifest@1\"}");
        exit = 16;
        word = "no manifest";
    }
    SECTION("it is sealed with another key")
    {
        cli.write(bad, good);
        cli.environment["ENCRYPTION_KEY"] =
            "7f3c9a5e0d1b48c2a6e4f8137db5902c6ae81fd45b07933e2d86fa1049b7c35e";
        exit = 12;
        word = "sealed with key";
    }
    SECTION("there is no key")
    {
        cli.write(bad, good);
        fs::remove(cli.key_file());
        exit = 12;
    }
    const auto before = read_text(cli.database());
    for (const auto* way : {"-y", "-n"}) {
        const auto result = cli.run({"restore", "bad.db", way});
        INFO(result.err);
        CHECK(result.exit == exit);
        CHECK(contains(result.err, word));
    }
    CHECK(read_text(cli.database()) == before);
    CHECK(beside(cli, ".before-restore-").empty());
    CHECK(beside(cli, ".tmp-").empty());
}

TEST_CASE("a backup of another database needs a word more", "[cli][restore][attack-65]")
{
    const CliWorld cli;
    cli.has_a_pair();
    cli.must({"setup", "--db", "other/sync.db"});
    cli.must({"backup", "b.db", "--db", "other/sync.db"});

    const auto refused = cli.run({"restore", "b.db", "-y"});
    CHECK(refused.exit == 17);
    CHECK(contains(refused.err, "--other-database"));
    CHECK(pairs_of(cli) == 1);
    cli.must({"restore", "b.db", "-y", "--other-database"});
    CHECK(pairs_of(cli) == 0);
}

TEST_CASE("a foreign file is never replaced", "[cli][restore]")
{
    const CliWorld cli;
    cli.must({"setup"});
    cli.must({"backup", "b.db"});
    cli.write(cli.home() / "notes.txt", std::string(5000, 'a'));
    CHECK(cli.run({"restore", "b.db", "-y", "--db", "notes.txt"}).exit == 10);
    CHECK(cli.run({"reset", "--confirm", "notes.txt", "--db", "notes.txt"}).exit == 10);
    CHECK(read_text(cli.home() / "notes.txt") == std::string(5000, 'a'));
    CHECK(cli.run({"restore", cli.database().string(), "-y"}).exit == 2);
}

TEST_CASE("reset removes the database that is typed out, after a copy", "[cli][reset]")
{
    const CliWorld cli;
    cli.has_a_pair();
    CHECK(cli.run({"reset"}).exit == 2);
    CHECK(cli.run({"reset", "--confirm", "sync.db"}).exit == 17);
    CHECK(cli.run({"reset", "--confirm", cli.key_file().string()}).exit == 17);
    cli.must({"reset", "--confirm", cli.database().string(), "-n"});
    CHECK(pairs_of(cli) == 1);

    cli.must({"reset", "--confirm", cli.database().string()});

    CHECK_FALSE(fs::exists(cli.database()));
    CHECK(fs::exists(cli.key_file()));
    CHECK(cli.run({"status"}).exit == 10);
    CHECK(cli.run({"reset", "--confirm", cli.database().string()}).exit == 10);
    const auto kept = beside(cli, ".before-reset-");
    REQUIRE(kept.size() == 1);
    cli.must({"restore", kept.front().string(), "-y"});
    CHECK(pairs_of(cli) == 1);
}

TEST_CASE("cleanup tells rows and octets of each kind, and the copies beside the database",
          "[cli][cleanup]")
{
    const CliWorld cli;
    cli.has_a_pair();
    cli.must({"backup", cli.database().string() + ".backup-20260101T000000Z-v8"});
    const auto told = cli.must({"cleanup", "-n"});
    for (const auto* kind : {"runs", "errors", "resolved conflicts", "mapping revisions"}) {
        CHECK(contains(told.out, kind));
    }
    CHECK(contains(told.err, "2 copies"));
    const auto row = envelope_of(cli.must({"cleanup", "--json"}))["data"][0];
    CHECK(row["kinds"].size() == 6);
    CHECK(row["bytes"] == 0);
    CHECK(row["copies"].size() == 2);
    CHECK(beside(cli, ".backup-").size() == 2);
}

} // namespace syncctl::test
