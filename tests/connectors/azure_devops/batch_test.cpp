#include "ado_fixture.hpp"

namespace syncctl::tests {

using connectors::Done;
using connectors::Refused;
using connectors::Stale;
using connectors::Unknown;
using connectors::UpdateItem;
using fakes::Switches;

namespace {

/// Twenty bugs, and an update of each.
struct Twenty {
    Twenty()
    {
        for (int i = 0; i < 20; ++i) {
            ids.push_back(std::to_string(ado.has_bug("bug " + std::to_string(i))));
        }
        for (const auto& result : connector->get(ids)) {
            const auto& item = std::get<model::WorkItem>(result);
            operations.emplace_back(
                UpdateItem{item.id, item.revision, {{"System.Title", text("edited " + item.id)}}});
        }
        calls = connector->api_calls();
    }

    UpdateItem& update(std::size_t place) { return std::get<UpdateItem>(operations.at(place)); }

    std::vector<connectors::WriteResult> write() { return connector->write(operations); }

    [[nodiscard]] int calls_since() const { return connector->api_calls() - calls; }

    AdoFixture ado;
    std::unique_ptr<connectors::Connector> connector = ado.connect({{"batch_writes", "true"}});
    std::vector<std::string> ids;
    std::vector<connectors::Operation> operations;
    int calls = 0;
};

/// An answer that was made up: nothing was done.
fakes::Fault made_up(const std::string& entries)
{
    auto fault = fakes::faults::body(R"({"count": 20, "value": [)" + entries + "]}");
    fault.is_applied = false;
    return fault;
}

} // namespace

TEST_CASE("updates go out in one batch when that is wished", "[azure_devops]")
{
    Twenty world;
    for (const auto& result : world.write()) {
        const auto item = as<Done>(result).item;
        CHECK(item.fields.at("System.Title") == text("edited " + item.id));
        CHECK(item.revision.text == "2");
    }
    CHECK(world.calls_since() == 1);
    world.ado.check_exchanges();
}

TEST_CASE("one bad entry of a batch spoils no other, however the server takes it", "[azure_devops]")
{
    Twenty world;
    const bool is_atomic = GENERATE(false, true);
    world.ado.tracker.change([&](Switches& switches) { switches.is_batch_atomic = is_atomic; });
    world.update(3).fields["Custom.NoSuchField"] = text("x");
    world.ado.tracker.edit(6, {{"System.Title", "by a person"}});
    const auto results = world.write();
    for (std::size_t i = 0; i < results.size(); ++i) {
        CAPTURE(i);
        if (i == 3) {
            CHECK(as<Refused>(results[i]).field == "Custom.NoSuchField");
        } else if (i == 5) {
            as<Stale>(results[i]);
        } else {
            CHECK(as<Done>(results[i]).item.revision.text == "2");
        }
    }
    CHECK(world.ado.tracker.item(6)->fields["System.Title"] == "by a person");
    for (const int id : world.ado.tracker.ids()) {
        CHECK(world.ado.tracker.item(id)->rev <= 2); // nothing was written twice
    }
}

TEST_CASE("a server without batches is written to one by one", "[azure_devops]")
{
    Twenty world;
    world.ado.tracker.change([](Switches& switches) { switches.is_batch_missing = true; });
    for (const auto& result : world.write()) {
        as<Done>(result);
    }
    CHECK(world.calls_since() == 21);
}

TEST_CASE("a batch that says it stored, and did not, is not believed", "[azure_devops]")
{
    Twenty world;
    std::string entries;
    for (const auto& id : world.ids) {
        entries += (entries.empty() ? "" : ",") +
                   (R"({"code": 200, "body": "{\"id\": )" + id + R"(, \"rev\": 2}"})");
    }
    world.ado.tracker.next_requests({"PATCH", "$batch"}, made_up(entries));
    for (const auto& result : world.write()) {
        as<Done>(result); // sent once more, and stored then
    }
    CHECK(world.ado.tracker.item(1)->fields["System.Title"] == "edited 1");
}

TEST_CASE("beside an entry that failed, the others are believed only when they are read again",
          "[azure_devops]")
{
    Twenty world;
    std::string entries = R"({"code": 400, "body": "{\"message\": \"TF401320: no\"}"})";
    for (std::size_t i = 1; i < world.ids.size(); ++i) {
        entries += R"(,{"code": 200, "body": "{\"id\": )" + world.ids[i] +
                   R"(, \"rev\": 2, \"fields\": {\"System.WorkItemType\": \"Bug\"}}"})";
    }
    world.ado.tracker.next_requests({"PATCH", "$batch"}, made_up(entries));
    for (const auto& result : world.write()) {
        as<Done>(result);
    }
    for (const auto& id : world.ids) {
        CHECK(world.ado.tracker.item(std::stoi(id))->fields["System.Title"] == "edited " + id);
    }
}

TEST_CASE("a batch whose answer is lost is in doubt as a whole", "[azure_devops]")
{
    Twenty world;
    world.ado.tracker.next_requests({"PATCH", "$batch"}, fakes::faults::status_after(500), 20);
    for (const auto& result : world.write()) {
        as<Unknown>(result);
    }
}

} // namespace syncctl::tests
