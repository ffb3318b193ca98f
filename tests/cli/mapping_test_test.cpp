#include "demo_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace syncctl::test {

using nlohmann::json;

namespace {

/// The demo pair with its own mapping.
class MappedDemo : public DemoWorld {
public:
    MappedDemo()
    {
        std::filesystem::copy(SYNCCTL_SOURCE_DIR "/data/demo/mapping.yaml",
                              home() / "mapping.yaml");
        must({"mapping", "import", "demo", "mapping.yaml"});
    }

    /// `data` of the test of one item.
    [[nodiscard]] json tested(const std::vector<std::string>& arguments, int exit = 0) const
    {
        std::vector<std::string> words{"mapping", "test", "demo", "--json"};
        words.insert(words.end(), arguments.begin(), arguments.end());
        const auto result = run(words);
        INFO(result.out << result.err);
        CHECK(result.exit == exit);
        return envelope_of(result)["data"][0];
    }

    /// Replaces the first `from` in the item's file.
    void edit(const std::string& file, const std::string& from, const std::string& to) const
    {
        auto text = read_text(home() / file);
        const auto at = text.find(from);
        REQUIRE(at != std::string::npos);
        write(home() / file, text.replace(at, from.size(), to));
    }
};

json field(const json& data, const std::string& rule, const std::string& towards)
{
    for (const auto& each : data["fields"]) {
        if (each["rule"] == rule && each["towards"] == towards) {
            return each;
        }
    }
    FAIL("no field " << rule);
    return {};
}

} // namespace

TEST_CASE("an item without partner shows what a new one would be made with", "[cli]")
{
    const MappedDemo cli;
    const auto before = cli.everything();
    const auto data = cli.tested({"dev:103"});
    CHECK(cli.everything() == before);
    CHECK(data["source_item"] == "dev:103");
    CHECK(data["target_item"].is_null());
    CHECK(contains(data["partner"].get<std::string>(), "a new 'Incident' would be created"));
    CHECK(data["types"][0]["chosen"] == true);
    CHECK(data["types"][1]["reason"] == "the item is of type 'Bug'");
    CHECK(data["defaults"]["category"] == "Software");

    const auto priority = field(data, "Priority <-> priority", "target");
    CHECK(priority["value_in"] == 1);
    CHECK(priority["steps"][0]["step"] == "text");
    CHECK(priority["steps"][0]["value"] == "1");
    CHECK(priority["steps"][1]["step"] == "map(priority)");
    CHECK(priority["value_out"] == "High");
    CHECK(priority["held"].is_null());
    CHECK(priority["outcome"] == "would change");
    CHECK(field(data, "Priority <-> priority", "source")["outcome"] ==
          "not written in this direction");
    CHECK(field(data, "Ticket.Id <- id", "target")["reason"] == "by the arrow");
}

TEST_CASE("people see the steps of each rule, its line, and the outcome", "[cli]")
{
    const MappedDemo cli;
    const auto text = cli.must({"mapping", "test", "demo", "dev:103"}).out;
    for (const auto* part : {"Towards the target",
                             "Priority <-> priority",
                             "  | map(priority)",
                             "would change",
                             "Bug <-> Incident",
                             "Defaults of the new item"}) {
        CAPTURE(part);
        CHECK(contains(text, part));
    }
    CHECK_FALSE(contains(text, "Towards the source"));
}

TEST_CASE("a linked item is compared with its partner in both directions", "[cli]")
{
    const MappedDemo cli;
    cli.must({"run", "demo"});
    auto data = cli.tested({"dev:103"});
    CHECK(data["partner"] == "linked, active");
    CHECK(data["target_item"].is_string());
    for (const auto& each : data["fields"]) {
        CAPTURE(each);
        CHECK((each["outcome"] == "same" || each["outcome"] == "not written in this direction"));
    }

    cli.edit("development/items/103.json", "rounded twice", "rounded thrice");
    const auto before = cli.everything();
    data = cli.tested({"dev:103"});
    CHECK(cli.everything() == before);
    const std::string title = "System.Title <-> subject";
    CHECK(field(data, title, "target")["outcome"] == "would change");
    const auto back = field(data, title, "source");
    CHECK(back["outcome"] == "left alone");
    CHECK(back["reason"] == "not edited since both sides last agreed");

    // The same from the other end.
    const auto partner = data["target_item"].get<std::string>();
    CHECK(cli.tested({partner})["source_item"] == "dev:103");
    cli.edit("service-desk/items/" + partner.substr(5) + ".json", "rounded twice", "never rounded");
    data = cli.tested({partner});
    CHECK(field(data, title, "target")["reason"] == "both sides were edited: manual");
    CHECK(field(data, title, "source")["outcome"] == "would change");
}

TEST_CASE("a rule that changed since the last run shows what it would do to a linked item", "[cli]")
{
    const MappedDemo cli;
    cli.must({"run", "demo"});
    const std::string head = "version: 1\nsource: dev\ntarget: desk\ntypes:\n  - Bug <-> Incident\n"
                             "fields:\n  - System.Title <-> subject";
    cli.write(cli.home() / "changed.yaml",
              head + " | truncate(5)\nconflicts: { default: source-priority }\n");
    auto data = cli.tested({"dev:103", "--mapping", "changed.yaml"});
    const std::string title = "System.Title <-> subject";
    CHECK(field(data, title, "target")["outcome"] == "would change");
    CHECK(field(data, title, "target")["reason"] == "the rule changed since the last run");

    cli.write(cli.home() / "changed.yaml",
              head + " | truncate(5)\nconflicts: { default: target-priority }\n");
    data = cli.tested({"dev:103", "--mapping", "changed.yaml"});
    CHECK(field(data, title, "target")["outcome"] == "left alone");
    CHECK(field(data, title, "source")["outcome"] == "would change");
}

TEST_CASE("a value that cannot be mapped is a problem of its rule, with the step that fails",
          "[cli]")
{
    const MappedDemo cli;
    cli.edit("development/items/103.json", "\"Priority\": 1", "\"Priority\": 9");
    const auto data = cli.tested({"dev:103"}, 3);
    const auto priority = field(data, "Priority <-> priority", "target");
    CHECK(priority["outcome"] == "problem");
    CHECK(contains(priority["reason"].get<std::string>(), "(mapping line "));
    CHECK(priority["value_out"].is_null());
    CHECK(priority["steps"].size() == 2);
    CHECK(contains(priority["steps"][1]["problem"].get<std::string>(), "has no line for '9'"));
    CHECK(contains(cli.run({"mapping", "test", "demo", "dev:103"}).err,
                   "1 value of the item could not be mapped"));
}

TEST_CASE("a document can be tried before it is imported", "[cli]")
{
    const DemoWorld cli;
    CHECK(cli.run({"mapping", "test", "demo", "dev:103"}).exit == 18); // no mapping yet
    cli.write(cli.home() / "try.yaml",
              "version: 1\nsource: dev\ntarget: desk\ntypes:\n  - Bug <-> Incident\nfields:\n"
              "  - System.Title <-> subject | truncate(5)\n"
              "  - Repro.Steps <-> description: { when: source.Priority > 3 }\n");
    const auto before = cli.everything();
    const auto result =
        cli.must({"mapping", "test", "demo", "dev:103", "--mapping", "try.yaml", "--json"});
    CHECK(cli.everything() == before);
    const auto data = envelope_of(result)["data"][0];
    CHECK(field(data, "System.Title <-> subject", "target")["value_out"] == "Order");
    const auto off = field(data, "Repro.Steps <-> description", "target");
    CHECK(off["outcome"] == "rule off");
    CHECK(off["reason"] == "when source.Priority > 3");
    CHECK(off["line"] == 8);

    const auto from_input = cli.must({"mapping", "test", "demo", "dev:103", "--mapping", "-"},
                                     {.input = read_text(cli.home() / "try.yaml")});
    CHECK(contains(from_input.out, "  | truncate(5)"));
    cli.write(cli.home() / "bad.yaml",
              "version: 1\nsource: dev\ntarget: desk\ntypes:\n  - Bug <-> Incident\nfields:\n"
              "  - System.Titel <-> subject\n");
    const auto bad = cli.run({"mapping", "test", "demo", "dev:103", "--mapping", "bad.yaml"});
    CHECK(bad.exit == 16);
    CHECK(contains(bad.err, "bad.yaml:7:5: error:"));
}

TEST_CASE("people whom the other side does not know are named", "[cli]")
{
    const DemoWorld cli;
    cli.write(cli.home() / "try.yaml",
              "version: 1\nsource: dev\ntarget: desk\ntypes:\n  - Bug <-> Incident\nfields:\n"
              "  - Assigned.To <-> technician | user\n"
              "users: { match: table, map: [a@example.com <-> b@example.com], unknown: leave }\n");
    const auto result =
        cli.must({"mapping", "test", "demo", "dev:103", "--mapping", "try.yaml", "--json"});
    const auto data = envelope_of(result)["data"][0];
    CHECK(data["unknown_people"] == json::array({"aylin.demir@example.com"}));
    CHECK(field(data, "Assigned.To <-> technician", "target")["outcome"] == "left alone");
    CHECK(contains(cli.must({"mapping", "test", "demo", "dev:103", "--mapping", "try.yaml"}).err,
                   "unknown on the other side: aylin.demir@example.com"));
}

TEST_CASE("what is asked for has to exist", "[cli]")
{
    const MappedDemo cli;
    CHECK(cli.run({"mapping", "test", "demo", "dev:999"}).exit == 18);
    CHECK(cli.run({"mapping", "test", "demo", "nobody:1"}).exit == 18);
    CHECK(cli.run({"mapping", "test", "nobody", "dev:103"}).exit == 18);
    CHECK(cli.run({"mapping", "test", "demo", "103"}).exit == 2);
}

TEST_CASE("an item that cannot be read is told from one that is gone", "[cli]")
{
    const MappedDemo cli;
    cli.must({"run", "demo"});
    const auto partner = cli.tested({"dev:103"})["target_item"].get<std::string>();
    std::filesystem::remove(cli.home() / "service-desk/items" / (partner.substr(5) + ".json"));
    const auto data = cli.tested({"dev:103"});
    CHECK(data["partner"] == partner + " is gone");
    CHECK(data["target_item"].is_null());
    cli.write(cli.home() / "development/items/104.json", "{ half");
    CHECK(cli.run({"mapping", "test", "demo", "dev:104"}).exit == 13);
}

} // namespace syncctl::test
