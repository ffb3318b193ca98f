// What doctor finds, each with what puts it right, and what it never does.

#include "key_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace syncctl::test;

namespace fs = std::filesystem;

namespace {

using nlohmann::json;

class DoctorWorld : public KeyWorld {
public:
    DoctorWorld() { fs::create_directories(path("root/etc")); }

    json examined(int exit, std::vector<std::string> more = {})
    {
        more.insert(more.begin(), {"doctor", "--root", path("root"), "--json"});
        output = must(more, exit).out;
        return json::parse(output).at("data");
    }

    /// A file below the folder that stands for /.
    std::string root_file(const std::string& name, const std::string& text, unsigned mode = 0644)
    {
        fs::create_directories(fs::path{path("root/" + name)}.parent_path());
        return file("root/" + name, text, mode);
    }

    std::string key_text() const { return read_text(key_file()).substr(0, 64); }

    std::string output; ///< of the last examined()
};

/// The findings of a check that are worse than ok: severity and message, a line for each.
std::string found(const json& findings, const std::string& check)
{
    std::string lines;
    for (const auto& finding : findings) {
        if (finding["check"] == check && finding["severity"] != "ok") {
            lines += finding["severity"].get<std::string>() + ": " +
                     finding["message"].get<std::string>() + "\n";
            CHECK_FALSE(finding["hint"].get<std::string>().empty());
        }
    }
    return lines;
}

} // namespace

TEST_CASE("doctor finds nothing wrong with what setup made", "[keys][doctor]")
{
    DoctorWorld world;
    const auto findings = world.examined(0);
    for (const auto* check :
         {"file_mode",   "owner",    "key_near_database", "backups",   "old_envelopes",
          "key_in_unit", "env_file", "libraries",         "proxy",     "umask",
          "file_system", "schema",   "integrity",         "key",       "next_key",
          "clock",       "pairs",    "conflicts",         "retention", "trackers"}) {
        INFO(check);
        CHECK(std::any_of(findings.begin(), findings.end(), [&](const auto& finding) {
            return finding["check"] == check;
        }));
        CHECK(found(findings, check).empty());
    }
}

TEST_CASE("doctor finds files that others may read, and closes them when asked", "[keys][doctor]")
{
    DoctorWorld world;
    const auto database = world.path("state/sync.db");
    fs::permissions(database, fs::perms{0644});
    fs::permissions(world.key_file(), fs::perms{0640});
    CHECK(contains(found(world.examined(1), "file_mode"), "warning: " + database + ": mode 0644"));
    CHECK(contains(found(world.examined(1), "file_mode"), "error: " + world.key_file()));
    static_cast<void>(world.examined(1, {"--fix-modes", "-n"}));
    CHECK(fs::status(database).permissions() == fs::perms{0644});
    CHECK(found(world.examined(0, {"--fix-modes"}), "file_mode").empty());
    CHECK(fs::status(database).permissions() == fs::perms{0600});
    CHECK(fs::status(world.key_file()).permissions() == fs::perms{0600});
}

TEST_CASE("doctor finds a database that every user may change, though nothing opens it",
          "[keys][doctor]")
{
    DoctorWorld world;
    fs::permissions(world.path("state/sync.db"), fs::perms{0666});
    const auto findings = world.examined(1);
    CHECK(contains(found(findings, "file_mode"), "error: "));
    CHECK_FALSE(found(findings, "schema").empty());
    world.examined(0, {"--fix-modes"});
}

TEST_CASE("doctor finds a key in the folder of the database, whatever its name", "[keys][doctor]")
{
    DoctorWorld world;
    SECTION("one that is named as the source")
    {
        world.env["ENCRYPTION_KEY_FILE"] = world.file("state/some.key", world.key_text() + "\n");
    }
    SECTION("a copy that nothing names")
    {
        static_cast<void>(world.file("state/notes.txt", world.key_text()));
    }
    CHECK(contains(found(world.examined(1), "key_near_database"), "error: "));
    CHECK_FALSE(contains(world.output, world.key_text()));
}

TEST_CASE("doctor finds a key in a unit, a drop-in, a crontab and an environment file",
          "[keys][doctor]")
{
    DoctorWorld world;
    const auto line = "ENCRYPTION_KEY=" + world.key_text() + "\n";
    SECTION("unit")
    {
        world.root_file("etc/systemd/system/sync.service",
                        "[Service]\nEnvironment=\"" + line + "\"\nExecStart=/usr/bin/syncctl\n");
        CHECK(contains(found(world.examined(1), "key_in_unit"), "sync.service"));
    }
    SECTION("drop-in")
    {
        world.root_file("etc/systemd/system/syncctl.service.d/key.conf",
                        "[Service]\nEnvironment=" + line,
                        0600);
        CHECK(contains(found(world.examined(1), "key_in_unit"), "key.conf"));
    }
    SECTION("unit of the user")
    {
        fs::create_directories(world.path("home/.config/systemd/user"));
        static_cast<void>(world.file("home/.config/systemd/user/syncctl.service",
                                     "[Service]\nEnvironment=" + line));
        CHECK(contains(found(world.examined(1), "key_in_unit"), "syncctl.service"));
    }
    SECTION("crontab")
    {
        world.root_file("etc/cron.d/sync", line + "5 * * * * root syncctl -q run --all\n");
        CHECK(contains(found(world.examined(1), "key_in_unit"), "cron.d/sync"));
    }
    SECTION("environment file that others may read")
    {
        world.root_file("etc/systemd/system/syncctl.service",
                        "[Service]\nEnvironmentFile=-/etc/sync.env\n");
        world.root_file("etc/sync.env", line);
        CHECK(contains(found(world.examined(1), "env_file"), "error: "));
        CHECK(found(world.examined(1), "key_in_unit").empty());
    }
    SECTION("a private environment file is fine, and so is one of another program")
    {
        world.root_file("etc/systemd/system/syncctl.service",
                        "[Service]\nEnvironmentFile=/etc/sync.env\n");
        world.root_file("etc/sync.env", line, 0600);
        world.root_file("etc/systemd/system/other.service", "[Service]\nEnvironment=" + line);
        static_cast<void>(world.examined(0));
    }
    CHECK_FALSE(contains(world.output, world.key_text()));
}

TEST_CASE("doctor says what becomes of a next key", "[keys][doctor]")
{
    DoctorWorld world;
    const auto next = world.key_file() + ".next";
    world.must({"key", "generate", "--out", next});
    CHECK(contains(found(world.examined(0), "next_key"), "waits to be used"));
    world.must({"key", "rotate"});
    CHECK(contains(found(world.examined(0), "next_key"), "the one in use comes from"));
    CHECK(contains(world.output, "put it in the place of the old one"));
    fs::copy_file(next, world.key_file(), fs::copy_options::overwrite_existing);
    static_cast<void>(world.examined(0));
    CHECK(contains(world.output, "remove this one"));
    fs::remove(next);
    CHECK(found(world.examined(0), "next_key").empty());
}

TEST_CASE("doctor works without a key, with a wrong one, and without a database", "[keys][doctor]")
{
    DoctorWorld world;
    SECTION("a wrong key")
    {
        world.env["ENCRYPTION_KEY"] = k_second_key;
        CHECK(contains(found(world.examined(1), "key"), "wrong key"));
        CHECK_FALSE(contains(world.output, k_second_key));
    }
    SECTION("no key")
    {
        fs::remove(world.key_file());
        CHECK(contains(found(world.examined(1), "key"), "no encryption key"));
    }
    SECTION("no database")
    {
        world.env["SYNCCTL_DB"] = world.path("state/none.db");
        CHECK(contains(found(world.examined(1), "schema"), "there is no database"));
    }
    SECTION("no folder either")
    {
        world.env["SYNCCTL_DB"] = world.path("nowhere/none.db");
        CHECK(contains(found(world.examined(1), "schema"), "there is no database"));
    }
    SECTION("a damaged value")
    {
        world.sql("UPDATE connectors SET encrypted_credentials = 'sc1:broken' WHERE name = 'ado'");
        CHECK(contains(found(world.examined(1), "key"), "connector 'ado'"));
    }
    SECTION("a damaged database")
    {
        std::fstream file{world.path("state/sync.db"), std::ios::in | std::ios::out};
        file.seekp(40'000);
        file << std::string(30'000, 'x');
        file.close();
        static_cast<void>(world.examined(1));
    }
    SECTION("no database at all: a text")
    {
        static_cast<void>(world.file("state/sync.db", "not a database, though long enough to "));
        CHECK_FALSE(found(world.examined(1), "schema").empty());
    }
}

TEST_CASE("doctor finds variables that change the libraries, and shows no password",
          "[keys][doctor]")
{
    DoctorWorld world;
    world.env["SSL_CERT_FILE"] = "/tmp/ca.pem";
    world.env["SSLKEYLOGFILE"] = "/tmp/keys";
    world.env["https_proxy"] = "http://user:hunter2@proxy.example:3128";
    const auto findings = world.examined(0);
    CHECK(contains(found(findings, "libraries"), "SSL_CERT_FILE"));
    CHECK(contains(found(findings, "libraries"), "SSLKEYLOGFILE"));
    CHECK(contains(world.output, "proxy.example:3128"));
    CHECK_FALSE(contains(world.output, "hunter2"));
}

TEST_CASE("doctor finds what cannot run and what waits", "[keys][doctor]")
{
    DoctorWorld world;
    SECTION("a pair without a mapping")
    {
        world.must({"pair", "add", "q", "--source", "desk", "--target", "dev"});
        CHECK(contains(found(world.examined(1), "pairs"), "error: pair 'q' has no mapping"));
    }
    SECTION("a disabled pair")
    {
        world.sql("UPDATE sync_configs SET is_active = 0");
        CHECK(contains(found(world.examined(0), "pairs"), "warning: pair 'p' is disabled"));
    }
    SECTION("a disabled connector")
    {
        world.sql("UPDATE connectors SET is_active = 0 WHERE name = 'desk'");
        CHECK(contains(found(world.examined(1), "pairs"), "connector 'desk' is disabled"));
    }
    SECTION("a schedule that nothing keeps")
    {
        world.sql("UPDATE sync_configs SET schedule_cron = '@hourly', "
                  "created_at = '2026-01-01T00:00:00.000Z'");
        CHECK(contains(found(world.examined(1), "pairs"), "no run of it went well"));
    }
    SECTION("old metadata")
    {
        world.sql("UPDATE connectors SET metadata = json_set(metadata, '$.discovered_at', "
                  "'2025-01-01T00:00:00.000Z') WHERE name = 'dev'");
        CHECK(contains(found(world.examined(0), "connectors"), "connector 'dev'"));
    }
    SECTION("the clock went back")
    {
        world.must({"run", "p"});
        world.sql("UPDATE sync_executions SET started_at = '2090-01-01T00:00:00.000Z'");
        CHECK_FALSE(found(world.examined(1), "clock").empty());
    }
}

TEST_CASE("doctor finds octets that a retired key still opens", "[keys][doctor]")
{
    DoctorWorld world;
    const auto old_key = world.active_key();
    world.env["ENCRYPTION_KEY_NEXT_FILE"] = world.file("new", k_second_key);
    const OtherReader reader{world.path("state/sync.db")};
    world.must({"key", "rotate"});
    CHECK(contains(found(world.examined(0), "old_envelopes"), old_key));
}
