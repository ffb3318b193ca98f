#include "azure_world.hpp"

#include "http/base64.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>

namespace syncctl::test {
namespace {

using fakes::FakeAzureDevOps;
using nlohmann::json;

constexpr std::string_view k_mapping = R"(version: 1
source: dev
target: desk
types: [Bug <-> Issue]
statuses: [New <-> To Do, Active <-> Doing, Resolved -> Doing, Closed <-> Done]
fields:
  - System.Title <-> System.Title
  - System.Tags <-> System.Tags
  - Microsoft.VSTS.Common.Priority <-> Microsoft.VSTS.Common.Priority
  - Microsoft.VSTS.TCM.ReproSteps <-> System.Description
{rules}deletes: {deletes}
conflicts: {{ default: {strategy} }}
)";

FilesWorldOptions state_only()
{
    FilesWorldOptions options;
    options.has_connectors = false;
    options.parent = memory_folder();
    return options;
}

FakeAzureDevOps::Setup organization(fakes::Process process, const base::Clock& clock)
{
    FakeAzureDevOps::Setup setup;
    setup.process = std::move(process);
    setup.clock = &clock;
    return setup;
}

std::string text_of(const json& fields, const char* name)
{
    const auto field = fields.find(name);
    return field == fields.end() ? std::string{}
           : field->is_string()  ? field->get<std::string>()
                                 : field->dump();
}

/// Without the id, since an interrupted run may use one up.
std::string shown(const FakeAzureDevOps::Snapshot& item)
{
    return fmt::format("{}{} '{}' {} [{}] {} {}; links {}",
                       item.is_deleted ? "deleted " : "",
                       text_of(item.fields, "System.WorkItemType"),
                       text_of(item.fields, "System.Title"),
                       text_of(item.fields, "System.State"),
                       text_of(item.fields, "System.Tags"),
                       text_of(item.fields, "Microsoft.VSTS.Common.Priority"),
                       text_of(item.fields, "Microsoft.VSTS.TCM.ReproSteps") +
                           text_of(item.fields, "System.Description"),
                       item.relations.is_array() ? item.relations.size() : 0);
}

std::string shown(const FakeAzureDevOps& tracker, const std::string& id)
{
    const auto item = id.empty() ? std::nullopt : tracker.item(std::stoi(id));
    return item ? shown(*item) : "(no item)";
}

/// A token as it is, and as it goes over the wire.
std::vector<std::string> secrets_of(const FakeAzureDevOps& tracker)
{
    return {tracker.token(), http::base64_encoded(":" + tracker.token())};
}

bool shows_any(std::string_view text, const std::vector<std::string>& secrets)
{
    return std::any_of(secrets.begin(), secrets.end(), [&](const auto& secret) {
        return text.find(secret) != std::string_view::npos;
    });
}

std::string content_of(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// No two items that syncctl made for the same item of the other side.
std::string duplicates_of(const FakeAzureDevOps& tracker, std::string_view side)
{
    std::map<std::string, int> markers;
    std::string problems;
    for (const int id : tracker.ids()) {
        const auto item = tracker.item(id);
        for (const auto& relation : item ? item->relations : json::array()) {
            const auto url = relation.value("url", "");
            if (url.find("#syncctl=") != std::string::npos && ++markers[url] == 2) {
                problems += fmt::format("{}: two items with the marker {}\n", side, url);
            }
        }
    }
    return problems;
}

} // namespace

AzureWorld::AzureWorld(AzureWorldOptions options)
    : m_files{state_only()},
      dev{organization(fakes::agile_process(), clock)},
      desk{organization(fakes::basic_process(), clock)},
      m_options{std::move(options)}
{
    desk.numbers_items_from(501);
    for (const auto& [name, tracker] : {std::pair{"dev", &dev}, std::pair{"desk", &desk}}) {
        const auto token = path(std::string{name} + ".token");
        std::ofstream{token} << tracker->token();
        std::filesystem::permissions(token, std::filesystem::perms::owner_read);
    }
    if (m_options.has_pair) {
        set_up();
    }
}

void AzureWorld::set_up()
{
    must(connector_arguments("dev", dev));
    must(connector_arguments("desk", desk));
    std::vector<std::string> pair{"pair", "add", "p", "--source", "dev", "--target", "desk"};
    pair.insert(pair.end(), m_options.pair.begin(), m_options.pair.end());
    must(pair);
    std::ofstream{path("azure.yaml")} << mapping();
    must({"mapping", "import", "p", path("azure.yaml")});
}

std::vector<std::string>
AzureWorld::connector_arguments(const std::string& name,
                                const fakes::FakeAzureDevOps& tracker) const
{
    std::vector<std::string> arguments{"connector",
                                       "add",
                                       name,
                                       "--type",
                                       "azure-devops",
                                       "--url",
                                       tracker.url(),
                                       "--set",
                                       "project=Fabrikam",
                                       "--secret",
                                       "token=file:" + path(name + ".token")};
    for (const auto& setting : m_options.settings) {
        arguments.insert(arguments.end(), {"--set", setting});
    }
    return arguments;
}

std::string AzureWorld::mapping() const
{
    std::string rules;
    for (const auto& rule : m_options.rules) {
        rules += fmt::format("  - {}\n", rule);
    }
    return fmt::format(fmt::runtime(k_mapping),
                       fmt::arg("rules", rules),
                       fmt::arg("deletes", m_options.deletes),
                       fmt::arg("strategy", m_options.strategy));
}

ProcessOptions AzureWorld::plan(const std::vector<std::string>& arguments) const
{
    auto plan = m_files.plan(arguments);
    for (const auto& [name, value] : clock.environment()) {
        plan.environment[name] = value;
    }
    for (const auto& [name, value] : environment) {
        plan.environment[name] = value;
    }
    return plan;
}

void AzureWorld::save()
{
    m_files.save();
    dev.save();
    desk.save();
    m_saved_ahead = clock.ahead();
}

void AzureWorld::restore()
{
    m_files.restore();
    dev.rewind();
    desk.rewind();
    clock.set_ahead(m_saved_ahead);
}

std::string AzureWorld::outcome()
{
    std::vector<std::string> lines;
    for (const auto& [side, tracker] : {std::pair{"dev", &dev}, std::pair{"desk", &desk}}) {
        for (const int id : tracker->ids()) {
            lines.push_back(fmt::format("{} has {}", side, shown(*tracker->item(id))));
        }
    }
    std::istringstream links{
        sql("SELECT source_item_id, target_item_id, sync_status, source_base, target_base "
            "FROM synced_items")};
    for (std::string row; std::getline(links, row);) {
        const auto first = row.find('|');
        const auto second = row.find('|', first + 1);
        lines.push_back(fmt::format("link {} = {}: {}",
                                    shown(dev, row.substr(0, first)),
                                    shown(desk, row.substr(first + 1, second - first - 1)),
                                    row.substr(second)));
    }
    lines.push_back(sql("SELECT 'intents', count(*) FROM sync_intents"));
    lines.push_back(sql("SELECT 'queued', count(*) FROM retry_queue"));
    lines.push_back(
        sql("SELECT 'open conflicts', count(*) FROM sync_conflicts WHERE resolved_at IS NULL"));
    std::sort(lines.begin(), lines.end());
    return fmt::format("{}\n", fmt::join(lines, "\n"));
}

std::string AzureWorld::broken_promises()
{
    auto problems = duplicates_of(dev, "dev") + duplicates_of(desk, "desk");
    if (const auto report = m_files.database_problems(); !report.empty()) {
        problems += "database: " + report + "\n";
    }
    if (const auto running = sql("SELECT count(*) FROM sync_executions WHERE status = 'running'");
        running != "0") {
        problems += running + " executions seem to run for ever\n";
    }
    for (const auto& file : std::filesystem::directory_iterator{path("state")}) {
        if (shows_any(content_of(file.path()), secrets_of(dev))) {
            problems += file.path().string() + " holds the token\n";
        }
    }
    for (const auto* tracker : {&dev, &desk}) {
        for (const auto& violation : tracker->violations()) {
            problems += violation + "\n";
        }
        for (const auto& early : tracker->too_early()) {
            problems += "too early: " + early.request.target + "\n";
        }
    }
    return problems;
}

ProcessResult AzureWorld::syncctl(const std::vector<std::string>& arguments) const
{
    auto result = run_process(SYNCCTL_BINARY, plan(arguments));
    if (shows_any(result.out + result.err, secrets_of(dev))) {
        throw std::runtime_error{
            fmt::format("syncctl {} shows the token", fmt::join(arguments, " "))};
    }
    return result;
}

void AzureWorld::must(const std::vector<std::string>& arguments, int exit) const
{
    const auto result = syncctl(arguments);
    if (result.exit != exit) {
        throw std::runtime_error{fmt::format("syncctl {} ended with {}: {}{}",
                                             fmt::join(arguments, " "),
                                             result.exit,
                                             result.out,
                                             result.err)};
    }
}

void AzureWorld::run(int exit)
{
    must({"run", "p", "-q"}, exit);
    let_time_pass();
}

int AzureWorld::add_bug(const std::string& title, const std::string& state)
{
    return dev.has_item("Bug",
                        {{"System.Title", title},
                         {"System.State", state},
                         {"System.Tags", "printer; urgent"},
                         {"Microsoft.VSTS.Common.Priority", 2}});
}

int AzureWorld::add_issue(const std::string& title, const std::string& state)
{
    return desk.has_item("Issue", {{"System.Title", title}, {"System.State", state}});
}

void AzureWorld::add_two_of_each()
{
    add_bug("printer");
    add_bug("scanner", "Active");
    add_issue("keyboard");
    add_issue("mouse", "Done");
}

void AzureWorld::link_four()
{
    add_two_of_each();
    run();
    run();
}

int AzureWorld::partner_of_bug(int bug)
{
    return std::stoi(sql(
        fmt::format("SELECT target_item_id FROM synced_items WHERE source_item_id = '{}'", bug)));
}

std::string AzureWorld::heal(const std::string& expected)
{
    constexpr int k_most_runs = 4;
    constexpr int k_partial = 3;
    std::string problem;
    for (int i = 0; i < k_most_runs; ++i) {
        let_time_pass();
        const auto result = syncctl({"run", "p", "-q"});
        if (result.exit != 0 && result.exit != k_partial) {
            return fmt::format(
                "run {} ended with {}: {}{}", i + 1, result.exit, result.out, result.err);
        }
        const auto found = outcome();
        problem = broken_promises();
        if (found != expected || result.exit != 0) {
            problem += fmt::format(
                "run {} ended with {} in\n{}instead of\n{}", i + 1, result.exit, found, expected);
        }
        if (problem.empty()) {
            return run_quietly();
        }
    }
    return problem;
}

std::string AzureWorld::run_quietly()
{
    let_time_pass();
    const auto result = syncctl({"run", "p", "--json"});
    const auto report = json::parse(result.out, nullptr, false);
    const bool is_quiet = result.exit == 0 && report["data"][0]["created"] == 0 &&
                          report["data"][0]["updated"] == 0 && report["data"][0]["deleted"] == 0;
    return is_quiet ? std::string{} : "a run that had nothing to do: " + result.out + result.err;
}

} // namespace syncctl::test
