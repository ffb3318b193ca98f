// `setup --import`: the older Node.js tool's database is taken over, and what cannot be is told.
// Tried against files that are made after the documents, not against a live older installation.

#include "cli_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <set>
#include <string>

namespace syncctl::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_published =
    "38f605e8fd43af2f5e931b4814622b2f688ff238b6aed6a0bcd2dd55c4593111";

class ImportWorld : public CliWorld {
public:
    ImportWorld()
    {
        fs::create_directory(older().parent_path());
        sql(".read " SYNCCTL_TEST_DATA "/older_tool/database.sql");
        write(key(), k_published);
        fs::permissions(key(), fs::perms{0600});
    }

    [[nodiscard]] fs::path older() const { return home() / "older/sync.db"; }

    [[nodiscard]] fs::path key() const { return home() / "older/encryption.key"; }

    void sql(const std::string& statement) const
    {
        const auto result =
            run_process("/usr/bin/sqlite3", {.arguments = {"-bail", older().string(), statement}});
        INFO(result.err);
        REQUIRE(result.exit == 0);
    }

    [[nodiscard]] ProcessResult import(std::vector<std::string> more = {}) const
    {
        std::vector<std::string> arguments{
            "setup", "--import", older().string(), "--import-key-file", key().string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }

    /// "step: state: detail" of every line.
    [[nodiscard]] std::set<std::string> lines(std::vector<std::string> more = {}) const
    {
        more.emplace_back("--json");
        std::set<std::string> lines;
        const auto envelope = envelope_of(import(std::move(more)));
        for (const auto& row : envelope["data"]) {
            lines.insert(row["step"].get<std::string>() + ": " + row["state"].get<std::string>() +
                         (row["detail"].is_null() ? "" : ": " + row["detail"].get<std::string>()));
        }
        return lines;
    }
};

bool has(const std::set<std::string>& lines, const std::string& part)
{
    for (const auto& line : lines) {
        if (contains(line, part)) {
            return true;
        }
    }
    return false;
}

} // namespace

TEST_CASE("connectors, pairs, mapping and links of the older tool are taken over", "[cli][import]")
{
    const ImportWorld world;
    const auto before = read_text(world.older());

    const auto result = world.import();

    INFO(result.err);
    CHECK(result.exit == 3);
    CHECK(contains(result.err, "not everything could be carried over"));
    CHECK(contains(result.err, "renew them at the trackers"));
    CHECK(contains(result.err, "its schedule is read in the zone of this machine"));
    const auto pair = envelope_of(world.must({"pair", "show", "bugs", "--json"}))["data"][0];
    CHECK(pair["direction"] == "both");
    CHECK(pair["source"] == "Contoso-DevOps");
    CHECK(pair["source_filter"] == "[System.State] <> 'Removed'");
    CHECK(pair["links"] == 3);
    CHECK(pair["schedule"] == "*/15 * * * *");
    CHECK(world.must({"mapping", "export", "bugs"}).out ==
          "# From the older tool; names are checked once both connectors are discovered.\n"
          "version: 1\n"
          "source: Contoso-DevOps\n"
          "target: desk\n"
          "types:\n"
          "  - Bug <-> Incident\n"
          "  - User Story <-> Service Request\n"
          "statuses:\n"
          "  - New <-> Open\n"
          "  - Active <-> In Progress\n"
          "  - Closed <-> Closed\n"
          "fields:\n"
          "  - System.Title <-> subject | trim | truncate(250)\n"
          "  - Microsoft.VSTS.Common.Priority <-> priority | sdp_priority: { only: [Bug] }\n"
          "  - System.AssignedTo -> technician | username: { only: [Bug] }\n"
          "  - -> category = Software: { only: [Bug] }\n"
          "  - \"System.Tags <-> level | regex_replace(\\\"\\\\\\\\s+\\\", -)\": { only: [Bug] }\n"
          "deletes: never\n"
          "conflicts:\n"
          "  default: source-priority\n");
    const auto items = world.must({"items", "list"}).out;
    for (const auto* key : {"Contoso-DevOps:101", "desk:5002", "Contoso-DevOps:102"}) {
        CHECK(contains(items, key));
    }
    CHECK(contains(items, "paused"));
    CHECK(read_text(world.older()) == before);
    CHECK(std::distance(fs::directory_iterator{world.older().parent_path()}, {}) == 2);
}

TEST_CASE("everything that stays behind is told, in the table and in JSON", "[cli][import]")
{
    const ImportWorld world;
    const auto lines = world.lines();
    for (const auto* line :
         {"connector old-board: left out: there is no connector type 'jira'",
          "connector desk: left out: its endpoint 'Main' has no place here",
          "pair board: left out: its connectors were left out, or are not two",
          "mapping of bugs: left out: type (nothing) -> 'Incident': it maps a type that does not",
          "mapping of bugs: left out: status 'New' -> (nothing)",
          "mapping of bugs: left out: field 'System.Tags' -> (nothing): it maps a field that does",
          "mapping of bugs: left out: field 'System.Tags' -> 'group.name': unknown transform",
          "mapping of bugs: left out: field 'System.Tags' -> 'mode.name': it uses '$context.proj",
          "links of bugs: left out: 1 link: its item is linked to another one as well",
          "links of bugs: left out: 1 link: one of its items was deleted",
          "links: left out: 2 links of pairs that do not exist or were left out"}) {
        INFO(line);
        CHECK(has(lines, line));
    }
}

TEST_CASE("the credentials are sealed under the key of syncctl, for the origins they had",
          "[cli][import]")
{
    const ImportWorld world;
    static_cast<void>(world.import());

    for (const auto& [connector, origin] :
         {std::pair{"Contoso-DevOps", "https://dev.azure.com"}, {"desk", "https://desk.example"}}) {
        INFO(origin);
        const auto shown = world.must({"connector", "show", connector, "--json"});
        CHECK_FALSE(contains(shown.out, "test-token-123"));
    }
    for (const auto& entry : fs::recursive_directory_iterator{world.home() / ".local"}) {
        if (entry.is_regular_file()) {
            const auto octets = read_text(entry.path());
            CHECK_FALSE(contains(octets, "test-token-123"));
            CHECK_FALSE(contains(octets, "secret-key"));
            CHECK_FALSE(contains(octets, "101112131415161718191a1b"));
        }
    }
    // Opens, and may not go elsewhere.
    const auto edited =
        world.run({"connector", "edit", "desk", "--url", "https://other.example", "--no-test"});
    CHECK(edited.exit != 0);
    CHECK(contains(edited.err, "technician_key"));
}

TEST_CASE("importing twice leaves what is here as it is", "[cli][import]")
{
    const ImportWorld world;
    static_cast<void>(world.import());
    world.must({"pair", "disable", "bugs"});
    world.sql("INSERT INTO synced_items (sync_config_id, source_connector_id, target_connector_id, "
              "source_item_id, target_item_id, source_item_type, target_item_type) "
              "VALUES (1, 1, 2, '110', '5010', 'Bug', 'Incident')");

    const auto lines = world.lines();

    CHECK(has(lines, "connector desk: present"));
    CHECK(has(lines, "pair bugs: present"));
    CHECK(has(lines, "mapping of bugs: present"));
    CHECK(has(lines, "links of bugs: present: 3 links"));
    CHECK(has(lines, "links of bugs: imported: 1 link"));
    const auto pair = envelope_of(world.must({"pair", "show", "bugs", "--json"}))["data"][0];
    CHECK(pair["links"] == 4);
    CHECK(pair["enabled"] == false);
    CHECK(pair["mapping_revision"] == 1);
}

TEST_CASE("a dry run tells the same and makes nothing", "[cli][import]")
{
    const ImportWorld world;

    const auto lines = world.lines({"-n"});

    CHECK(has(lines, "connector desk: would import"));
    CHECK(has(lines, "links of bugs: would import: 3 links"));
    CHECK_FALSE(fs::exists(world.home() / ".local"));
    CHECK_FALSE(fs::exists(world.home() / ".config"));
}

TEST_CASE("a wrong key, a wrong file and wrong usage change nothing", "[cli][import]")
{
    const ImportWorld world;
    int exit = 0;
    ProcessResult result;
    SECTION("wrong key")
    {
        world.write(world.key(), "another passphrase");
        result = world.import();
        exit = 12;
    }
    SECTION("no key file")
    {
        fs::remove(world.key());
        result = world.import();
        exit = 12;
    }
    SECTION("a key that others may read")
    {
        fs::permissions(world.key(), fs::perms{0644});
        result = world.import();
        exit = 12;
    }
    SECTION("no database of the older tool")
    {
        result = world.run({"setup", "--import", world.key().string()});
        exit = 10;
    }
    SECTION("a key for nothing")
    {
        result = world.run({"setup", "--import-key-file", world.key().string()});
        exit = 2;
    }
    INFO(result.err);
    CHECK(result.exit == exit);
    CHECK(contains(result.err, "hint: "));
    CHECK_FALSE(contains(result.err, k_published));
    CHECK_FALSE(fs::exists(world.home() / ".local"));
}

TEST_CASE("without a key, or with one damaged envelope, the rest is taken over", "[cli][import]")
{
    const ImportWorld world;
    SECTION("without a key")
    {
        const auto result = world.run({"setup", "--import", world.older().string()});
        CHECK(result.exit == 3);
        CHECK(contains(result.out, "no key was given"));
        CHECK(contains(result.out, "--secret token=prompt"));
    }
    SECTION("damaged")
    {
        world.sql("UPDATE connectors SET encrypted_credentials = replace(encrypted_credentials, "
                  "'caa9', 'caa8') WHERE id = 1");
        const auto lines = world.lines();
        CHECK(has(lines, "connector Contoso-DevOps: left out: its credentials: they do not open"));
        CHECK_FALSE(has(lines, "connector desk: left out: its credentials"));
    }
    CHECK(contains(world.must({"pair", "list"}).out, "bugs"));
}

TEST_CASE("a pair whose limits could not be carried over waits for a person", "[cli][import]")
{
    const ImportWorld world;
    std::string reason;
    SECTION("its filter")
    {
        world.sql("UPDATE sync_configs SET sync_filter = '{\"list_info\":{}}' WHERE id = 1");
        reason = "its filter";
    }
    SECTION("its direction")
    {
        world.sql("UPDATE sync_configs SET direction = 'sideways' WHERE id = 1");
        reason = "its direction 'sideways'";
    }
    SECTION("its mapping")
    {
        world.sql("DELETE FROM sync_type_mappings");
        reason = "no rule of it could be carried over";
    }
    CHECK(has(world.lines(), reason));
    const auto pair = envelope_of(world.must({"pair", "show", "bugs", "--json"}))["data"][0];
    CHECK(pair["enabled"] == false);
}

TEST_CASE("hostile texts become safe names, or stay behind", "[cli][import]")
{
    const ImportWorld world;
    world.sql("UPDATE connectors SET name = char(27) || '[31m../../etc' WHERE id = 1;"
              "UPDATE connectors SET base_url = 'https://user:pw@evil.example' WHERE id = 2;"
              "UPDATE sync_configs SET schedule_cron = '* * * * * rm', name = char(10) || '; --' "
              "WHERE id = 1");
    const auto result = world.import();
    CHECK(result.exit == 3);
    CHECK_FALSE(contains(result.out + result.err, "\x1b["));
    CHECK_FALSE(contains(result.out + result.err, "pw@evil"));
    CHECK(contains(world.must({"connector", "list"}).out, "31m..-..-etc"));
    CHECK(contains(result.out, "its URL cannot be used"));
}

TEST_CASE("a schedule that is no cron line stays behind", "[cli][import]")
{
    const ImportWorld world;
    for (const auto* schedule : {"*/10 * * * * *", "every day", "* * * *", "0 0 * * $(x)"}) {
        INFO(schedule);
        world.sql("UPDATE sync_configs SET schedule_cron = '" + std::string{schedule} +
                  "' WHERE id = 1");
        CHECK(has(world.lines({"-n"}), "its schedule"));
    }
}

} // namespace syncctl::test
