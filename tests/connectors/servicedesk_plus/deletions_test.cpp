#include "sdp_fixture.hpp"

#include "syncctl/base/error.hpp"

namespace syncctl::tests {

using connectors::Absent;
using Edition = SdpFixture::Edition;

namespace requests = fakes::sdp::requests;

namespace {

bool is_absent(connectors::Connector& connector, const std::string& id)
{
    return std::holds_alternative<Absent>(get_one(connector, id));
}

const std::map<std::string, std::string> k_missing{{"deleted", "missing"}};

} // namespace

TEST_CASE("a request in the trash is gone, and there again when it is restored",
          "[servicedesk_plus]")
{
    SdpFixture desk{GENERATE(Edition::on_premises, Edition::cloud)};
    const auto id = desk.has_request("Printer is out");
    auto connector = desk.connect();
    desk.tracker.trash(id);
    CHECK(is_absent(*connector, id));
    desk.tracker.restore(id);
    CHECK(item_of(*connector, id).id == id);
    desk.check_exchanges();
}

TEST_CASE("a request that is not found proves nothing by itself", "[servicedesk_plus]")
{
    SdpFixture desk{GENERATE(Edition::on_premises, Edition::cloud)};
    desk.has_request("another one");
    const auto id = desk.has_request("Printer is out");
    auto connector = desk.connect();
    SECTION("deleted for good")
    {
        desk.tracker.destroy(id);
    }
    SECTION("in a trash that cannot be looked into")
    {
        desk.tracker.change([](auto& switches) { switches.is_trash_readable = false; });
        desk.tracker.trash(id);
    }
    SECTION("of a site that this user may no longer see")
    {
        desk.tracker.has_site("Reykjavik");
        desk.tracker.change([](auto& switches) { switches.only_site = "Reykjavik"; });
    }
    const auto reason = unreadable(get_one(*connector, id));
    CHECK(reason.find("not found") == 0);
    CHECK(reason.find("syncctl items unlink desk:" + id) != std::string::npos);
    CHECK(reason.find("--set deleted=missing") != std::string::npos);
    desk.check_exchanges();
}

TEST_CASE("a merged request is not taken for deleted, and the tracker's words are kept",
          "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto id = desk.has_request("Printer is out");
    const auto other = desk.has_request("The printer is out");
    auto connector = desk.connect();
    desk.tracker.merge(id, other);
    desk.tracker.next_requests({"GET", "/requests/" + id},
                               fakes::faults::failed(404, 4007, "merged with request " + other));
    CHECK(unreadable(get_one(*connector, id)).find("merged with request " + other) !=
          std::string::npos);
}

TEST_CASE("an archived request is said to be archived, never deleted", "[servicedesk_plus]")
{
    SdpFixture desk;
    desk.has_request("another one");
    const auto id = desk.has_request("Printer is out");
    desk.tracker.archive(id);
    auto connector = desk.connect(GENERATE(std::map<std::string, std::string>{}, k_missing));
    SECTION("the archive shows it")
    {
        CHECK(unreadable(get_one(*connector, id)).find("it was archived") == 0);
    }
    SECTION("the archive cannot be read")
    {
        desk.tracker.next_requests({"GET", "/archive_requests/"}, fakes::faults::failed(403, 4002));
        CHECK(unreadable(get_one(*connector, id)).find("whether it was archived") !=
              std::string::npos);
    }
    SECTION("the key is refused for the archive alone")
    {
        desk.tracker.next_requests({"GET", "/archive_requests/"}, fakes::faults::failed(401, 4022));
        CHECK(unreadable(get_one(*connector, id)).find("whether it was archived") !=
              std::string::npos);
        CHECK_NOTHROW(get_one(*connector, id));
    }
    desk.check_exchanges();
}

TEST_CASE("where a missing request counts as deleted, a list has to show others",
          "[servicedesk_plus]")
{
    SdpFixture desk{GENERATE(Edition::on_premises, Edition::cloud)};
    const auto other = desk.has_request("another one");
    const auto id = desk.has_request("Printer is out");
    desk.tracker.destroy(id);
    auto connector = desk.connect(k_missing);
    SECTION("it shows one")
    {
        CHECK(is_absent(*connector, id));
        desk.check_exchanges();
    }
    SECTION("it shows none")
    {
        desk.tracker.trash(other);
        CHECK(unreadable(get_one(*connector, id)).find("neither is any other request") !=
              std::string::npos);
    }
    SECTION("it shows the request itself")
    {
        desk.tracker.next_requests(requests::k_lists,
                                   fakes::faults::changed_body([&](nlohmann::json& body) {
                                       body["requests"] = {{{"id", id}}};
                                   }));
        CHECK(unreadable(get_one(*connector, id)).find("but a list shows it") != std::string::npos);
    }
    SECTION("it ignores what was asked for, and shows something else")
    {
        desk.tracker.next_requests(requests::k_lists,
                                   fakes::faults::changed_body([&](nlohmann::json& body) {
                                       body["requests"] = {{{"id", other}}};
                                   }));
        CHECK_FALSE(is_absent(*connector, id));
    }
    SECTION("it is refused")
    {
        desk.tracker.next_requests(requests::k_lists, fakes::faults::failed(403, 4002), 10);
        CHECK(unreadable(get_one(*connector, id)).find("cannot be read") != std::string::npos);
    }
    SECTION("it is no list")
    {
        desk.tracker.next_requests(
            requests::k_lists,
            fakes::faults::changed_body([](nlohmann::json& body) { body.erase("requests"); }));
        CHECK_THROWS_AS(get_one(*connector, id), Error);
    }
    SECTION("it is a page for people")
    {
        desk.tracker.next_requests(requests::k_lists, fakes::faults::maintenance_page());
        CHECK_THROWS_AS(get_one(*connector, id), Error);
    }
}

TEST_CASE("requests that are gone do not hide those that are there", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto ids = desk.has_requests(4);
    desk.tracker.trash(ids[0]);
    desk.tracker.destroy(ids[1]);
    desk.tracker.archive(ids[2]);
    auto connector = desk.connect(k_missing);
    const auto results = connector->get(ids);
    CHECK(std::holds_alternative<Absent>(results.at(0)));
    CHECK(std::holds_alternative<Absent>(results.at(1)));
    CHECK(unreadable(results.at(2)).find("it was archived") == 0);
    CHECK(std::holds_alternative<model::WorkItem>(results.at(3)));
}

} // namespace syncctl::tests
