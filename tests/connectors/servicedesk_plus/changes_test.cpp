#include "sdp_fixture.hpp"

#include "syncctl/base/error.hpp"

#include <algorithm>

namespace syncctl::tests {

using connectors::Watermark;
using Edition = SdpFixture::Edition;
using fakes::sdp::NoStamp;
using fakes::sdp::StatusForm;

namespace requests = fakes::sdp::requests;

namespace {

std::vector<std::string> sorted(std::vector<std::string> ids)
{
    std::sort(ids.begin(), ids.end());
    return ids;
}

const fakes::Matching k_created_lists{"GET", "sort_field%22%3A%22created_time"};
const fakes::Matching k_updated_lists{"GET", "sort_field%22%3A%22last_updated_time"};

} // namespace

TEST_CASE("the first listing shows every request, and how many there are", "[servicedesk_plus]")
{
    SdpFixture desk{GENERATE(Edition::on_premises, Edition::cloud)};
    const auto ids = desk.has_requests(250);
    desk.tracker.edit(ids[3], {{"priority", "High"}});
    desk.tracker.trash(ids[7]);
    auto connector = desk.connect();
    const auto reader = connector->changes({});
    std::size_t count = 0;
    while (const auto page = reader->next()) {
        count += page->changes.size();
    }
    CHECK(count == 249);
    CHECK(reader->items_seen() == 249);
    CHECK(desk.tracker.requests(requests::k_lists) == 4);
    CHECK(desk.tracker.requests(requests::k_reads) == 0);
    desk.check_exchanges();
}

TEST_CASE("an empty tracker has no changes, and its first request is one", "[servicedesk_plus]")
{
    SdpFixture desk;
    auto connector = desk.connect();
    Watermark watermark;
    CHECK(changes_of(*connector, watermark).empty());
    const auto id = desk.has_request("Printer is out");
    CHECK(ids_of(changes_of(*connector, watermark)) == std::vector{id});
    desk.check_exchanges();
}

TEST_CASE("a change tells the revision that a read finds", "[servicedesk_plus]")
{
    SdpFixture desk{GENERATE(Edition::on_premises, Edition::cloud)};
    const auto id = desk.has_request("Printer is out");
    auto connector = desk.connect();
    Watermark watermark;
    const auto created = changes_of(*connector, watermark).at(id);
    CHECK(created.revision == item_of(*connector, id).revision);
    CHECK(created.modified_at == item_of(*connector, id).modified_at);
    desk.wait(std::chrono::minutes{10});
    desk.tracker.edit(id, {{"priority", "High"}});
    const auto edited = changes_of(*connector, watermark).at(id);
    CHECK(edited.revision == item_of(*connector, id).revision);
    CHECK_FALSE(edited.revision == created.revision);
}

TEST_CASE("later listings show what is new and what was updated, each once", "[servicedesk_plus]")
{
    SdpFixture desk{GENERATE(Edition::on_premises, Edition::cloud)};
    const auto old = desk.has_requests(5);
    auto connector = desk.connect();
    Watermark watermark;
    changes_of(*connector, watermark);
    desk.wait(std::chrono::hours{1});
    const auto fresh = desk.has_request("new");
    const auto touched = desk.has_request("new and edited");
    desk.wait(std::chrono::seconds{5});
    desk.tracker.edit(touched, {{"priority", "High"}});
    desk.tracker.edit(old[1], {{"priority", "High"}});
    // The newest of the last time are within the overlap, and shown again.
    auto expected = std::vector{fresh, touched, old[1]};
    expected.insert(expected.end(), old.begin(), old.end());
    std::sort(expected.begin(), expected.end());
    expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
    CHECK(ids_of(changes_of(*connector, watermark)) == expected);
    desk.wait(std::chrono::hours{1});
    const auto latest = desk.has_request("latest");
    CHECK(ids_of(changes_of(*connector, watermark)) == sorted({fresh, touched, old[1], latest}));
    const auto reader = connector->changes({.since = watermark, .filter = {}});
    while (reader->next()) {
    }
    CHECK_FALSE(reader->items_seen());
    desk.check_exchanges();
}

TEST_CASE("an idle run costs two lists", "[servicedesk_plus]")
{
    SdpFixture desk;
    desk.has_requests(300);
    auto connector = desk.connect({{"overlap", "0"}});
    Watermark watermark;
    changes_of(*connector, watermark);
    desk.wait(std::chrono::hours{1});
    desk.tracker.clear_log();
    const auto before = watermark;
    CHECK(changes_of(*connector, watermark).size() == 1); // the newest one, at its very time
    CHECK(desk.tracker.log().size() == 2);
    CHECK(watermark == before);
}

TEST_CASE("a request that shows up late is found within the overlap", "[servicedesk_plus]")
{
    SdpFixture desk;
    desk.has_requests(3);
    auto connector = desk.connect();
    Watermark watermark;
    changes_of(*connector, watermark);
    desk.wait(std::chrono::minutes{5});
    desk.tracker.change([](auto& switches) { switches.list_lag_ms = 30'000; });
    const auto late = desk.has_request("late");
    desk.wait(std::chrono::seconds{20});
    changes_of(*connector, watermark);
    desk.wait(std::chrono::seconds{20});
    CHECK(changes_of(*connector, watermark).contains(late));
}

TEST_CASE("no request is lost while others are deleted or edited between two pages",
          "[servicedesk_plus]")
{
    SdpFixture desk{GENERATE(Edition::on_premises, Edition::cloud)};
    const auto ids = desk.has_requests(350);
    auto connector = desk.connect();
    Watermark watermark;
    SECTION("in the first listing")
    {
        desk.tracker.before_next({"GET",
                                  "search_criteria%22%3A%7B%22condition%22%3A%22greater%20or%"
                                  "20equal%22%2C%22field%22%3A%22created_time"},
                                 [&] {
                                     for (int i = 0; i < 40; ++i) {
                                         desk.tracker.trash(ids[static_cast<std::size_t>(i)]);
                                     }
                                 });
        const auto changes = changes_of(*connector, watermark);
        for (const auto& id : ids) {
            CAPTURE(id);
            CHECK(changes.contains(id));
        }
    }
    SECTION("in a later one")
    {
        changes_of(*connector, watermark);
        desk.wait(std::chrono::hours{1});
        for (const auto& id : ids) {
            desk.wait(std::chrono::milliseconds{10});
            desk.tracker.edit(id, {{"priority", "High"}});
        }
        int pages = 0;
        const auto reader = connector->changes({.since = watermark, .filter = {}});
        std::map<std::string, model::Change> last;
        while (const auto page = reader->next()) {
            for (const auto& change : page->changes) {
                last[change.id] = change;
            }
            desk.wait(std::chrono::seconds{1});
            if (++pages < 4) {
                for (int i = 0; i < 30; ++i) {
                    desk.tracker.edit(ids[static_cast<std::size_t>(i)], {{"priority", "Low"}});
                }
            }
        }
        for (const auto& id : ids) {
            CAPTURE(id);
            REQUIRE(last.contains(id));
            CHECK(last[id].revision == item_of(*connector, id).revision);
        }
    }
    desk.check_exchanges();
}

TEST_CASE("an update while everything is listed is shown the next time", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto ids = desk.has_requests(250);
    desk.tracker.edit(ids[5], {{"priority", "High"}});
    auto connector = desk.connect({{"overlap", "0"}});
    const auto reader = connector->changes({});
    REQUIRE(reader->next());
    desk.wait(std::chrono::minutes{2});
    desk.tracker.edit(ids[0], {{"priority", "High"}}); // its page was read
    desk.wait(std::chrono::minutes{2});
    desk.tracker.edit(ids[249], {{"priority", "High"}}); // its page was not
    while (reader->next()) {
    }
    auto watermark = reader->watermark();
    const auto changes = changes_of(*connector, watermark);
    CHECK(changes.contains(ids[0]));
    CHECK(changes.contains(ids[249]));
}

TEST_CASE("any number of requests may share one millisecond", "[servicedesk_plus]")
{
    SdpFixture desk;
    const int limit = GENERATE(100, 7);
    desk.tracker.change([&](auto& switches) { switches.page_limit = limit; });
    auto ids = desk.has_requests(30);
    const auto same = desk.has_requests(230, std::chrono::milliseconds{0});
    ids.insert(ids.end(), same.begin(), same.end());
    const auto later = desk.has_requests(30);
    ids.insert(ids.end(), later.begin(), later.end());
    auto connector = desk.connect();
    Watermark watermark;
    CHECK(ids_of(changes_of(*connector, watermark)) == sorted(ids));
    desk.wait(std::chrono::hours{1});
    for (const auto& id : ids) {
        desk.tracker.edit(id, {{"priority", "High"}});
    }
    CHECK(ids_of(changes_of(*connector, watermark)) == sorted(ids));
    desk.check_exchanges();
}

TEST_CASE("pages may be short, without a word on what follows, and in any envelope",
          "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto ids = desk.has_requests(230);
    auto connector = desk.connect();
    SECTION("short pages that tell of more")
    {
        desk.tracker.change([](auto& switches) { switches.page_limit = 30; });
    }
    SECTION("no list_info")
    {
        desk.tracker.change([](auto& switches) { switches.has_list_info = false; });
    }
    SECTION("flags as texts")
    {
        desk.tracker.next_requests(requests::k_lists,
                                   fakes::faults::changed_body([](nlohmann::json& body) {
                                       auto& more = body["list_info"]["has_more_rows"];
                                       more = more == true ? "true" : "false";
                                   }),
                                   100);
    }
    SECTION("a status that is always an object")
    {
        desk.tracker.change(
            [](auto& switches) { switches.status_form = StatusForm::always_object; });
    }
    Watermark watermark;
    CHECK(ids_of(changes_of(*connector, watermark)) == sorted(ids));
}

TEST_CASE("a page of requests that this user may not see is no end", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto ids = desk.has_requests(230);
    desk.tracker.next_requests(k_created_lists,
                               fakes::faults::changed_body([](nlohmann::json& body) {
                                   body["requests"] = nlohmann::json::array();
                               }));
    auto connector = desk.connect();
    Watermark watermark;
    CHECK(changes_of(*connector, watermark).size() == 130); // all behind that page
    CHECK(desk.tracker.requests(k_created_lists) == 3);
}

TEST_CASE("requests without a time of an update are listed, however the tracker spells that",
          "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto stamp = GENERATE(NoStamp::null, NoStamp::text, NoStamp::null_value);
    const bool are_nulls_first = GENERATE(true, false);
    desk.tracker.change([&](auto& switches) {
        switches.no_stamp = stamp;
        switches.are_nulls_first = are_nulls_first;
    });
    const auto ids = desk.has_requests(3);
    desk.tracker.edit(ids[0], {{"priority", "High"}});
    auto connector = desk.connect();
    Watermark watermark;
    CHECK(ids_of(changes_of(*connector, watermark)) == sorted(ids));
    desk.wait(std::chrono::hours{1});
    const auto fresh = desk.has_request("new");
    const auto changes = changes_of(*connector, watermark);
    CHECK(changes.at(fresh).revision.text[0] == 'c');
    CHECK(changes.at(ids[0]).revision.text[0] == 'u');
}

TEST_CASE("a listed request in the trash is a deletion", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto ids = desk.has_requests(2);
    desk.tracker.next_requests(k_created_lists,
                               fakes::faults::changed_body([](nlohmann::json& body) {
                                   body["requests"][0]["is_trashed"] = true;
                               }));
    auto connector = desk.connect();
    const auto reader = connector->changes({});
    const auto page = reader->next();
    REQUIRE(page);
    CHECK(page->changes.at(0).is_deleted);
    CHECK_FALSE(page->changes.at(1).is_deleted);
    CHECK_FALSE(reader->next());
    CHECK(reader->items_seen() == 1);
}

TEST_CASE("a list that makes no sense is an error, never an end", "[servicedesk_plus]")
{
    SdpFixture desk;
    desk.has_requests(150);
    auto connector = desk.connect();
    Watermark watermark;
    const auto distorted = [&](std::function<void(nlohmann::json&)> change) {
        desk.tracker.next_requests(
            k_created_lists, fakes::faults::changed_body(std::move(change)), 1000, 1);
    };
    SECTION("a maintenance page")
    {
        desk.tracker.next_requests(k_created_lists, fakes::faults::maintenance_page(), 100, 1);
    }
    SECTION("no JSON")
    {
        desk.tracker.next_requests(k_created_lists, fakes::faults::garbage_json(), 100, 1);
    }
    SECTION("no list")
    {
        distorted([](auto& body) { body.erase("requests"); });
    }
    SECTION("a list that is none")
    {
        distorted([](auto& body) { body["requests"] = nullptr; });
    }
    SECTION("an id that is no number")
    {
        distorted([](auto& body) { body["requests"][3]["id"] = "REQ-4"; });
    }
    SECTION("a row that is no request")
    {
        distorted([](auto& body) { body["requests"][3] = "gone"; });
    }
    SECTION("another order")
    {
        distorted([](auto& body) { std::swap(body["requests"][3], body["requests"][9]); });
    }
    SECTION("the same page again and again")
    {
        const auto first = [&] {
            auto other = desk.connect();
            static_cast<void>(other->changes({})->next());
            return nlohmann::json::parse(desk.tracker.log().back().answer.body);
        }();
        distorted([first](auto& body) { body = first; });
    }
    SECTION("more to come, and never anything")
    {
        distorted([](auto& body) {
            body["requests"] = nlohmann::json::array();
            body["list_info"]["has_more_rows"] = true;
        });
    }
    SECTION("a refusal inside of a success")
    {
        distorted([](auto& body) {
            body["response_status"] = {{{"status_code", 4000}, {"status", "failed"}}};
        });
    }
    CHECK_THROWS_AS(changes_of(*connector, watermark), Error);
    CHECK(watermark == Watermark{});
}

TEST_CASE("a watermark is for its portal only", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto ids = desk.has_requests(3);
    Watermark watermark;
    changes_of(*desk.connect(), watermark);
    desk.wait(std::chrono::hours{1});
    desk.has_request("new");
    auto other = desk.connect({{"portal_id", "2"}});
    const auto reader = other->changes({.since = watermark, .filter = {}});
    CHECK(reader->next()->changes.size() == 4);
    CHECK_THROWS_AS(desk.connect()->changes({.since = {"x"}, .filter = {}}), Error);
}

TEST_CASE("a clock of the tracker that goes back has everything listed again", "[servicedesk_plus]")
{
    SdpFixture desk;
    const auto ids = desk.has_requests(3, std::chrono::hours{1});
    auto connector = desk.connect();
    Watermark watermark;
    changes_of(*connector, watermark);
    const auto back = std::chrono::milliseconds{std::chrono::hours{10}}.count();
    desk.tracker.change([&](auto& switches) {
        switches.clock_offset_ms = -back;
        switches.list_lag_ms = -back; // lists show what has a time to come
    });
    connector = desk.connect();
    const auto earlier = desk.has_request("made when the clock was put right");
    const auto changes = changes_of(*connector, watermark);
    CHECK(changes.size() == 4);
    CHECK(changes.contains(earlier));
    REQUIRE(desk.log.warnings.size() == 1);
    CHECK(desk.log.warnings[0].find("clock went back") != std::string::npos);
    // The requests with times to come hide nothing afterwards.
    desk.wait(std::chrono::minutes{10});
    const auto next = desk.has_request("the next one");
    CHECK(changes_of(*connector, watermark).contains(next));
    CHECK(desk.log.warnings.size() == 1);
}

TEST_CASE("a tracker that does not tell the time never makes a watermark go back",
          "[servicedesk_plus]")
{
    SdpFixture desk;
    desk.tracker.change([](auto& switches) { switches.has_date = false; });
    const auto ids = desk.has_requests(3, std::chrono::hours{1});
    auto connector = desk.connect();
    Watermark watermark;
    changes_of(*connector, watermark);
    const auto before = watermark;
    for (const auto& id : ids) {
        desk.tracker.trash(id);
    }
    desk.wait(std::chrono::hours{1});
    CHECK(changes_of(*connector, watermark).empty());
    CHECK(watermark == before);
}

} // namespace syncctl::tests
