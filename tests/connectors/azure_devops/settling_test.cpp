#include "ado_fixture.hpp"

#include "syncctl/base/error.hpp"

namespace syncctl::tests {

using connectors::CreateItem;
using connectors::Found;
using connectors::NotYetKnowable;

namespace {

model::Intent an_intent(const std::string& marker, base::Timestamp sent)
{
    model::Intent intent;
    intent.kind = model::IntentKind::create;
    intent.marker = marker;
    intent.item_type = "Bug";
    intent.first_sent_at = sent;
    return intent;
}

std::vector<connectors::SettleResult> settle(connectors::Connector& connector,
                                             const std::vector<model::Intent>& intents)
{
    return connector.settle(intents);
}

CreateItem a_create(const std::string& marker)
{
    return {.type = "Bug", .fields = {{"System.Title", text("made")}}, .marker = marker};
}

} // namespace

TEST_CASE("a create whose answer was lost is found by its marker", "[azure_devops]")
{
    AdoFixture ado;
    const bool has_field = GENERATE(false, true);
    std::map<std::string, std::string> settings;
    if (has_field) {
        settings["marker"] = "Custom.Sync";
        ado.tracker.customise([](fakes::Process& process) {
            fakes::FieldDefinition definition;
            definition.reference = "Custom.Sync";
            definition.name = "Sync";
            process.fields.push_back(definition);
            fakes::TypeField field;
            field.reference = "Custom.Sync";
            process.type("Bug")->fields.push_back(field);
        });
    }
    const auto sent = ado.tracker.clock().now();
    auto connector = ado.connect(settings);
    for (int i = 0; i < 5; ++i) {
        ado.has_bug("somebody else's");
    }
    ado.tracker.next_requests({"POST", "workitems"}, fakes::faults::lost_response());
    const std::string marker = "syncctl:01234567-89ab-4def-8123-456789abcdef:source:it's 7";
    as<connectors::Unknown>(write_one(*connector, a_create(marker)));
    as<connectors::Done>(write_one(*connector, a_create(marker + "1")));

    connector = ado.connect(settings);
    const auto results = settle(
        *connector,
        {an_intent(marker, sent), an_intent(marker + "12", sent), an_intent(marker + "1", sent)});
    REQUIRE(results.size() == 3);
    REQUIRE(std::holds_alternative<Found>(results[0]));
    CHECK(std::get<Found>(results[0]).item.id == "6");
    CHECK(std::get<Found>(results[0]).item.marker == marker);
    CHECK(std::holds_alternative<NotYetKnowable>(results[1]));
    CHECK(std::get<Found>(results[2]).item.id == "7");
    ado.check_exchanges();
}

TEST_CASE("clocks that are apart hide no item from the search", "[azure_devops]")
{
    AdoFixture ado;
    const auto hours = GENERATE(-240, -12, 0, 12, 240, 90'000);
    const std::chrono::milliseconds apart{std::chrono::hours{hours}};
    auto connector = ado.connect();
    const base::Timestamp sent{ado.tracker.clock().now().ms + apart.count()};
    as<connectors::Done>(write_one(*connector, a_create("syncctl:1")));
    ado.tracker.clock().advance(std::chrono::hours{20}); // by then the clocks agree
    const auto results = settle(*ado.connect(), {an_intent("syncctl:1", sent)});
    CHECK(std::holds_alternative<Found>(results.at(0)));
}

TEST_CASE("a copy of an item with its links is not taken for it", "[azure_devops]")
{
    AdoFixture ado;
    auto connector = ado.connect();
    const auto sent = ado.tracker.clock().now();
    const auto made = as<connectors::Done>(write_one(*connector, a_create("syncctl:1"))).item;
    as<connectors::Done>(write_one(*connector, a_create("syncctl:1"))); // as the copy would be
    const auto results = settle(*ado.connect(), {an_intent("syncctl:1", sent)});
    CHECK(std::get<Found>(results.at(0)).item.id == made.id);
}

TEST_CASE("a query that lags behind proves nothing, and one that fails is an error",
          "[azure_devops]")
{
    AdoFixture ado;
    auto connector = ado.connect();
    const auto sent = ado.tracker.clock().now();
    ado.tracker.change([](fakes::Switches& switches) { switches.query_lag_requests = 50; });
    as<connectors::Done>(write_one(*connector, a_create("syncctl:1")));
    auto intents = std::vector{an_intent("syncctl:1", sent)};
    CHECK(std::holds_alternative<NotYetKnowable>(settle(*connector, intents).at(0)));
    CHECK_FALSE(connector->capabilities().settles_at_once);
    ado.tracker.change([](fakes::Switches& switches) { switches.query_lag_requests = 0; });
    CHECK(std::holds_alternative<Found>(settle(*connector, intents).at(0)));
    ado.tracker.next_requests(fakes::requests::k_queries, fakes::faults::html_200());
    CHECK_THROWS_AS(settle(*connector, intents), Error);
}

TEST_CASE("any number of items is searched, in pages by id", "[azure_devops]")
{
    AdoFixture ado;
    ado.tracker.change([](fakes::Switches& switches) { switches.query_wall = 20'000; });
    auto connector = ado.connect();
    const auto sent = ado.tracker.clock().now();
    for (int i = 0; i < 20'001; ++i) {
        ado.has_bug("somebody else's");
    }
    as<connectors::Done>(write_one(*connector, a_create("syncctl:1")));
    ado.tracker.clear_log();
    const auto results = settle(*connector, {an_intent("syncctl:1", sent)});
    REQUIRE(std::holds_alternative<Found>(results.at(0)));
    CHECK(std::get<Found>(results[0]).item.id == "20002");
    CHECK(ado.tracker.requests(fakes::requests::k_queries) == 3);
}

TEST_CASE("a query whose rows are out of order or without an id is an error", "[azure_devops]")
{
    AdoFixture ado;
    auto connector = ado.connect();
    const auto* rows = GENERATE(R"([{"id": 2}, {"id": 1}])",
                                R"([{"id": 2}, {"id": 2}])",
                                R"([{"id": "x"}])",
                                R"([7])",
                                R"(null)");
    ado.tracker.next_requests(fakes::requests::k_queries,
                              fakes::faults::body(std::string{R"({"workItems": )"} + rows + "}"));
    CHECK_THROWS_AS(settle(*connector, {an_intent("syncctl:1", ado.tracker.clock().now())}), Error);
}

} // namespace syncctl::tests
