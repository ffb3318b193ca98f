#include "ado_fixture.hpp"

#include <algorithm>

namespace syncctl::tests {

using connectors::CreateItem;
using connectors::Done;
using connectors::Refused;
using connectors::RemoveItem;
using connectors::Stale;
using connectors::Transient;
using connectors::Unknown;
using connectors::UpdateItem;
using fakes::Switches;

namespace {

/// A process in which bugs go New -> Active -> Resolved -> Closed and back to Active only.
fakes::Process strict_process()
{
    auto process = fakes::agile_process();
    process.type("Bug")->transitions = {{"", "New", {"New"}},
                                        {"New", "Active", {"Approved"}},
                                        {"Active", "Resolved", {"Fixed", "Deferred"}},
                                        {"Resolved", "Closed", {"Verified"}},
                                        {"Closed", "Active", {"Regression"}}};
    return process;
}

fakes::FakeAzureDevOps::Setup strict()
{
    fakes::FakeAzureDevOps::Setup setup;
    setup.process = strict_process();
    return setup;
}

CreateItem a_create(model::Fields fields)
{
    fields.try_emplace("System.Title", std::string{"made"});
    return {.type = "Bug", .fields = std::move(fields), .marker = "syncctl:1"};
}

model::Revision revision_of(connectors::Connector& connector, const std::string& id)
{
    return item_of(connector, id).revision;
}

} // namespace

TEST_CASE("k new and k changed items take k writes and nothing else", "[azure_devops]")
{
    AdoFixture ado;
    const int id = ado.has_bug("one");
    auto connector = ado.connect();
    const auto revision = revision_of(*connector, std::to_string(id));
    const int before = connector->api_calls();
    std::vector<connectors::Operation> operations;
    for (int i = 0; i < 20; ++i) {
        operations.push_back(CreateItem{.type = "Bug",
                                        .fields = {{"System.Title", std::string{"new"}}},
                                        .marker = "syncctl:" + std::to_string(i)});
    }
    operations.push_back(UpdateItem{"1", revision, {{"System.Title", text("edited")}}});
    for (const auto& result : connector->write(operations)) {
        as<Done>(result);
    }
    CHECK(connector->api_calls() == before + 21);
    ado.check_exchanges();
}

TEST_CASE("values of every kind are stored and read back", "[azure_devops]")
{
    AdoFixture ado;
    ado.tracker.has_person("Jamal Hartnett", "jamal@example.com");
    ado.tracker.has_area("Fabrikam\\Web");
    auto connector = ado.connect();
    const model::Fields fields{
        {"System.Title", text("\xF0\x9F\x98\x80 \xE2\x80\xAE right to left \"quoted\" <b>")},
        {"System.Tags", model::List{"one", "two words"}},
        {"System.AssignedTo", text("jamal@example.com")},
        {"System.AreaPath", text("Fabrikam\\Web")},
        {"Microsoft.VSTS.Common.Priority", model::Number{"3"}},
    };
    const auto made = as<Done>(write_one(*connector, a_create(fields))).item;
    for (const auto& [name, value] : fields) {
        CAPTURE(name);
        CHECK(model::same_value(model::value_of(made.fields, name), value));
    }
    CHECK(made.marker == "syncctl:1");
    CHECK(item_of(*connector, made.id).marker == "syncctl:1");
    const auto stored = ado.tracker.item(std::stoi(made.id));
    CHECK(stored->fields.at("Microsoft.VSTS.Common.Priority").is_number_integer());

    const auto cleared = as<Done>(write_one(*connector,
                                            UpdateItem{made.id,
                                                       made.revision,
                                                       {{"System.Tags", model::List{"two words"}},
                                                        {"System.AssignedTo", model::Value{}}}}))
                             .item;
    CHECK(cleared.fields.at("System.Tags") == model::Value{model::List{"two words"}});
    CHECK(model::is_null(model::value_of(cleared.fields, "System.AssignedTo")));
    const auto bare =
        as<Done>(
            write_one(*connector,
                      UpdateItem{made.id, cleared.revision, {{"System.Tags", model::Value{}}}}))
            .item;
    CHECK(model::is_null(model::value_of(bare.fields, "System.Tags")));
    ado.check_exchanges();
}

TEST_CASE("HTML that the tracker rewrites is returned as it is kept", "[azure_devops]")
{
    AdoFixture ado;
    auto connector = ado.connect();
    const auto made = as<Done>(write_one(*connector,
                                         a_create({{"Microsoft.VSTS.TCM.ReproSteps",
                                                    text("<p>a</p><script>alert(1)</script>")}})))
                          .item;
    const auto kept = made.fields.at("Microsoft.VSTS.TCM.ReproSteps");
    CHECK(item_of(*connector, made.id).fields.at("Microsoft.VSTS.TCM.ReproSteps") == kept);
    CHECK(std::get<std::string>(kept).find("<script>") == std::string::npos);
}

TEST_CASE("a state that a type does not start with is reached step by step", "[azure_devops]")
{
    AdoFixture ado{strict()};
    auto connector = ado.connect();
    const auto made = as<Done>(write_one(*connector,
                                         a_create({{"System.State", text("Resolved")},
                                                   {"System.Reason", text("Deferred")}})))
                          .item;
    CHECK(made.fields.at("System.State") == text("Resolved"));
    CHECK(made.fields.at("System.Reason") == text("Deferred"));
    CHECK(made.marker == "syncctl:1");
    CHECK(ado.tracker.ids().size() == 1);

    const auto again = as<Done>(write_one(*connector,
                                          UpdateItem{made.id,
                                                     made.revision,
                                                     {{"System.State", text("Active")},
                                                      {"System.Title", text("back again")}}}))
                           .item;
    CHECK(again.fields.at("System.State") == text("Active"));
    CHECK(again.fields.at("System.Title") == text("back again"));

    // Once the way is known nothing is refused first.
    const int before = connector->api_calls();
    as<Done>(write_one(*connector, a_create({{"System.State", text("Active")}})));
    CHECK(connector->api_calls() == before + 2);
    CHECK(ado.log.warnings.empty());
    ado.check_exchanges();
}

TEST_CASE("a new item whose state is not reached in full is told, and found as it was created",
          "[azure_devops]")
{
    AdoFixture ado{strict()};
    auto connector = ado.connect();
    ado.tracker.next_requests({"PATCH", "workitems"}, fakes::faults::forbidden_403());
    const auto create = a_create({{"System.State", text("Closed")}});

    const auto unknown = as<connectors::Unknown>(write_one(*connector, create));

    CHECK(unknown.evidence.find("'New' instead of 'Closed'") != std::string::npos);
    CHECK(ado.tracker.ids().size() == 1);
    model::Intent intent;
    intent.kind = model::IntentKind::create;
    intent.marker = create.marker;
    intent.item_type = create.type;
    intent.fields = create.fields;
    const auto settled = [&] {
        return std::get<connectors::Found>(connector->settle(std::span{&intent, 1}).front());
    };
    CHECK(settled().is_as_created);
    ado.tracker.edit(1, {{"System.State", "Active"}});
    CHECK(!settled().is_as_created); // by somebody else
}

TEST_CASE("an update whose state is not reached in full says how far it came", "[azure_devops]")
{
    AdoFixture ado{strict()};
    auto connector = ado.connect();
    const auto made = as<Done>(write_one(*connector, a_create({}))).item;
    const auto close = [&](const model::WorkItem& item) {
        return write_one(*connector,
                         UpdateItem{item.id, item.revision, {{"System.State", text("Closed")}}});
    };
    ado.tracker.next_requests({"PATCH", "workitems"}, fakes::faults::forbidden_403(), 1, 2);

    const auto halfway = as<Done>(close(made));

    CHECK(halfway.item.fields.at("System.State") == text("Active"));
    REQUIRE(halfway.shortfalls.size() == 1);
    CHECK(halfway.shortfalls[0].field == "System.State");
    CHECK(halfway.shortfalls[0].reason.find("'Active' instead of 'Closed'") != std::string::npos);
    const auto closed = as<Done>(close(halfway.item));
    CHECK(closed.item.fields.at("System.State") == text("Closed"));
    CHECK(closed.shortfalls.empty());
}

TEST_CASE("what an update that died on its way left behind is told from an edit", "[azure_devops]")
{
    AdoFixture ado{strict()};
    auto connector = ado.connect();
    const auto made = as<Done>(write_one(*connector, a_create({}))).item;
    ado.tracker.next_requests({"PATCH", "workitems"}, fakes::faults::reset_before(), 50, 2);
    const UpdateItem close{
        made.id, made.revision, {{"System.Title", text("two")}, {"System.State", text("Closed")}}};
    as<connectors::Unknown>(write_one(*connector, close));
    ado.tracker.no_more_faults();
    model::Intent intent;
    intent.kind = model::IntentKind::update;
    intent.item = made.id;
    intent.fields = close.fields;
    intent.expected_revision = made.revision;
    const auto left = [&](const char* before) {
        return connector->left_by(
            intent, item_of(*connector, made.id), {{"System.State", text(before)}});
    };

    CHECK(left("New") ==
          model::Fields{{"System.Title", text("two")}, {"System.State", text("Active")}});
    SECTION("not on the way from there, or from nowhere")
    {
        CHECK(left("Active") == intent.fields);
        CHECK(left("") == intent.fields);
    }
    SECTION("a later revision is somebody's")
    {
        ado.tracker.edit(1, {{"System.State", "New"}});
        ado.tracker.edit(1, {{"System.State", "Active"}});
        CHECK(left("New") == intent.fields);
    }
}

TEST_CASE("operations are checked without being stored", "[azure_devops]")
{
    AdoFixture ado{strict()};
    auto connector = ado.connect();
    const auto made = as<Done>(write_one(*connector, a_create({}))).item;
    const std::vector<connectors::Operation> operations{
        a_create({}),
        a_create({{"System.Title", text(std::string(256, 'x'))}}),
        a_create({{"System.State", text("Closed")}}),
        UpdateItem{made.id, made.revision, {{"System.State", text("Closed")}}},
        UpdateItem{made.id, made.revision, {{"System.State", text("Nowhere")}}},
        UpdateItem{made.id, {"7"}, {{"System.Title", text("two")}}},
        connectors::RemoveItem{made.id, made.revision}};

    const auto results = connector->validate(operations).value();

    as<Done>(results.at(0));
    CHECK(as<Refused>(results.at(1)).field == "System.Title");
    as<Done>(results.at(2));
    as<Done>(results.at(3));
    CHECK(as<Refused>(results.at(4)).field == "System.State");
    as<connectors::Stale>(results.at(5));
    as<Done>(results.at(6));
    CHECK(ado.tracker.ids().size() == 1);
    CHECK(item_of(*connector, made.id).revision == made.revision);
    ado.check_exchanges();
}

TEST_CASE("an unknown state or field is refused by name", "[azure_devops]")
{
    AdoFixture ado;
    const int id = ado.has_bug("one");
    auto connector = ado.connect();
    const auto revision = revision_of(*connector, std::to_string(id));
    const auto refused = [&](model::Fields fields) {
        return as<Refused>(write_one(*connector, UpdateItem{"1", revision, std::move(fields)}));
    };
    CHECK(refused({{"System.State", text("Nowhere")}}).field == "System.State");
    CHECK(refused({{"Custom.NoSuchField", text("x")}}).field == "Custom.NoSuchField");
    CHECK(refused({{"System.AreaPath", text("Fabrikam\\Nowhere")}}).field == "System.AreaPath");
    CHECK(refused({{"Microsoft.VSTS.Common.Priority", model::Number{"99"}}}).field ==
          "Microsoft.VSTS.Common.Priority");
    CHECK(refused({{"System.Title", text(std::string(300, 'x'))}}).field == "System.Title");
    CHECK(refused({{"System.Title", text("")}}).field == "System.Title");
    CHECK(refused({{"System.Tags", model::List{"a;b"}}}).field == "System.Tags");
    CHECK(refused({{"System.ChangedDate", text("2020-01-01T00:00:00Z")}}).field ==
          "System.ChangedDate");
    CHECK(revision_of(*connector, "1") == revision);
    as<Refused>(write_one(*connector,
                          CreateItem{.type = "x' OR ''='",
                                     .fields = {{"System.Title", text("x")}},
                                     .marker = "syncctl:1"}));
    CHECK(ado.tracker.ids().size() == 1);
}

TEST_CASE("a disabled type takes no new items", "[azure_devops]")
{
    AdoFixture ado;
    ado.tracker.customise([](fakes::Process& process) { process.type("Bug")->is_disabled = true; });
    auto connector = ado.connect();
    as<Refused>(write_one(*connector, a_create({})));
    CHECK(connector->describe().find_type("Bug") == nullptr);
    CHECK(connector->describe().find_type("Task") != nullptr);
}

TEST_CASE("an edit in between makes a write stale, with either answer", "[azure_devops]")
{
    AdoFixture ado;
    const bool is_409 = GENERATE(false, true);
    ado.tracker.change([&](Switches& switches) { switches.is_conflict_409 = is_409; });
    ado.has_bug("one");
    auto connector = ado.connect();
    const auto revision = revision_of(*connector, "1");
    ado.tracker.edit(1, {{"System.Title", "by a person"}});
    as<Stale>(write_one(*connector, UpdateItem{"1", revision, {{"System.Title", text("ours")}}}));
    CHECK(ado.tracker.titles().at(0) == "by a person");
}

TEST_CASE("an item that is gone is stale, so that it is read again", "[azure_devops]")
{
    AdoFixture ado;
    ado.has_bug("one");
    auto connector = ado.connect();
    const auto revision = revision_of(*connector, "1");
    ado.tracker.remove(1);
    as<Stale>(write_one(*connector, UpdateItem{"1", revision, {{"System.Title", text("x")}}}));
    as<Stale>(write_one(*connector, RemoveItem{"1", revision}));
}

TEST_CASE("a removal goes to the recycle bin", "[azure_devops]")
{
    AdoFixture ado;
    const bool is_204 = GENERATE(false, true);
    ado.tracker.change([&](Switches& switches) { switches.is_delete_204 = is_204; });
    ado.has_bug("one");
    auto connector = ado.connect();
    CHECK(as<Done>(write_one(*connector, RemoveItem{"1", revision_of(*connector, "1")})).item.id ==
          "1");
    REQUIRE(ado.tracker.item(1).has_value()); // destroyed it would be nowhere
    CHECK(ado.tracker.item(1)->is_deleted);
    ado.check_exchanges();
}

TEST_CASE("no right in one area refuses one item and not its neighbour", "[azure_devops]")
{
    AdoFixture ado;
    ado.tracker.has_area("Fabrikam\\Locked");
    ado.has_bug("locked", {{"System.AreaPath", "Fabrikam\\Locked"}});
    ado.has_bug("open");
    ado.tracker.change(
        [](Switches& switches) { switches.unwritable_areas = {"Fabrikam\\Locked"}; });
    auto connector = ado.connect();
    const std::vector<connectors::Operation> operations{
        UpdateItem{"1", revision_of(*connector, "1"), {{"System.Title", text("x")}}},
        UpdateItem{"2", revision_of(*connector, "2"), {{"System.Title", text("y")}}}};
    const auto results = connector->write(operations);
    as<Refused>(results.at(0));
    as<Done>(results.at(1));
}

TEST_CASE("after a refused credential nothing more is written", "[azure_devops]")
{
    AdoFixture ado;
    const auto kind = GENERATE(fakes::BadCredential::json_401,
                               fakes::BadCredential::text_401,
                               fakes::BadCredential::page_203,
                               fakes::BadCredential::redirect_302,
                               fakes::BadCredential::mixed);
    auto connector = ado.connect();
    ado.tracker.change([&](Switches& switches) {
        switches.is_token_expired = true;
        switches.bad_credential = kind;
    });
    std::vector<connectors::Operation> operations;
    for (int i = 0; i < 100; ++i) {
        operations.push_back(a_create({}));
    }
    ado.tracker.clear_log();
    for (const auto& result : connector->write(operations)) {
        CHECK(as<connectors::SignedOut>(result).error.code() == ErrorCode::authentication);
    }
    CHECK(ado.tracker.requests({}) <= 16);
    ado.tracker.clear_log();
    as<connectors::SignedOut>(write_one(*connector, a_create({})));
    CHECK_THROWS_AS(connector->get(std::vector<std::string>{"1"}), Error);
    CHECK(ado.tracker.requests({}) == 0);
    CHECK(ado.tracker.ids().empty());
}

TEST_CASE("an answer that says nothing keeps the outcome of a write open", "[azure_devops]")
{
    AdoFixture ado;
    ado.limits.repeats = 0;
    ado.limits.stall_timeout = std::chrono::seconds{1};
    const auto fault = GENERATE(Catch::Generators::as<fakes::Fault (*)()>{},
                                &fakes::faults::reset_after,
                                &fakes::faults::lost_response,
                                &fakes::faults::truncated_body,
                                &fakes::faults::garbage_json,
                                &fakes::faults::html_200,
                                &fakes::faults::empty_200,
                                &fakes::faults::no_content_204);
    auto connector = ado.connect();
    ado.tracker.next_requests({"POST", "workitems"}, fault());
    as<Unknown>(write_one(*connector, a_create({})));
    CHECK(ado.tracker.ids().size() == 1);
}

TEST_CASE("failures on the other side keep a create open and never make it twice", "[azure_devops]")
{
    AdoFixture ado;
    const int status = GENERATE(500, 502, 503, 504);
    auto connector = ado.connect();
    ado.tracker.next_requests({"POST", "workitems"}, fakes::faults::status_after(status));
    as<Unknown>(write_one(*connector, a_create({})));
    CHECK(ado.tracker.ids().size() == 1);
}

TEST_CASE("what was surely not stored may be tried again", "[azure_devops]")
{
    AdoFixture ado;
    ado.limits.repeats = 0;
    auto connector = ado.connect();
    ado.tracker.next_requests({"POST", "workitems"}, fakes::faults::throttled_429("7"));
    const auto result = as<Transient>(write_one(*connector, a_create({})));
    CHECK(result.retry_after == std::chrono::seconds{7});
    CHECK(ado.tracker.ids().empty());
}

TEST_CASE("a rate limit is waited for, on a success as well", "[azure_devops]")
{
    AdoFixture ado;
    auto connector = ado.connect();
    ado.tracker.next_requests({"POST", "workitems"}, fakes::faults::throttled_429("3"), 2);
    as<Done>(write_one(*connector, a_create({})));
    ado.tracker.next_requests({"POST", "workitems"}, fakes::faults::slow_down("5"));
    as<Done>(write_one(*connector, a_create({})));
    as<Done>(write_one(*connector, a_create({})));
    CHECK(ado.tracker.too_early().empty());
    CHECK(ado.tracker.ids().size() == 3);
}

} // namespace syncctl::tests
