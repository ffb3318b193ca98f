#include "connectors/servicedesk_plus/marker_text.hpp"
#include "sdp_fixture.hpp"

#include "syncctl/base/error.hpp"

namespace syncctl::tests {

using connectors::Found;
using connectors::NotYetKnowable;
using connectors::SettleResult;
using connectors::servicedesk_plus::description_with_marker;
using connectors::servicedesk_plus::subject_with_marker;
using Edition = SdpFixture::Edition;

namespace requests = fakes::sdp::requests;

namespace {

std::string marker_of(const std::string& id)
{
    return model::marker_for("0b6d2c1e-7f0a-4c59-9b0e-2f6b6d9f3a11", model::Side::source, id);
}

enum class Place { field, subject, description };

/// A tracker that keeps markers in one of three places.
class Desk : public SdpFixture {
public:
    Desk(Place place, Edition edition) : SdpFixture{edition}, m_place{place} {}

    [[nodiscard]] Settings settings() const
    {
        switch (m_place) {
        case Place::field:
            return {{"marker", tracker.marker_udf()}};
        case Place::subject:
            return {{"marker", "subject"}};
        case Place::description:
            break;
        }
        return {{"marker", "description"}};
    }

    /// As a create of ours leaves it.
    std::string has_ours(const std::string& marker)
    {
        nlohmann::json fields{{"description", "<p>out</p>"}};
        std::string subject = "Printer";
        if (m_place == Place::field) {
            fields["udf_fields"][tracker.marker_udf()] = marker;
        } else if (m_place == Place::subject) {
            subject = subject_with_marker(subject, marker);
        } else {
            fields["description"] = description_with_marker("<p>out</p>", marker);
        }
        return has_request(subject, fields);
    }

    [[nodiscard]] model::Intent intent(const std::string& marker)
    {
        model::Intent intent;
        intent.kind = model::IntentKind::create;
        intent.marker = marker;
        intent.first_sent_at = tracker.clock().now();
        return intent;
    }

private:
    Place m_place;
};

std::string found(const SettleResult& result)
{
    return std::holds_alternative<Found>(result) ? std::get<Found>(result).item.id : "none";
}

std::vector<SettleResult> settle(connectors::Connector& connector,
                                 const std::vector<model::Intent>& intents)
{
    return connector.settle(intents);
}

} // namespace

TEST_CASE("a create is found by its whole marker, wherever that is kept", "[servicedesk_plus]")
{
    Desk desk{GENERATE(Place::field, Place::subject, Place::description),
              GENERATE(Edition::on_premises, Edition::cloud)};
    const std::vector intents{desk.intent(marker_of("1")),
                              desk.intent(marker_of("12")),
                              desk.intent(marker_of("<b> & \"7\""))};
    desk.has_requests(5);
    const auto one = desk.has_ours(marker_of("1"));
    const auto seven = desk.has_ours(marker_of("<b> & \"7\""));
    desk.has_requests(5);
    auto connector = desk.connect(desk.settings());
    const auto results = settle(*connector, intents);
    REQUIRE(results.size() == 3);
    CHECK(found(results[0]) == one);
    CHECK(std::holds_alternative<NotYetKnowable>(results[1]));
    CHECK(found(results[2]) == seven);
    const auto& item = std::get<Found>(results[0]).item;
    CHECK(item.marker == marker_of("1"));
    CHECK(item.fields.at("subject") == text("Printer"));
    CHECK(item.fields.at("description") == text("<p>out</p>"));
    desk.check_exchanges();
}

TEST_CASE("of several requests with one marker the oldest is ours", "[servicedesk_plus]")
{
    Desk desk{GENERATE(Place::field, Place::subject, Place::description), Edition::on_premises};
    desk.tracker.numbers_requests_from(9);
    const auto intent = desk.intent(marker_of("1"));
    const auto ours = desk.has_ours(marker_of("1"));
    const auto copy = desk.has_ours(marker_of("1"));
    REQUIRE(ours == "9");
    REQUIRE(copy == "10");
    CHECK(found(settle(*desk.connect(desk.settings()), {intent}).at(0)) == ours);
}

TEST_CASE("a request that the index does not know yet is found among the new ones",
          "[servicedesk_plus]")
{
    Desk desk{Place::field, GENERATE(Edition::on_premises, Edition::cloud)};
    desk.has_requests(120);
    desk.tracker.change([](auto& switches) { switches.index_lag_ms = 600'000; });
    const auto intent = desk.intent(marker_of("1"));
    const auto ours = desk.has_ours(marker_of("1"));
    SECTION("with custom fields in lists")
    {
        CHECK(found(settle(*desk.connect(desk.settings()), {intent}).at(0)) == ours);
        CHECK(desk.tracker.requests(requests::k_reads) == 1);
    }
    SECTION("without")
    {
        desk.tracker.change([](auto& switches) { switches.has_udfs_in_lists = false; });
        CHECK(found(settle(*desk.connect(desk.settings()), {intent}).at(0)) == ours);
    }
    desk.check_exchanges();
}

TEST_CASE("a list that lags behind proves nothing", "[servicedesk_plus]")
{
    Desk desk{GENERATE(Place::field, Place::subject, Place::description), Edition::on_premises};
    desk.wait(std::chrono::hours{1});
    desk.tracker.change([](auto& switches) { switches.list_lag_ms = 60'000; });
    const auto intent = desk.intent(marker_of("1"));
    const auto ours = desk.has_ours(marker_of("1"));
    auto connector = desk.connect(desk.settings());
    CHECK(std::holds_alternative<NotYetKnowable>(settle(*connector, {intent}).at(0)));
    CHECK_FALSE(connector->capabilities().settles_at_once);
    desk.wait(std::chrono::minutes{2});
    CHECK(found(settle(*connector, {intent}).at(0)) == ours);
}

TEST_CASE("a marker that an earlier setting had put elsewhere is found all the same",
          "[servicedesk_plus]")
{
    Desk desk{Place::subject, Edition::on_premises};
    const auto intent = desk.intent(marker_of("1"));
    const auto ours = desk.has_ours(marker_of("1"));
    const auto marker = GENERATE(std::string{"description"}, std::string{"udf"});
    auto connector =
        desk.connect({{"marker", marker == "udf" ? desk.tracker.marker_udf() : marker}});
    CHECK(found(settle(*connector, {intent}).at(0)) == ours);
}

TEST_CASE("a tracker that cannot search the field is searched by time", "[servicedesk_plus]")
{
    Desk desk{Place::field, Edition::on_premises};
    const auto intent = desk.intent(marker_of("1"));
    const auto ours = desk.has_ours(marker_of("1"));
    SECTION("it refuses the condition")
    {
        desk.tracker.next_requests({"GET", "condition%22%3A%22is%22"},
                                   fakes::faults::failed(400, 4001, "FIELD_NOT_FOUND"),
                                   10);
    }
    SECTION("it ignores the condition")
    {
        const auto other = desk.has_request("another one");
        desk.tracker.next_requests({"GET", "condition%22%3A%22is%22"},
                                   fakes::faults::changed_body([other](nlohmann::json& body) {
                                       body["requests"] = {{{"id", other}}};
                                   }),
                                   10);
    }
    CHECK(found(settle(*desk.connect(desk.settings()), {intent}).at(0)) == ours);
}

TEST_CASE("clocks that are apart hide no request from the search", "[servicedesk_plus]")
{
    Desk desk{GENERATE(Place::subject, Place::description), Edition::on_premises};
    const auto hours = GENERATE(-240, -12, 0, 12, 240, 90'000);
    auto intent = desk.intent(marker_of("1"));
    intent.first_sent_at.ms += std::chrono::milliseconds{std::chrono::hours{hours}}.count();
    const auto ours = desk.has_ours(marker_of("1"));
    desk.wait(std::chrono::hours{20}); // by then the clocks agree
    auto connector = desk.connect(desk.settings());
    static_cast<void>(get_one(*connector, ours)); // it tells its time
    CHECK(found(settle(*connector, {intent}).at(0)) == ours);
}

TEST_CASE("only requests since the create are looked at", "[servicedesk_plus]")
{
    Desk desk{Place::description, Edition::on_premises};
    desk.has_requests(50);
    desk.wait(std::chrono::hours{48});
    const auto intent = desk.intent(marker_of("1"));
    desk.has_ours(marker_of("1"));
    settle(*desk.connect(desk.settings()), {intent, desk.intent(marker_of("2"))});
    CHECK(desk.tracker.requests(requests::k_reads) == 1);
}

TEST_CASE("a request that nobody edited is as it was created", "[servicedesk_plus]")
{
    Desk desk{Place::subject, GENERATE(Edition::on_premises, Edition::cloud)};
    auto intents = std::vector{desk.intent(marker_of("1"))};
    intents.front().fields = {{"subject", text("Printer")}};
    const auto id = desk.has_ours(marker_of("1"));
    auto connector = desk.connect(desk.settings());
    const auto is_as_created = [&] {
        return std::get<Found>(settle(*connector, intents).at(0)).is_as_created;
    };
    CHECK(is_as_created());
    desk.wait(std::chrono::milliseconds{1500});
    desk.tracker.edit(id, {{"priority", "High"}}); // as a business rule does
    CHECK(is_as_created());
    desk.wait(std::chrono::seconds{5});
    desk.tracker.edit(id, {{"priority", "Low"}});
    CHECK_FALSE(is_as_created());
}

TEST_CASE("what a business rule makes of a new request is an edit, but for what a second call was "
          "to store",
          "[servicedesk_plus]")
{
    Desk desk{Place::subject, GENERATE(Edition::on_premises, Edition::cloud)};
    auto intents = std::vector{desk.intent(marker_of("1"))};
    intents.front().fields = {{"priority", text("Low")}, {"status", text("Closed")}};
    const auto id = desk.has_ours(marker_of("1"));
    auto settings = desk.settings();
    const bool takes_two_calls = GENERATE(false, true);
    if (takes_two_calls) {
        settings["closure_code"] = "Success";
    }
    auto connector = desk.connect(settings);
    desk.wait(std::chrono::milliseconds{500});
    desk.tracker.edit(id, {{"priority", "High"}});
    CHECK(std::get<Found>(settle(*connector, intents).at(0)).is_as_created == takes_two_calls);
}

TEST_CASE("a search that fails is an error, and no proof", "[servicedesk_plus]")
{
    Desk desk{GENERATE(Place::field, Place::subject, Place::description), Edition::on_premises};
    const auto intent = desk.intent(marker_of("1"));
    const auto id = desk.has_ours(marker_of("1"));
    auto connector = desk.connect(desk.settings());
    SECTION("the list is a page for people")
    {
        desk.tracker.next_requests(requests::k_lists, fakes::faults::maintenance_page(), 10);
    }
    SECTION("the list is none")
    {
        desk.tracker.next_requests(
            requests::k_lists,
            fakes::faults::changed_body([](nlohmann::json& body) { body.erase("requests"); }),
            10);
    }
    SECTION("the one that may be ours cannot be read")
    {
        desk.tracker.next_requests(
            {"GET", "/requests/" + id}, fakes::faults::failed(500, 4004), 100);
    }
    CHECK_THROWS_AS(settle(*connector, {intent}), Error);
}

} // namespace syncctl::tests
