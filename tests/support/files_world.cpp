#include "files_world.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
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
{notes}values:
  priority: [1 <-> High, 2 <-> Medium, 3 <-> Low]
{match}deletes: {deletes}
conflicts: {{ default: {strategy} }}
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

constexpr std::array k_parts{"dev", "desk", "state", "config"};

/// Items are only ever replaced by rename, so hard links keep their content, time and inode.
void copy_world(const fs::path& from, const fs::path& to)
{
    for (const auto* part : k_parts) {
        if (fs::exists(from / part)) {
            const bool is_tracker = fs::exists(from / part / "tracker.json");
            fs::copy(from / part,
                     to / part,
                     fs::copy_options::recursive | (is_tracker ? fs::copy_options::create_hard_links
                                                               : fs::copy_options::none));
        }
    }
}

int append_row(void* lines, int columns, char** values, char** /*names*/)
{
    auto& text = *static_cast<std::string*>(lines);
    for (int i = 0; i < columns; ++i) {
        text += i == 0 ? "" : "|";
        text += values[i] != nullptr ? values[i] : "";
    }
    text += '\n';
    return 0;
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
    : FilesWorld{FilesWorldOptions{.strategy = strategy}}
{
}

FilesWorld::FilesWorld(const FilesWorldOptions& options) : m_dir{options.parent}
{
    for (const auto& [side, tracker] : {std::pair{"dev", k_dev}, std::pair{"desk", k_desk}}) {
        fs::create_directories(m_dir / side / "items");
        std::ofstream{m_dir / side / "tracker.json"} << tracker;
    }
    write_mapping(options);
    if (options.has_database) {
        run_all({{"setup"}});
    }
    if (options.has_database && options.has_connectors) {
        add_pair();
    }
}

void FilesWorld::set_up()
{
    run_all({{"setup"}});
    add_pair();
}

void FilesWorld::add_pair()
{
    run_all({{"connector", "add", "dev", "--type", "files", "--url", path("dev")},
             {"connector", "add", "desk", "--type", "files", "--url", path("desk")},
             {"pair", "add", "p", "--source", "dev", "--target", "desk"},
             {"mapping", "import", "p", path("mapping.yaml")}});
}

void FilesWorld::run_all(const std::vector<std::vector<std::string>>& steps)
{
    for (const auto& step : steps) {
        const auto result = syncctl(step);
        if (result.exit != 0) {
            throw std::runtime_error{
                fmt::format("syncctl {}: {}{}", step.front(), result.out, result.err)};
        }
    }
}

void FilesWorld::write_mapping(const FilesWorldOptions& options) const
{
    std::ofstream{m_dir / "mapping.yaml"} << fmt::format(
        fmt::runtime(k_mapping),
        fmt::arg("notes", options.maps_notes ? "  - Notes <-> description\n" : ""),
        fmt::arg("match", options.match.empty() ? "" : fmt::format("match: [{}]\n", options.match)),
        fmt::arg("deletes", options.deletes),
        fmt::arg("strategy", options.strategy));
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

std::string FilesWorld::read_raw(const std::string& side, const std::string& name) const
{
    std::ifstream in{path(fmt::format("{}/{}", side, name)), std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
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
    return sql_of(path("state/sync.db"), query);
}

std::string FilesWorld::sql_of(const fs::path& file, const std::string& query)
{
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database{opened, &sqlite3_close};
    std::string lines;
    if (code != SQLITE_OK ||
        sqlite3_exec(opened, query.c_str(), &append_row, &lines, nullptr) != SQLITE_OK) {
        throw std::runtime_error{fmt::format("{}: {}", query, sqlite3_errmsg(opened))};
    }
    if (!lines.empty()) {
        lines.pop_back();
    }
    return lines;
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
    copy_world(m_dir.path(), m_dir / "saved");
}

void FilesWorld::restore()
{
    for (const auto* part : k_parts) {
        fs::remove_all(m_dir / part);
    }
    copy_world(m_dir / "saved", m_dir.path());
}

} // namespace syncctl::test
