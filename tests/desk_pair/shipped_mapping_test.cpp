// data/mappings/azure-devops-servicedesk-plus.yaml, as it is shipped, on trackers as they are
// installed.

#include "support/desk_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>

using namespace syncctl::test;
using Edition = syncctl::fakes::FakeServiceDeskPlus::Edition;
using nlohmann::json;

namespace {

constexpr const char* k_mapping =
    SYNCCTL_SOURCE_DIR "/data/mappings/azure-devops-servicedesk-plus.yaml";
constexpr const char* k_jamal = "jamal@fabrikam.example";
constexpr const char* k_due = "2026-02-03T16:00:00Z";

std::string shipped()
{
    std::ifstream in{k_mapping};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// The lines that begin with `#-` are for fields that an administrator has made.
std::string with_optional_lines()
{
    return std::regex_replace(shipped(), std::regex{"\n  #- "}, "\n  - ");
}

/// Trackers as they are installed, and a pair with the shipped mapping.
class ShippedWorld : public DeskWorld {
public:
    explicit ShippedWorld(Edition edition)
        : DeskWorld{{.edition = edition, .has_pair = false, .has_in_progress = false}}
    {
        dev.has_person("Jamal Hartnett", k_jamal);
    }

    ProcessResult validate(const std::string& mapping)
    {
        must(dev_arguments());
        must(desk_arguments());
        std::ofstream{path("mapping.yaml")} << mapping;
        return syncctl({"mapping", "validate", path("mapping.yaml")});
    }

    void set_up_with(const std::string& mapping)
    {
        static_cast<void>(validate(mapping));
        must({"pair", "add", "p", "--source", "dev", "--target", "desk"});
        must({"mapping", "import", "p", path("mapping.yaml")});
    }

    /// Two runs are enough, the third writes nothing, and nothing is in error.
    void settle()
    {
        run();
        run();
        CHECK(run_quietly() == "");
        CHECK(broken_promises() == "");
        CHECK(sql("SELECT count(*) FROM retry_queue") == "0");
    }

    [[nodiscard]] json item(int id) const { return dev.item(id)->fields; }

    [[nodiscard]] json request(const std::string& id) const { return desk.request(id)->fields; }

    [[nodiscard]] std::string status_of(const std::string& id) const
    {
        return request(id)["status"]["name"];
    }
};

struct Kind {
    const char* item;    ///< type at Azure DevOps
    const char* request; ///< type at the desk
};

constexpr Kind k_bug{"Bug", "Incident"};
constexpr Kind k_story{"User Story", "Request For Information"};

/// A state and the status that stands for it.
struct Pairing {
    Kind kind;
    std::string state;
    std::string status;
};

/// What a work item in each of its states becomes.
std::vector<Pairing> to_the_desk()
{
    return {{k_bug, "New", "Open"},
            {k_bug, "Active", "Open"},
            {k_bug, "Resolved", "Resolved"},
            {k_bug, "Closed", "Closed"},
            {k_story, "New", "Open"},
            {k_story, "Active", "Open"},
            {k_story, "Resolved", "Resolved"},
            {k_story, "Closed", "Closed"},
            {k_story, "Removed", "Closed"}};
}

/// What a request in each of its statuses becomes.
std::vector<Pairing> from_the_desk()
{
    std::vector<Pairing> pairings;
    for (const auto kind : {k_bug, k_story}) {
        pairings.insert(pairings.end(),
                        {{kind, "Active", "Open"},
                         {kind, "Active", "On Hold"},
                         {kind, "Resolved", "Resolved"},
                         {kind, "Closed", "Closed"},
                         {kind, "Closed", "Canceled"}});
    }
    return pairings;
}

} // namespace

TEST_CASE("the shipped mapping fits stock trackers without an error or a warning", "[docs][pair]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    ShippedWorld world{edition};
    const auto result = world.validate(shipped());
    INFO(result.out << result.err);
    CHECK(result.exit == 0);
    CHECK(result.err.find("warning") == std::string::npos);
}

TEST_CASE("with the shipped mapping a work item of each type and state gets its request",
          "[docs][pair]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    ShippedWorld world{edition};
    world.set_up_with(shipped());
    std::vector<std::pair<int, Pairing>> made;
    for (const auto& pairing : to_the_desk()) {
        made.emplace_back(world.dev.has_item(pairing.kind.item,
                                             {{"System.Title", "from a developer"},
                                              {"System.State", pairing.state}}),
                          pairing);
    }
    world.settle();
    for (const auto& [id, pairing] : made) {
        INFO(pairing.kind.item << " " << pairing.state);
        const auto partner = world.partner_of_bug(id);
        REQUIRE(world.desk.request(partner));
        CHECK(world.request(partner)["request_type"]["name"] == pairing.kind.request);
        CHECK(world.status_of(partner) == pairing.status);
        CHECK(world.request(partner)["urgency"]["name"] == "Normal");
        CHECK(world.item(id)["System.State"] == pairing.state);
    }
}

TEST_CASE("with the shipped mapping a request of each type and status gets its work item",
          "[docs][pair]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    ShippedWorld world{edition};
    world.set_up_with(shipped());
    std::vector<std::pair<std::string, Pairing>> made;
    for (const auto& pairing : from_the_desk()) {
        made.emplace_back(world.desk.has_request({{"subject", "from the desk"},
                                                  {"request_type", pairing.kind.request},
                                                  {"status", pairing.status},
                                                  {"requester", "guest@fabrikam.example"}}),
                          pairing);
    }
    world.settle();
    for (const auto& [id, pairing] : made) {
        INFO(pairing.kind.request << " " << pairing.status);
        const auto partner = world.partner_of("desk", id);
        REQUIRE_FALSE(partner.empty());
        const auto item = world.item(std::stoi(partner));
        CHECK(item["System.WorkItemType"] == pairing.kind.item);
        CHECK(item["System.State"] == pairing.state);
        CHECK(item["System.Tags"] == "ServiceDesk");
        CHECK(world.status_of(id) == pairing.status);
        CHECK(world.request(id)["requester"]["email_id"] == "guest@fabrikam.example");
    }
}

TEST_CASE("with the shipped mapping requests of other types are left alone", "[docs][pair]")
{
    ShippedWorld world{Edition::on_premises};
    world.set_up_with(shipped());
    const auto other = world.desk.has_request(
        {{"subject", "a new laptop"}, {"request_type", "Service Request"}, {"status", "Open"}});
    const int task = world.dev.has_item("Task", {{"System.Title", "write the tests"}});
    world.settle();
    CHECK(world.partner_of("desk", other) == "");
    CHECK(world.partner_of_bug(task) == "");
}

TEST_CASE("with the shipped mapping every value of a new item arrives on the other side",
          "[docs][pair]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    ShippedWorld world{edition};
    world.set_up_with(shipped());
    const int bug = world.dev.has_item("Bug",
                                       {{"System.Title", "Printer is out"},
                                        {"Microsoft.VSTS.TCM.ReproSteps", "<div>on floor 3</div>"},
                                        {"Microsoft.VSTS.Common.Priority", 1},
                                        {"Microsoft.VSTS.Common.Severity", "2 - High"},
                                        {"System.AssignedTo", k_jamal},
                                        {"Microsoft.VSTS.Scheduling.DueDate", k_due}});
    const int story = world.dev.has_item(
        "User Story", {{"System.Title", "Print in colour"}, {"System.Description", "<b>red</b>"}});
    const auto incident = world.desk.has_request({{"subject", "Keyboard sticks"},
                                                  {"description", "<div>coffee</div>"},
                                                  {"request_type", "Incident"},
                                                  {"status", "Open"},
                                                  {"priority", "Low"},
                                                  {"impact", "Affects Business"},
                                                  {"technician", k_jamal}});
    world.settle();

    const auto asked = world.request(world.partner_of_bug(bug));
    CHECK(asked["subject"] == "Printer is out");
    CHECK(asked["description"].get<std::string>().find("on floor 3") != std::string::npos);
    CHECK(asked["priority"]["name"] == "High");
    CHECK(asked["impact"]["name"] == "Affects Department");
    CHECK(asked["technician"]["email_id"] == k_jamal);
    CHECK(asked["due_by_time"]["value"] == "1770134400000");

    const auto wish = world.request(world.partner_of_bug(story));
    CHECK(wish["description"].get<std::string>().find("red") != std::string::npos);
    CHECK(wish["impact"].is_null());

    const auto item = world.item(world.partner_of_incident(incident));
    CHECK(item["System.Title"] == "Keyboard sticks");
    CHECK(item["Microsoft.VSTS.TCM.ReproSteps"].get<std::string>().find("coffee") !=
          std::string::npos);
    CHECK(item["Microsoft.VSTS.Common.Priority"] == 4);
    CHECK(item["Microsoft.VSTS.Common.Severity"] == "1 - Critical");
    CHECK(item["System.AssignedTo"].dump().find(k_jamal) != std::string::npos);
}

TEST_CASE("with the shipped mapping a linked item follows each status of its partner",
          "[docs][pair]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    const auto kind = GENERATE(k_bug, k_story);
    ShippedWorld world{edition};
    world.set_up_with(shipped());
    const int id =
        world.dev.has_item(kind.item, {{"System.Title", "printer"}, {"System.State", "Active"}});
    world.settle();
    const auto partner = world.partner_of_bug(id);
    for (const auto& pairing : from_the_desk()) {
        if (std::string_view{pairing.kind.item} == kind.item) {
            INFO("the desk sets " << pairing.status);
            world.desk.edit(partner, {{"status", pairing.status}});
            world.settle();
            CHECK(world.item(id)["System.State"] == pairing.state);
            CHECK(world.status_of(partner) == pairing.status);
        }
    }
    for (const auto& pairing : to_the_desk()) {
        if (std::string_view{pairing.kind.item} == kind.item) {
            INFO("a developer sets " << pairing.state);
            world.dev.edit(id, {{"System.State", pairing.state}});
            world.settle();
            CHECK(world.status_of(partner) == pairing.status);
            CHECK(world.item(id)["System.State"] == pairing.state);
        }
    }
}

TEST_CASE("with the optional lines each side holds the id of the other, and tags merge",
          "[docs][pair]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    const bool is_cloud = edition == Edition::cloud;
    ShippedWorld world{edition};
    const std::string key = is_cloud ? "txt_ado_id" : "udf_sline_2101";
    const std::string tags_key = is_cloud ? "txt_ado_tags" : "udf_multiselect_2102";
    world.desk.has_udf({.key = key, .label = "Azure DevOps ID"});
    world.desk.has_udf({.key = tags_key,
                        .label = "Azure DevOps tags",
                        .type = "multi_select",
                        .allowed = {"ServiceDesk", "customer", "hotline"}});
    world.dev.customise([](syncctl::fakes::Process& process) {
        process.fields.push_back({.reference = "Custom.ServiceDeskPlusID",
                                  .name = "ServiceDesk Plus ID",
                                  .type = "string"});
        for (auto& type : process.types) {
            type.fields.push_back({.reference = "Custom.ServiceDeskPlusID",
                                   .is_required = false,
                                   .allowed = {},
                                   .default_value = {}});
        }
    });
    world.set_up_with(with_optional_lines());
    const int bug = world.dev.has_item(
        "Bug", {{"System.Title", "Printer is out"}, {"System.Tags", "customer"}});
    const auto incident = world.desk.has_request(
        {{"subject", "Keyboard sticks"}, {"request_type", "Incident"}, {"status", "Open"}});
    world.settle();
    const auto request = world.partner_of_bug(bug);
    const int item = world.partner_of_incident(incident);
    CHECK(world.request(request)["udf_fields"][key] == std::to_string(bug));
    CHECK(world.item(bug)["Custom.ServiceDeskPlusID"] == request);
    CHECK(world.request(incident)["udf_fields"][key] == std::to_string(item));
    CHECK(world.item(item)["Custom.ServiceDeskPlusID"] == incident);
    CHECK(world.request(request)["udf_fields"][tags_key] == json::array({"customer"}));

    world.dev.edit(bug, {{"System.Tags", "customer; ServiceDesk"}});
    world.desk.edit(request, {{"udf_fields", {{tags_key, {"customer", "hotline"}}}}});
    world.settle();
    auto merged = world.request(request)["udf_fields"][tags_key].get<std::vector<std::string>>();
    std::sort(merged.begin(), merged.end());
    CHECK(merged == std::vector<std::string>{"ServiceDesk", "customer", "hotline"});
}
