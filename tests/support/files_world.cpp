#include "files_world.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace syncctl::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::string_view k_dev = R"({"types": [{"name": "Bug",
  "statuses": [{"name": "New", "category": "proposed"}, {"name": "Closed", "category": "completed"}],
  "fields": [{"name": "Title", "type": "text"}, {"name": "State", "type": "status"},
             {"name": "Priority", "type": "number"}, {"name": "Notes", "type": "text"}]}]})";
constexpr std::string_view k_desk = R"({"types": [{"name": "Incident",
  "statuses": [{"name": "Open", "category": "proposed"}, {"name": "Done", "category": "completed"}],
  "fields": [{"name": "subject", "type": "text"}, {"name": "status", "type": "status"},
             {"name": "priority", "type": "text"}, {"name": "description", "type": "text"}]}]})";
constexpr std::string_view k_mapping = R"(version: 1
source: dev
target: desk
types: [Bug <-> Incident]
statuses: [New <-> Open, Closed <-> Done]
fields:
  - Title <-> subject
  - Priority <-> priority | text | map(priority)
  - Notes <-> description
values:
  priority: [1 <-> High, 2 <-> Medium, 3 <-> Low]
deletes: never
conflicts: {{ default: {} }}
)";

json read_item(const std::string& path)
{
    std::ifstream in{path};
    return json::parse(in);
}

/// As editors save: beside, then renamed over.
void write_item(const std::string& path, const json& item)
{
    std::ofstream{path + ".edit"} << item.dump(2) << '\n';
    fs::rename(path + ".edit", path);
}

std::string text_of(const json& fields, const char* name)
{
    if (!fields.contains(name)) {
        return {};
    }
    return fields[name].is_string() ? fields[name].get<std::string>() : fields[name].dump();
}

void run_shell(const std::string& command)
{
    ProcessOptions shell;
    shell.arguments = {"-c", command};
    shell.environment = {{"PATH", "/usr/bin:/bin"}};
    if (const auto result = run_process("/bin/sh", shell); result.exit != 0) {
        throw std::runtime_error{command + ": " + result.err};
    }
}

/// The words of the desk in terms of dev, so that both sides can be compared.
std::string in_terms_of_dev(std::string word)
{
    const std::map<std::string, std::string> words{
        {"Open", "New"}, {"Done", "Closed"}, {"High", "1"}, {"Medium", "2"}, {"Low", "3"}};
    const auto found = words.find(word);
    return found == words.end() ? word : found->second;
}

} // namespace

FilesWorld::FilesWorld(std::string_view strategy)
{
    for (const auto& [side, tracker] : {std::pair{"dev", k_dev}, std::pair{"desk", k_desk}}) {
        fs::create_directories(m_dir / side / "items");
        std::ofstream{m_dir / side / "tracker.json"} << tracker;
    }
    std::ofstream{m_dir / "mapping.yaml"} << fmt::format(fmt::runtime(k_mapping), strategy);
    set_up();
}

void FilesWorld::set_up()
{
    const std::vector<std::vector<std::string>> steps{
        {"setup"},
        {"connector", "add", "dev", "--type", "files", "--url", path("dev")},
        {"connector", "add", "desk", "--type", "files", "--url", path("desk")},
        {"pair", "add", "p", "--source", "dev", "--target", "desk"},
        {"mapping", "import", "p", path("mapping.yaml")}};
    for (const auto& step : steps) {
        const auto result = syncctl(step);
        if (result.exit != 0) {
            throw std::runtime_error{
                fmt::format("syncctl {}: {}{}", step.front(), result.out, result.err)};
        }
    }
}

ProcessOptions FilesWorld::plan(const std::vector<std::string>& arguments) const
{
    ProcessOptions plan;
    plan.arguments = arguments;
    plan.environment = {{"PATH", "/usr/bin:/bin"},
                        {"SYNCCTL_DB", path("state/sync.db")},
                        {"XDG_CONFIG_HOME", path("config")},
                        {"HOME", path("home")}};
    for (const auto& [name, value] : env) {
        plan.environment[name] = value;
    }
    return plan;
}

ProcessResult FilesWorld::syncctl(const std::vector<std::string>& arguments)
{
    return run_process(SYNCCTL_BINARY, plan(arguments));
}

void FilesWorld::add(const std::string& side, int id, const std::string& title)
{
    const bool is_dev = side == "dev";
    json fields{{is_dev ? "Title" : "subject", title},
                {is_dev ? "State" : "status", is_dev ? "New" : "Open"}};
    if (is_dev) {
        fields["Priority"] = 2;
    } else {
        fields["priority"] = "Medium";
    }
    write_item(
        path(fmt::format("{}/items/{}.json", side, id)),
        {{"id", std::to_string(id)}, {"type", is_dev ? "Bug" : "Incident"}, {"fields", fields}});
}

void FilesWorld::edit(const std::string& side,
                      const std::string& id,
                      const std::string& field,
                      const std::string& value)
{
    const auto file = path(fmt::format("{}/items/{}.json", side, id));
    auto item = read_item(file);
    item["fields"][field] = field == "Priority" ? json::parse(value) : json(value);
    write_item(file, item);
}

void FilesWorld::erase(const std::string& side, const std::string& id)
{
    fs::remove(m_dir / fmt::format("{}/items/{}.json", side, id));
}

void FilesWorld::write_raw(const std::string& side,
                           const std::string& name,
                           std::string_view content)
{
    std::ofstream{path(fmt::format("{}/{}", side, name)), std::ios::binary} << content;
}

std::vector<std::string> FilesWorld::ids(const std::string& side) const
{
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator{path(side + "/items")}) {
        if (entry.path().extension() == ".json" &&
            entry.path().filename().string().front() != '.') {
            found.push_back(entry.path().stem().string());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::string> FilesWorld::contents(const std::string& side) const
{
    std::vector<std::string> found;
    for (const auto& id : ids(side)) {
        const auto fields = read_item(path(fmt::format("{}/items/{}.json", side, id)))["fields"];
        found.push_back(side == "dev" ? fmt::format("{}|{}|{}|{}",
                                                    text_of(fields, "Title"),
                                                    text_of(fields, "State"),
                                                    text_of(fields, "Priority"),
                                                    text_of(fields, "Notes"))
                                      : fmt::format("{}|{}|{}|{}",
                                                    text_of(fields, "subject"),
                                                    in_terms_of_dev(text_of(fields, "status")),
                                                    in_terms_of_dev(text_of(fields, "priority")),
                                                    text_of(fields, "description")));
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string
FilesWorld::field(const std::string& side, const std::string& id, const std::string& name) const
{
    return text_of(read_item(path(fmt::format("{}/items/{}.json", side, id)))["fields"],
                   name.c_str());
}

std::string FilesWorld::sql(const std::string& query)
{
    ProcessOptions shell;
    shell.arguments = {path("state/sync.db"), query};
    shell.environment = {{"PATH", "/usr/bin:/bin"}};
    auto result = run_process("/usr/bin/sqlite3", shell);
    if (result.exit != 0) {
        throw std::runtime_error{"sqlite3: " + result.err};
    }
    while (!result.out.empty() && result.out.back() == '\n') {
        result.out.pop_back();
    }
    return result.out;
}

std::string FilesWorld::partner(const std::string& side, const std::string& id)
{
    return side == "dev"
               ? sql("SELECT target_item_id FROM synced_items WHERE source_item_id = '" + id + "'")
               : sql("SELECT source_item_id FROM synced_items WHERE target_item_id = '" + id + "'");
}

std::string FilesWorld::database_problems()
{
    const auto report = sql("PRAGMA integrity_check; PRAGMA foreign_key_check;");
    return report == "ok" ? std::string{} : report;
}

void FilesWorld::save()
{
    fs::create_directories(m_dir / "saved");
    // Items are only ever replaced by rename, so hard links keep their content, time and inode.
    run_shell(fmt::format("cd {} && cp -al dev desk saved/ && cp -a state saved/", path("")));
}

void FilesWorld::restore()
{
    run_shell(fmt::format(
        "cd {} && rm -rf dev desk state && cp -al saved/dev saved/desk . && cp -a saved/state .",
        path("")));
}

} // namespace syncctl::test
