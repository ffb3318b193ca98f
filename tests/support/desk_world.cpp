#include "desk_world.hpp"

#include "http/base64.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace syncctl::test {
namespace {

using fakes::FakeAzureDevOps;
using fakes::FakeServiceDeskPlus;
using nlohmann::json;

/// Longer than that of either connector.
constexpr std::chrono::minutes k_settle_time{6};

constexpr std::string_view k_mapping = R"(version: 1
source: dev
target: desk
types: [Bug <-> Incident]
statuses: [New <-> Open, Active <-> In Progress, Active <- On Hold, Resolved <-> Resolved, Closed <-> Closed]
fields:
  - System.Title <-> subject
  - Microsoft.VSTS.TCM.ReproSteps <-> description
  - Microsoft.VSTS.Common.Priority <-> priority | text | map(priority)
{rules}values:
  priority: [1 <-> High, 2 <-> Medium, 3 <-> Normal, 4 <-> Low]
deletes: {deletes}
conflicts: {{ default: {strategy} }}
)";

std::string text_of(const json& fields, const std::string& name)
{
    const auto field = fields.find(name);
    if (field == fields.end() || field->is_null()) {
        return {};
    }
    if (field->is_object()) {
        return text_of(*field, field->contains("name") ? "name" : "value");
    }
    return field->is_string() ? field->get<std::string>() : field->dump();
}

std::string shown(const FakeAzureDevOps::Snapshot& item)
{
    return fmt::format("{}{} '{}' {} {} {}; links {}",
                       item.is_deleted ? "deleted " : "",
                       text_of(item.fields, "System.WorkItemType"),
                       text_of(item.fields, "System.Title"),
                       text_of(item.fields, "System.State"),
                       text_of(item.fields, "Microsoft.VSTS.Common.Priority"),
                       text_of(item.fields, "Microsoft.VSTS.TCM.ReproSteps"),
                       item.relations.is_array() ? item.relations.size() : 0);
}

/// `text` with every marker in it replaced, because each run makes another one.
std::string without_markers(std::string text)
{
    constexpr std::string_view k_beginning = "syncctl:";
    for (auto at = text.find(k_beginning); at != std::string::npos;
         at = text.find(k_beginning, at + 1)) {
        const auto end = text.find_first_of("]< \"", at);
        text.replace(at, end == std::string::npos ? end : end - at, "MARKER");
    }
    return text;
}

/// The marker of a request wherever it is kept; empty when there is none.
std::string marker_in(const std::string& text)
{
    const auto at = text.find("syncctl:");
    return at == std::string::npos ? "" : text.substr(at, text.find_first_of("]< \"", at) - at);
}

std::string shown(const FakeServiceDeskPlus::Snapshot& request)
{
    return without_markers(fmt::format("{}{} '{}' {} {} {}",
                                       request.is_trashed ? "deleted " : "",
                                       text_of(request.fields, "request_type"),
                                       text_of(request.fields, "subject"),
                                       text_of(request.fields, "status"),
                                       text_of(request.fields, "priority"),
                                       text_of(request.fields, "description")));
}

FakeAzureDevOps::Setup organization(const base::Clock& clock)
{
    FakeAzureDevOps::Setup setup;
    setup.process = fakes::agile_process();
    setup.clock = &clock;
    return setup;
}

FakeServiceDeskPlus::Setup service_desk(FakeServiceDeskPlus::Edition edition,
                                        const base::Clock& clock)
{
    FakeServiceDeskPlus::Setup setup;
    setup.edition = edition;
    setup.clock = &clock;
    return setup;
}

} // namespace

DeskWorld::DeskWorld(DeskWorldOptions options)
    : TrackerWorld{k_settle_time},
      dev{organization(clock)},
      desk{service_desk(options.edition, clock)},
      m_options{std::move(options)}
{
    if (m_options.has_in_progress) {
        desk.has_status("In Progress", true, false);
    }
    write_secret("dev.token", dev.token());
    write_desk_secrets();
    if (m_options.has_pair) {
        set_up();
    }
}

bool DeskWorld::is_cloud() const
{
    return m_options.edition == FakeServiceDeskPlus::Edition::cloud;
}

bool DeskWorld::has_setting(std::string_view name) const
{
    return std::any_of(
        m_options.settings.begin(), m_options.settings.end(), [&](const auto& setting) {
            return setting.starts_with(name) && setting.substr(name.size()).starts_with('=');
        });
}

void DeskWorld::write_desk_secrets() const
{
    if (is_cloud()) {
        write_secret("desk.client_secret", desk.client_secret());
        write_secret("desk.refresh_token", desk.refresh_token());
    } else {
        write_secret("desk.technician_key", desk.technician_key());
    }
}

void DeskWorld::set_up()
{
    set_up_pair({dev_arguments(), desk_arguments()}, m_options.pair, mapping());
}

std::vector<std::string> DeskWorld::dev_arguments() const
{
    return {"connector",
            "add",
            "dev",
            "--type",
            "azure-devops",
            "--url",
            dev.url(),
            "--set",
            "project=Fabrikam",
            "--secret",
            "token=file:" + path("dev.token")};
}

std::vector<std::string> DeskWorld::desk_arguments() const
{
    std::vector<std::string> arguments{
        "connector", "add", "desk", "--type", "servicedesk-plus", "--url", desk.url()};
    const auto add = [&](const char* option, const std::string& value) {
        arguments.insert(arguments.end(), {option, value});
    };
    if (is_cloud()) {
        add("--set", "accounts_url=" + desk.accounts_url());
        add("--set", "client_id=" + desk.client_id());
        if (!has_setting("calls_per_minute")) {
            add("--set", "calls_per_minute=0"); // tests do not wait for the default
        }
        add("--secret", "client_secret=file:" + path("desk.client_secret"));
        add("--secret", "refresh_token=file:" + path("desk.refresh_token"));
    } else {
        add("--secret", "technician_key=file:" + path("desk.technician_key"));
    }
    add("--set",
        "marker=" +
            (m_options.marker == "field" ? desk.marker_udf() : std::string{m_options.marker}));
    for (const auto& setting : m_options.settings) {
        add("--set", setting);
    }
    return arguments;
}

std::string DeskWorld::mapping() const
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

int DeskWorld::add_bug(const std::string& title, const std::string& state)
{
    return dev.has_item("Bug",
                        {{"System.Title", title},
                         {"System.State", state},
                         {"Microsoft.VSTS.TCM.ReproSteps", "<div>seen on floor 3</div>"},
                         {"Microsoft.VSTS.Common.Priority", 2}});
}

std::string DeskWorld::add_incident(const std::string& subject, const std::string& status)
{
    return desk.has_request({{"subject", subject},
                             {"status", status},
                             {"priority", "Normal"},
                             {"request_type", "Incident"}});
}

void DeskWorld::add_two_of_each()
{
    add_bug("printer");
    add_bug("scanner", "Active");
    add_incident("keyboard");
    add_incident("mouse", "On Hold");
}

void DeskWorld::link_four()
{
    add_two_of_each();
    run();
    run();
}

std::string DeskWorld::partner_of_bug(int bug)
{
    return partner_of("dev", std::to_string(bug));
}

int DeskWorld::partner_of_incident(const std::string& incident)
{
    return std::stoi(partner_of("desk", incident));
}

std::string DeskWorld::incident(std::string_view subject) const
{
    for (const auto& id : desk.ids()) {
        const auto request = desk.request(id);
        if (request && text_of(request->fields, "subject").starts_with(subject)) {
            return id;
        }
    }
    throw std::runtime_error{fmt::format("no incident '{}'", subject)};
}

void DeskWorld::save_trackers()
{
    dev.save();
    desk.save();
}

void DeskWorld::restore_trackers()
{
    dev.rewind();
    desk.rewind();
}

std::vector<std::string> DeskWorld::shown_items(const std::string& side) const
{
    std::vector<std::string> items;
    if (side == "dev") {
        for (const int id : dev.ids()) {
            items.push_back(shown(*dev.item(id)));
        }
        return items;
    }
    for (const auto& id : desk.ids()) {
        items.push_back(shown(*desk.request(id)));
    }
    return items;
}

std::string DeskWorld::shown_item(const std::string& side, const std::string& id) const
{
    if (side == "dev") {
        const auto item = id.empty() ? std::nullopt : dev.item(std::stoi(id));
        return item ? shown(*item) : "(no item)";
    }
    const auto request = id.empty() ? std::nullopt : desk.request(id);
    return request ? shown(*request) : "(no request)";
}

std::vector<std::string> DeskWorld::markers(const std::string& side) const
{
    std::vector<std::string> found;
    if (side == "dev") {
        for (const int id : dev.ids()) {
            const auto item = dev.item(id);
            for (const auto& relation : item ? item->relations : json::array()) {
                const auto url = relation.value("url", "");
                if (const auto at = url.find("#syncctl="); at != std::string::npos) {
                    found.push_back(url.substr(at));
                }
            }
        }
        return found;
    }
    for (const auto& id : desk.ids()) {
        const auto request = desk.request(id);
        auto marker = request ? marker_in(request->fields.dump()) : std::string{};
        if (!marker.empty()) {
            found.push_back(std::move(marker));
        }
    }
    return found;
}

const fakes::Traffic& DeskWorld::traffic(const std::string& side) const
{
    return side == "dev" ? static_cast<const fakes::Traffic&>(dev) : desk;
}

std::vector<std::string> DeskWorld::secrets() const
{
    std::vector<std::string> all{dev.token(), http::base64_encoded(":" + dev.token())};
    if (is_cloud()) {
        all.push_back(desk.client_secret());
        all.push_back(desk.refresh_token());
    } else {
        all.push_back(desk.technician_key());
    }
    return all;
}

} // namespace syncctl::test
