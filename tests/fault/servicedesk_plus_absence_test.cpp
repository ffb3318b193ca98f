// F29, F34, F35, F46: what a ServiceDesk Plus does not show is not gone, but for what is in its
// trash.

#include "fakes/servicedesk_plus/fault.hpp"
#include "support/desk_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <functional>
#include <utility>

using namespace syncctl::test;
using Edition = syncctl::fakes::FakeServiceDeskPlus::Edition;
using syncctl::fakes::Matching;
using syncctl::fakes::sdp::Switches;
namespace faults = syncctl::fakes::faults;
namespace requests = syncctl::fakes::sdp::requests;

namespace {

constexpr int k_always = 1'000'000;
constexpr int k_partial = 3;

/// A way to vanish: what happens to the incident 'mouse', or to all of them.
struct Cause {
    const char* name;
    std::function<void(DeskWorld&, const std::string& mouse)> happens;
};

Cause everywhere(const char* name, const syncctl::fakes::Fault& fault)
{
    return {name, [fault](DeskWorld& world, const std::string&) {
                world.desk.next_requests({}, fault, k_always);
            }};
}

void destroy(DeskWorld& world, const std::string& mouse)
{
    world.desk.trash(mouse);
    world.desk.destroy(mouse);
}

void restrict_site(DeskWorld& world, const std::string& mouse)
{
    world.desk.has_site("Reykjavik");
    for (const auto& id : world.desk.ids()) {
        if (id != mouse) {
            world.desk.move_to_site(id, "Reykjavik");
        }
    }
    world.desk.change([](Switches& switches) { switches.only_site = "Reykjavik"; });
}

void restrict_to_no_site(DeskWorld& world, const std::string&)
{
    world.desk.has_site("Reykjavik");
    world.desk.change([](Switches& switches) { switches.only_site = "Reykjavik"; });
}

void empty_lists(DeskWorld& world, const std::string&)
{
    world.desk.next_requests(requests::k_lists,
                             faults::changed_body([](nlohmann::json& body) {
                                 body["requests"] = nlohmann::json::array();
                             }),
                             k_always);
}

/// Of one incident; the others are as ever.
std::vector<Cause> causes_of_one()
{
    return {
        {"destroyed", &destroy},
        {"merged",
         [](DeskWorld& world, const std::string& mouse) {
             world.desk.merge(mouse, world.incident("keyboard"));
         }},
        {"of a site out of sight", &restrict_site},
        {"in a trash that cannot be looked into", [](DeskWorld& world, const std::string& mouse) {
             world.desk.change([](Switches& switches) { switches.is_trash_readable = false; });
             world.desk.trash(mouse);
         }}};
}

/// Of all.
std::vector<Cause> causes_of_all()
{
    return {{"no site is in sight", &restrict_to_no_site},
            everywhere("another portal", faults::failed(404, 4007, "Invalid URL")),
            everywhere("a maintenance page", faults::maintenance_page()),
            everywhere("a maintenance page with 503", faults::status_before(503)),
            everywhere("a page for signing in", faults::html_200()),
            {"the lists are empty", &empty_lists},
            {"the lists are empty and a request is destroyed",
             [](DeskWorld& world, const std::string& mouse) {
                 destroy(world, mouse);
                 empty_lists(world, mouse);
             }}};
}

bool is_anything_deleted_at_dev(const DeskWorld& world)
{
    for (const int id : world.dev.ids()) {
        if (world.dev.item(id)->is_deleted) {
            return true;
        }
    }
    return world.dev.ids().size() != 4;
}

/// Short and full ones.
void run_often(DeskWorld& world)
{
    for (int i = 0; i < 3; ++i) {
        for (const auto& arguments :
             {std::vector<std::string>{"run", "p"}, {"run", "p", "--full"}}) {
            const auto result = world.syncctl(arguments);
            INFO(result.out << result.err);
            CHECK(world.broken_promises() == "");
            CHECK_FALSE(is_anything_deleted_at_dev(world));
            world.let_time_pass();
        }
    }
}

} // namespace

TEST_CASE("what is in the trash is deleted at dev at the second look", "[fault][servicedesk_plus]")
{
    DeskWorld world{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    world.link_four();
    const auto mouse = world.incident("mouse");
    const int partner = world.partner_of_incident(mouse);
    world.desk.trash(mouse);
    world.must({"run", "p", "-q", "--full"});
    CHECK_FALSE(world.dev.item(partner)->is_deleted);
    world.let_time_pass();
    world.run();
    CHECK(world.dev.item(partner)->is_deleted);
    CHECK(world.run_quietly() == "");
}

TEST_CASE("an incident that is not shown any more is deleted nowhere, and the others go on",
          "[fault][servicedesk_plus]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    DeskWorld world{{.edition = edition}};
    world.link_four();
    world.save();
    for (const auto& cause : causes_of_one()) {
        INFO(cause.name);
        world.restore();
        cause.happens(world, world.incident("mouse"));
        world.dev.edit(1, {{"System.Title", "edited meanwhile"}});
        run_often(world);
        CHECK(world.syncctl({"run", "p", "--full"}).exit == k_partial); // it is told
        CHECK(world.desk.request(world.partner_of_bug(1))->fields["subject"] == "edited meanwhile");
    }
}

TEST_CASE("an archived incident is deleted nowhere", "[fault][servicedesk_plus]")
{
    DeskWorld world{{.settings = {GENERATE("deleted=trash", "deleted=missing")}}};
    world.link_four();
    world.desk.archive(world.incident("mouse"));
    run_often(world);
    const auto result = world.syncctl({"run", "p", "--full"});
    CHECK(result.exit == k_partial);
    CHECK(world.syncctl({"errors"}).out.find("archived") != std::string::npos);
}

TEST_CASE("a desk that shows nothing at all has lost nothing", "[fault][servicedesk_plus]")
{
    const auto edition = GENERATE(Edition::on_premises, Edition::cloud);
    const auto* deleted = GENERATE("deleted=trash", "deleted=missing");
    INFO(deleted);
    DeskWorld world{{.edition = edition, .settings = {deleted}}};
    world.link_four();
    world.dev.edit(1, {{"System.Title", "printer on fire"}});
    world.save();
    for (const auto& cause : causes_of_all()) {
        INFO(cause.name);
        world.restore();
        cause.happens(world, world.incident("mouse"));
        run_often(world);
        world.desk.no_more_faults();
        world.desk.change([](Switches& switches) { switches.only_site.reset(); });
        world.let_time_pass();
        CHECK(world.syncctl({"run", "p", "-q"}).exit == 0);
        CHECK(world.desk.request(world.partner_of_bug(1))->fields["subject"] == "printer on fire");
    }
}

TEST_CASE("with deleted=missing what is not found is deleted at dev at the second look",
          "[fault][servicedesk_plus]")
{
    DeskWorld world{{.edition = GENERATE(Edition::on_premises, Edition::cloud),
                     .settings = {"deleted=missing"}}};
    world.link_four();
    const auto mouse = world.incident("mouse");
    const int partner = world.partner_of_incident(mouse);
    destroy(world, mouse);
    world.must({"run", "p", "-q", "--full"});
    CHECK_FALSE(world.dev.item(partner)->is_deleted);
    world.let_time_pass();
    world.run();
    CHECK(world.dev.item(partner)->is_deleted);
    CHECK(world.run_quietly() == "");
}
