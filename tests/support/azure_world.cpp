#include "azure_world.hpp"

#include "http/base64.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

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

/// Longer than the connector's.
constexpr std::chrono::minutes k_settle_time{3};

} // namespace

AzureWorld::AzureWorld(AzureWorldOptions options)
    : TrackerWorld{k_settle_time},
      dev{organization(fakes::agile_process(), clock)},
      desk{organization(fakes::basic_process(), clock)},
      m_options{std::move(options)}
{
    desk.numbers_items_from(501);
    write_secret("dev.token", dev.token());
    write_secret("desk.token", desk.token());
    if (m_options.has_pair) {
        set_up();
    }
}

void AzureWorld::set_up()
{
    set_up_pair({connector_arguments("dev", dev), connector_arguments("desk", desk)},
                m_options.pair,
                mapping());
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

void AzureWorld::save_trackers()
{
    dev.save();
    desk.save();
}

void AzureWorld::restore_trackers()
{
    dev.rewind();
    desk.rewind();
}

std::vector<std::string> AzureWorld::shown_items(const std::string& side) const
{
    std::vector<std::string> items;
    for (const int id : tracker(side).ids()) {
        items.push_back(shown(*tracker(side).item(id)));
    }
    return items;
}

std::string AzureWorld::shown_item(const std::string& side, const std::string& id) const
{
    const auto item = id.empty() ? std::nullopt : tracker(side).item(std::stoi(id));
    return item ? shown(*item) : "(no item)";
}

std::vector<std::string> AzureWorld::markers(const std::string& side) const
{
    std::vector<std::string> found;
    for (const int id : tracker(side).ids()) {
        const auto item = tracker(side).item(id);
        for (const auto& relation : item ? item->relations : json::array()) {
            auto url = relation.value("url", "");
            if (url.find("#syncctl=") != std::string::npos) {
                found.push_back(std::move(url));
            }
        }
    }
    return found;
}

const fakes::Traffic& AzureWorld::traffic(const std::string& side) const
{
    return tracker(side);
}

/// A token as it is, and as it goes over the wire.
std::vector<std::string> AzureWorld::secrets() const
{
    std::vector<std::string> all;
    for (const auto* each : {&dev, &desk}) {
        all.push_back(each->token());
        all.push_back(http::base64_encoded(":" + each->token()));
    }
    return all;
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
    return std::stoi(partner_of("dev", std::to_string(bug)));
}

} // namespace syncctl::test
