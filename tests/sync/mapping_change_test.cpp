// A mapping that changes while items are linked: what a new, a removed and a changed line do to
// them, and what stops a change that would rewrite most of them.

#include "support/files_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <map>
#include <string_view>

using namespace syncctl::test;
using nlohmann::json;

namespace {

constexpr const char* k_notes = "  - Notes <-> description\n";

/// A linked pair of trackers whose mapping has a line for titles, and then more.
class Changing {
public:
    explicit Changing(std::string strategy = "source-priority", const std::string& lines = {})
        : m_strategy{std::move(strategy)}
    {
        store_mapping(lines);
    }

    /// Imports a mapping with these lines besides the titles'.
    void store_mapping(const std::string& lines, const std::string& types = "[Bug <-> Incident]")
    {
        std::ofstream{world.path("changed.yaml")}
            << "version: 1\nsource: dev\ntarget: desk\ntypes: " << types
            << "\nstatuses: [New <-> Open, Closed <-> Done]\nfields:\n  - Title <-> subject\n"
            << lines << "conflicts: { default: " << m_strategy << " }\n";
        const auto imported = world.syncctl({"mapping", "import", "p", world.path("changed.yaml")});
        INFO(imported.err);
        REQUIRE(imported.exit == 0);
    }

    ProcessResult run(std::vector<std::string> options = {})
    {
        options.insert(options.begin(), {"run", "p"});
        return world.syncctl(options);
    }

    /// An item of dev with a partner; returns the partner's id.
    std::string linked(int id, const std::string& title)
    {
        world.add("dev", id, title);
        REQUIRE(run().exit == 0);
        return world.partner("dev", std::to_string(id));
    }

    [[nodiscard]] std::string notes(const std::string& id) const
    {
        return world.field("dev", id, "Notes");
    }

    [[nodiscard]] std::string description(const std::string& id) const
    {
        return world.field("desk", id, "description");
    }

    [[nodiscard]] std::map<std::string, std::string> files() const
    {
        std::map<std::string, std::string> all;
        for (const std::string side : {"dev", "desk"}) {
            for (const auto& id : world.ids(side)) {
                std::ifstream in{world.path(side + "/items/" + id + ".json")};
                all[side + id] = {std::istreambuf_iterator<char>{in}, {}};
            }
        }
        return all;
    }

    [[nodiscard]] json conflicts(const std::string& state)
    {
        return json::parse(
            world.syncctl({"conflicts", "list", "--state", state, "--json"}).out)["data"];
    }

    void check_is_in_step()
    {
        const auto before = files();
        CHECK(run({"--full"}).exit == 0);
        CHECK(files() == before);
    }

    FilesWorld world;

private:
    std::string m_strategy;
};

} // namespace

TEST_CASE("a new line takes effect for linked items: equal agrees, empty is filled, different is "
          "decided and recorded",
          "[sync][mapping]")
{
    Changing pair;
    const auto same = pair.linked(1, "same on both sides");
    const auto filled = pair.linked(2, "empty on one");
    const auto back = pair.linked(3, "empty on the other");
    const auto different = pair.linked(4, "different");
    pair.world.edit("dev", "1", "Notes", "agreed");
    pair.world.edit("desk", same, "description", "agreed");
    pair.world.edit("dev", "2", "Notes", "from dev");
    pair.world.edit("desk", back, "description", "from desk");
    pair.world.edit("dev", "4", "Notes", "dev says");
    pair.world.edit("desk", different, "description", "desk says");
    REQUIRE(pair.run().exit == 0);
    const auto before = pair.files();

    pair.store_mapping(k_notes);
    const auto shown = pair.run({"--full", "-n"});
    INFO(shown.out << shown.err);
    CHECK(shown.exit == 0);
    CHECK(pair.files() == before);
    CHECK(shown.out.find("description") != std::string::npos);
    CHECK(shown.out.find("Notes") != std::string::npos);

    CHECK(pair.run().exit == 0);
    CHECK(pair.notes("1") == "agreed");
    CHECK(pair.description(same) == "agreed");
    CHECK(pair.description(filled) == "from dev");
    CHECK(pair.notes("3") == "from desk");
    CHECK(pair.notes("4") == "dev says");
    CHECK(pair.description(different) == "dev says");
    const auto recorded = pair.conflicts("resolved");
    REQUIRE(recorded.size() == 1);
    CHECK(recorded[0]["source"] == "dev says");
    CHECK(recorded[0]["target"] == "desk says");
    CHECK(recorded[0]["base"].is_null());
    pair.check_is_in_step();
}

TEST_CASE("a new line with different values and the strategy manual waits for a person",
          "[sync][mapping]")
{
    Changing pair{"manual"};
    const auto partner = pair.linked(1, "different");
    pair.world.edit("dev", "1", "Notes", "dev says");
    pair.world.edit("desk", partner, "description", "desk says");
    REQUIRE(pair.run().exit == 0);
    pair.store_mapping(k_notes);
    CHECK(pair.run().exit == 14);
    CHECK(pair.notes("1") == "dev says");
    CHECK(pair.description(partner) == "desk says");
    CHECK(pair.conflicts("open").size() == 1);
}

TEST_CASE("a removed line leaves values alone on both sides, whatever is edited there",
          "[sync][mapping]")
{
    Changing pair{"source-priority", k_notes};
    const auto partner = pair.linked(1, "has notes");
    pair.world.edit("dev", "1", "Notes", "old");
    REQUIRE(pair.run().exit == 0);
    REQUIRE(pair.description(partner) == "old");

    pair.store_mapping("");
    REQUIRE(pair.run().exit == 0);
    CHECK(pair.notes("1") == "old");
    CHECK(pair.description(partner) == "old");
    pair.world.edit("dev", "1", "Notes", "newer");
    pair.world.edit("dev", "1", "Title", "renamed"); // so that the link is written meanwhile
    REQUIRE(pair.run().exit == 0);
    CHECK(pair.world.field("desk", partner, "subject") == "renamed");
    CHECK(pair.description(partner) == "old");
    CHECK(pair.conflicts("all").empty());
}

TEST_CASE("a line that comes back is a new line: the newer edit wins by time, and no other loses "
          "without a record",
          "[sync][mapping]")
{
    const auto* strategy = GENERATE("last-write-wins", "target-priority");
    Changing pair{strategy, k_notes};
    const auto partner = pair.linked(1, "has notes");
    pair.world.edit("dev", "1", "Notes", "old");
    REQUIRE(pair.run().exit == 0);
    pair.store_mapping("");
    REQUIRE(pair.run().exit == 0);
    pair.world.edit("dev", "1", "Notes", "newer");
    // The edits above may share one tick of the file system's clock.
    ProcessOptions touch;
    touch.arguments = {"-d", "2030-01-01", pair.world.path("dev/items/1.json")};
    REQUIRE(run_process("/usr/bin/touch", touch).exit == 0);

    pair.store_mapping(k_notes);
    CHECK(pair.run().exit == 0);
    const bool is_by_time = std::string_view{strategy} == "last-write-wins";
    CHECK(pair.notes("1") == (is_by_time ? "newer" : "old"));
    CHECK(pair.description(partner) == pair.notes("1"));
    const auto recorded = pair.conflicts("resolved");
    REQUIRE(recorded.size() == 1);
    CHECK(recorded[0]["source"] == "newer");
    CHECK(recorded[0]["target"] == "old");
    pair.check_is_in_step();
}

TEST_CASE("a line that comes back after edits on both sides decides and records", "[sync][mapping]")
{
    Changing pair{"target-priority", k_notes};
    const auto partner = pair.linked(1, "has notes");
    pair.world.edit("dev", "1", "Notes", "old");
    REQUIRE(pair.run().exit == 0);
    pair.store_mapping("");
    pair.world.edit("dev", "1", "Notes", "newer in dev");
    pair.world.edit("desk", partner, "description", "newer in desk");
    REQUIRE(pair.run().exit == 0);
    CHECK(pair.notes("1") == "newer in dev");

    pair.store_mapping(k_notes);
    CHECK(pair.run().exit == 0);
    CHECK(pair.notes("1") == "newer in desk");
    const auto recorded = pair.conflicts("resolved");
    REQUIRE(recorded.size() == 1);
    CHECK(recorded[0]["source"] == "newer in dev");
}

TEST_CASE("a changed transform reaches linked items that nobody edited", "[sync][mapping]")
{
    Changing pair{"source-priority", "  - Notes -> description\n"};
    const auto partner = pair.linked(1, "has notes");
    const auto edited = pair.linked(2, "has a desk edit");
    pair.world.edit("dev", "1", "Notes", "quiet");
    pair.world.edit("dev", "2", "Notes", "quiet too");
    REQUIRE(pair.run().exit == 0);
    pair.world.edit("desk", edited, "description", "typed in the desk");

    pair.store_mapping("  - Notes -> description | upper\n");
    CHECK(pair.run().exit == 0);
    CHECK(pair.description(partner) == "QUIET");
    CHECK(pair.description(edited) == "QUIET TOO");
    const auto recorded = pair.conflicts("resolved");
    REQUIRE(recorded.size() == 1); // what we wrote ourselves was nobody's
    CHECK(recorded[0]["target"] == "typed in the desk");
    pair.world.edit("dev", "1", "Notes", "louder");
    CHECK(pair.run().exit == 0);
    CHECK(pair.description(partner) == "LOUDER");
    CHECK(pair.notes("1") == "louder");
    pair.check_is_in_step();
}

TEST_CASE("a changed constant is enforced on linked items", "[sync][mapping]")
{
    Changing pair{"source-priority", "  - -> description = Software\n"};
    const auto partner = pair.linked(1, "one");
    REQUIRE(pair.description(partner) == "Software");
    pair.store_mapping("  - -> description = Hardware\n");
    CHECK(pair.run().exit == 0);
    CHECK(pair.description(partner) == "Hardware");
    CHECK(pair.conflicts("resolved").empty());
    pair.check_is_in_step();
}

TEST_CASE("where a changed line reads both ways differently the strategy decides, and manual waits",
          "[sync][mapping]")
{
    Changing pair{"manual", "  - Notes <-> description\n"};
    const auto partner = pair.linked(1, "one");
    pair.world.edit("dev", "1", "Notes", "text");
    REQUIRE(pair.run().exit == 0);
    pair.store_mapping("  - Notes <-> description | prefix(\"> \")\n");
    CHECK(pair.run().exit == 14);
    CHECK(pair.description(partner) == "text");
    CHECK(pair.run().exit == 14); // it stays open until somebody decides or edits
    const auto open = pair.conflicts("open");
    REQUIRE(open.size() == 1);
    pair.world.edit("desk", partner, "description", "> text");
    CHECK(pair.run().exit == 0);
    pair.check_is_in_step();
}

TEST_CASE("changed types hold for new items; a link whose types are gone waits for a person",
          "[sync][mapping]")
{
    Changing pair;
    const auto old = pair.linked(1, "an incident");
    std::ofstream{pair.world.path("desk/tracker.json")} << R"({"types": [
        {"name": "Incident", "statuses": [{"name": "Open", "category": "proposed"},
                                          {"name": "Done", "category": "completed"}],
         "fields": [{"name": "subject", "type": "text"}, {"name": "status", "type": "status"}]},
        {"name": "Request", "statuses": [{"name": "Open", "category": "proposed"},
                                         {"name": "Done", "category": "completed"}],
         "fields": [{"name": "subject", "type": "text"}, {"name": "status", "type": "status"}]}]})";
    REQUIRE(pair.world.syncctl({"connector", "discover", "desk"}).exit == 0);

    pair.store_mapping("", "[Bug <-> Request]");
    pair.world.add("dev", 2, "a request");
    pair.world.edit("dev", "1", "Title", "renamed");
    CHECK(pair.run().exit == 14);
    const auto made = pair.world.partner("dev", "2");
    CHECK(pair.world.ids("desk").size() == 2);
    CHECK(pair.world.read_raw("desk", "items/" + made + ".json").find("Request") !=
          std::string::npos);
    CHECK(pair.world.field("desk", old, "subject") == "an incident");
    CHECK(pair.conflicts("open").size() == 1);

    pair.store_mapping("", "[Bug <-> Request, Bug <-> Incident]");
    CHECK(pair.run().exit == 0);
    CHECK(pair.world.field("desk", old, "subject") == "renamed");
    CHECK(pair.world.read_raw("desk", "items/" + old + ".json").find("Incident") !=
          std::string::npos);
}

TEST_CASE("a changed line that would rewrite most of many links stops before the first write",
          "[sync][mapping][guard]")
{
    constexpr int k_links = 51;
    Changing pair;
    for (int id = 1; id <= k_links; ++id) {
        pair.world.add("dev", id, "item " + std::to_string(id));
        pair.world.edit("dev", std::to_string(id), "Notes", "only in dev so far");
    }
    REQUIRE(pair.run().exit == 0);
    pair.store_mapping(k_notes);
    const auto before = pair.files();

    const auto stopped = pair.run();
    CHECK(stopped.exit == 15);
    CHECK(stopped.err.find("would rewrite 51 of 51 linked items") != std::string::npos);
    CHECK(stopped.err.find("syncctl run p --full -n") != std::string::npos);
    CHECK(stopped.err.find("--allow-mass-change") != std::string::npos);
    CHECK(pair.files() == before);
    CHECK(pair.run({"--full", "-n"}).exit == 0);
    CHECK(pair.files() == before);

    CHECK(pair.run({"--allow-mass-change", "-q"}).exit == 0);
    CHECK(pair.description(pair.world.partner("dev", "1")) == "only in dev so far");
    pair.check_is_in_step();
}
