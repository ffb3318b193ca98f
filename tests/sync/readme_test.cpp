// Types the command lines of the README, in their order, into a copy of the demo trackers.

#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

using namespace syncctl::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> readme_commands()
{
    std::ifstream in{SYNCCTL_SOURCE_DIR "/README.md"};
    std::vector<std::string> commands;
    bool is_code = false;
    for (std::string line; std::getline(in, line);) {
        if (line.rfind("```", 0) == 0) {
            is_code = line == "```sh";
        } else if (is_code && line.rfind("syncctl ", 0) == 0) {
            commands.push_back(line.substr(sizeof("syncctl ") - 1));
        }
    }
    return commands;
}

class Demo {
public:
    Demo()
    {
        for (const auto* name : {"development", "service-desk", "mapping.yaml"}) {
            fs::copy(fs::path{SYNCCTL_SOURCE_DIR} / "data/demo" / name,
                     m_dir / name,
                     fs::copy_options::recursive);
        }
    }

    ProcessResult syncctl(const std::string& command)
    {
        ProcessOptions options;
        options.arguments = {"-c", "exec '" SYNCCTL_BINARY "' " + command};
        options.directory = m_dir.path();
        options.environment = {{"XDG_CONFIG_HOME", (m_dir / "config").string()},
                               {"XDG_STATE_HOME", (m_dir / "state").string()}};
        return run_process("/bin/sh", options);
    }

    /// Renames the item on both sides, as two people would.
    void rename_on_both_sides()
    {
        const auto shown = json::parse(syncctl("items show dev:103 --json").out)["data"].at(0);
        const auto partner = shown["target_item"].get<std::string>().substr(sizeof("desk:") - 1);
        set("development/items/103.json", "System.Title", "renamed in dev");
        set("service-desk/items/" + partner + ".json", "subject", "renamed at the desk");
    }

private:
    void set(const std::string& name, const std::string& field, const std::string& value)
    {
        const auto path = m_dir / name;
        std::ifstream in{path};
        auto item = json::parse(in);
        item["fields"][field] = value;
        std::ofstream{path} << item.dump(2);
    }

    TempDir m_dir;
};

} // namespace

TEST_CASE("the command lines of the README work in their order", "[sync][docs]")
{
    const auto commands = readme_commands();
    REQUIRE(commands.size() >= 10);
    Demo demo;
    for (const auto& command : commands) {
        INFO("syncctl " << command);
        if (command.rfind("pair edit ", 0) == 0) {
            CHECK(demo.syncctl("run demo").exit == 0); // carries the decision out
        }
        if (command == "conflicts list") {
            demo.rename_on_both_sides();
            CHECK(demo.syncctl("run demo").exit == 14);
        }
        auto typed = command;
        if (const std::string resolve = "conflicts resolve 1 "; command.rfind(resolve, 0) == 0) {
            const auto open = json::parse(demo.syncctl("conflicts list --json").out)["data"];
            REQUIRE(open.size() == 1);
            typed =
                "conflicts resolve " + open[0]["id"].dump() + " " + command.substr(resolve.size());
        }
        const auto result = demo.syncctl(typed);
        INFO(result.out << result.err);
        CHECK(result.exit == 0);
    }
    CHECK(demo.syncctl("run demo -q").exit == 0);
}

TEST_CASE("the mapping of the demo is a good document", "[sync][docs]")
{
    Demo demo;
    for (const auto* command : {"setup",
                                "connector add dev --type files --url development",
                                "connector add desk --type files --url service-desk",
                                "pair add demo --source dev --target desk",
                                "mapping validate mapping.yaml"}) {
        const auto result = demo.syncctl(command);
        INFO(command << ": " << result.err);
        CHECK(result.exit == 0);
    }
}

TEST_CASE("the example of the mapping manual is a good document", "[sync][docs]")
{
    std::ifstream in{SYNCCTL_SOURCE_DIR "/docs/mapping.md"};
    std::string document;
    bool is_example = false;
    for (std::string line; std::getline(in, line);) {
        if (is_example && line == "```") {
            break;
        }
        if (is_example) {
            document += line + "\n";
        }
        is_example = is_example || line == "```yaml";
    }
    REQUIRE(document.find("version: 1") == 0);
    TempDir dir;
    std::ofstream{dir / "mapping.yaml"} << document;
    ProcessOptions options;
    options.arguments = {"mapping", "validate", (dir / "mapping.yaml").string()};
    options.environment = {{"XDG_STATE_HOME", (dir / "state").string()},
                           {"XDG_CONFIG_HOME", (dir / "config").string()}};
    const auto result = run_process(SYNCCTL_BINARY, options);
    INFO(result.err);
    CHECK(result.exit == 0);
}
