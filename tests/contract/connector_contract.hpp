#pragma once

#include "syncctl/base/error.hpp"
#include "syncctl/connectors/connector.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace syncctl::tests {

/// A tracker that a connector talks to, with what a person can do in it. Each connector brings one
/// and hands a way to make new, empty ones to check_connector_contract().
class ContractTracker {
public:
    virtual ~ContractTracker() = default;

    /// A new connector to the same tracker, as after a restart of syncctl.
    [[nodiscard]] virtual std::unique_ptr<connectors::Connector> connect() = 0;

    /// A type whose items can be made with fields_of_new_item().
    [[nodiscard]] virtual std::string type() const = 0;
    [[nodiscard]] virtual std::string title_field() const = 0;
    /// A second writable text field, without which an item can be, too.
    [[nodiscard]] virtual std::string optional_field() const = 0;
    [[nodiscard]] virtual model::Fields fields_of_new_item(const std::string& title) const = 0;

    /// What people do. The id of the new item.
    virtual std::string person_creates(const std::string& title) = 0;
    virtual void
    person_edits(const std::string& id, const std::string& field, const std::string& value) = 0;
    virtual void person_removes(const std::string& id) = 0;
    /// From now on the tracker cannot be asked.
    virtual void goes_away() = 0;

    /// Whether the tracker's answers tell an item that never was from one that may not be seen.
    [[nodiscard]] virtual bool tells_absent_from_hidden() const { return true; }
};

using MakeTracker = std::function<std::unique_ptr<ContractTracker>()>;

namespace contract {

inline std::map<std::string, model::Change> changes_since(connectors::Connector& connector,
                                                          connectors::Watermark& watermark)
{
    const auto reader = connector.changes({.since = watermark, .filter = {}});
    std::map<std::string, model::Change> changes;
    while (const auto page = reader->next()) {
        CHECK_FALSE(page->changes.empty());
        for (const auto& change : page->changes) {
            changes[change.id] = change;
        }
    }
    CHECK_FALSE(reader->next().has_value());
    watermark = reader->watermark();
    return changes;
}

inline connectors::GetResult get(connectors::Connector& connector, const std::string& id)
{
    const std::vector<std::string> ids{id};
    auto results = connector.get(ids);
    REQUIRE(results.size() == 1);
    return results.front();
}

inline model::WorkItem item(connectors::Connector& connector, const std::string& id)
{
    const auto result = get(connector, id);
    REQUIRE(std::holds_alternative<model::WorkItem>(result));
    return std::get<model::WorkItem>(result);
}

inline connectors::WriteResult write(connectors::Connector& connector,
                                     connectors::Operation operation)
{
    const std::vector<connectors::Operation> operations{std::move(operation)};
    auto results = connector.write(operations);
    REQUIRE(results.size() == 1);
    return results.front();
}

inline model::WorkItem done(const connectors::WriteResult& result)
{
    if (const auto* refused = std::get_if<connectors::Refused>(&result)) {
        FAIL("refused: " << refused->reason);
    }
    REQUIRE(std::holds_alternative<connectors::Done>(result));
    return std::get<connectors::Done>(result).item;
}

inline model::Value text(const std::string& value)
{
    return model::Value{value};
}

inline model::Intent create_intent(const std::string& marker)
{
    model::Intent intent;
    intent.kind = model::IntentKind::create;
    intent.marker = marker;
    return intent;
}

inline connectors::SettleResult settle(connectors::Connector& connector, const std::string& marker)
{
    const std::vector<model::Intent> intents{create_intent(marker)};
    auto results = connector.settle(intents);
    REQUIRE(results.size() == 1);
    return results.front();
}

inline void check_description(ContractTracker& tracker)
{
    SECTION("the tracker describes the type with one status field and the fields used here")
    {
        const auto metadata = tracker.connect()->describe();
        const model::TypeInfo* type = metadata.find_type(tracker.type());
        REQUIRE(type != nullptr);
        CHECK(type->status_field() != nullptr);
        CHECK_FALSE(type->statuses.empty());
        for (const auto& field : {tracker.title_field(), tracker.optional_field()}) {
            REQUIRE(type->find_field(field) != nullptr);
            CHECK_FALSE(type->find_field(field)->is_readonly);
        }
        for (const auto& check : tracker.connect()->test()) {
            CAPTURE(check.name, check.detail);
            CHECK(check.ok);
        }
    }
}

inline void check_reading(ContractTracker& tracker)
{
    SECTION("the first listing has every item, later ones at least what changed")
    {
        const std::string one = tracker.person_creates("one");
        const std::string two = tracker.person_creates("two");
        connectors::Watermark watermark;
        auto connector = tracker.connect();
        const auto first = changes_since(*connector, watermark);
        REQUIRE(first.count(one) == 1);
        REQUIRE(first.count(two) == 1);
        CHECK(first.at(one).revision == item(*connector, one).revision);

        tracker.person_edits(two, tracker.title_field(), "two, edited");
        connector = tracker.connect();
        const auto second = changes_since(*connector, watermark);
        REQUIRE(second.count(two) == 1);
        CHECK(second.at(two).revision != first.at(two).revision);
        if (second.count(one) == 1) {
            CHECK(second.at(one).revision == first.at(one).revision);
        }
        CHECK(item(*connector, two).fields.at(tracker.title_field()) == text("two, edited"));
    }
    SECTION("an item that nobody changed keeps its revision")
    {
        const std::string id = tracker.person_creates("calm");
        CHECK(item(*tracker.connect(), id).revision == item(*tracker.connect(), id).revision);
    }
    SECTION("ids that do not exist are absent, and results keep the order of the ids")
    {
        const std::string one = tracker.person_creates("one");
        const std::string two = tracker.person_creates("two");
        const std::vector<std::string> ids{"999999999", two, "no-such-id", one};
        const auto results = tracker.connect()->get(ids);
        REQUIRE(results.size() == 4);
        CHECK(std::holds_alternative<connectors::Absent>(results[0]) ==
              tracker.tells_absent_from_hidden());
        CHECK_FALSE(std::holds_alternative<model::WorkItem>(results[0]));
        CHECK(std::get<model::WorkItem>(results[1]).id == two);
        CHECK(std::holds_alternative<connectors::Absent>(results[2]));
        CHECK(std::get<model::WorkItem>(results[3]).id == one);
    }
    SECTION("a removed item is reported with evidence where the tracker can")
    {
        const std::string one = tracker.person_creates("one");
        const std::string two = tracker.person_creates("two");
        connectors::Watermark watermark;
        auto connector = tracker.connect();
        static_cast<void>(changes_since(*connector, watermark));
        tracker.person_removes(two);
        const auto changes = changes_since(*connector, watermark);
        if (connector->capabilities().reports_deletions) {
            REQUIRE(changes.count(two) == 1);
            CHECK(changes.at(two).is_deleted);
        }
        CHECK((changes.count(one) == 0 || !changes.at(one).is_deleted));
        CHECK(std::holds_alternative<connectors::Absent>(get(*connector, two)));
    }
    SECTION("a tracker that cannot be asked is an error, never an empty answer")
    {
        const std::string id = tracker.person_creates("one");
        connectors::Watermark watermark;
        auto connector = tracker.connect();
        static_cast<void>(changes_since(*connector, watermark));
        tracker.goes_away();
        CHECK_THROWS_AS(changes_since(*connector, watermark), Error);
        bool is_absent = false;
        try {
            const std::vector<std::string> ids{id};
            is_absent = std::holds_alternative<connectors::Absent>(connector->get(ids).at(0));
        } catch (const Error& error) {
            CHECK_FALSE(error.message().empty());
        }
        CHECK_FALSE(is_absent);
    }
}

inline void check_creating(ContractTracker& tracker)
{
    auto connector = tracker.connect();
    SECTION("a created item is returned as the tracker stores it")
    {
        const auto created =
            done(write(*connector,
                       connectors::CreateItem{.type = tracker.type(),
                                              .fields = tracker.fields_of_new_item("made"),
                                              .marker = "contract:1"}));
        const auto read = item(*tracker.connect(), created.id);
        CHECK(read.type == tracker.type());
        CHECK(read.revision == created.revision);
        CHECK(read.fields == created.fields);
        CHECK(read.fields.at(tracker.title_field()) == text("made"));
        CHECK(read.marker == "contract:1");
    }
    SECTION("a create is settled by its marker, exactly")
    {
        const auto created =
            done(write(*connector,
                       connectors::CreateItem{.type = tracker.type(),
                                              .fields = tracker.fields_of_new_item("made"),
                                              .marker = "contract:11"}));
        auto restarted = tracker.connect();
        const auto found = settle(*restarted, "contract:11");
        REQUIRE(std::holds_alternative<connectors::Found>(found));
        CHECK(std::get<connectors::Found>(found).item.id == created.id);
        CHECK(std::get<connectors::Found>(found).item.revision == created.revision);

        const auto missing = settle(*restarted, "contract:1");
        CHECK_FALSE(std::holds_alternative<connectors::Found>(missing));
        if (restarted->capabilities().settles_at_once) {
            CHECK(std::holds_alternative<connectors::ProvenAbsent>(missing));
        }
    }
    SECTION("a create with an unknown field, status or type is refused and nothing is stored")
    {
        auto fields = tracker.fields_of_new_item("bad");
        fields["No such field"] = text("x");
        const auto result =
            write(*connector,
                  connectors::CreateItem{
                      .type = tracker.type(), .fields = fields, .marker = "contract:2"});
        REQUIRE(std::holds_alternative<connectors::Refused>(result));
        CHECK(std::get<connectors::Refused>(result).field == "No such field");
        fields = tracker.fields_of_new_item("bad");
        const auto metadata = connector->describe();
        fields[metadata.find_type(tracker.type())->status_field()->reference] =
            text("No such status");
        CHECK(std::holds_alternative<connectors::Refused>(
            write(*connector,
                  connectors::CreateItem{
                      .type = tracker.type(), .fields = fields, .marker = "contract:2"})));
        CHECK(std::holds_alternative<connectors::Refused>(
            write(*connector,
                  connectors::CreateItem{.type = "No such type",
                                         .fields = tracker.fields_of_new_item("bad"),
                                         .marker = "contract:2"})));
        CHECK_FALSE(std::holds_alternative<connectors::Found>(settle(*connector, "contract:2")));
    }
}

inline void check_updating(ContractTracker& tracker)
{
    const std::string id = tracker.person_creates("before");
    tracker.person_edits(id, tracker.optional_field(), "untouched");
    auto connector = tracker.connect();
    const auto before = item(*connector, id);
    const auto title_to = [&](const model::Revision& revision, const std::string& title) {
        return write(*connector,
                     connectors::UpdateItem{id, revision, {{tracker.title_field(), text(title)}}});
    };
    SECTION("an update changes the fields that it names and returns the new revision")
    {
        const auto updated = done(title_to(before.revision, "after"));
        const auto read = item(*tracker.connect(), id);
        CHECK(read.fields.at(tracker.title_field()) == text("after"));
        CHECK(read.fields.at(tracker.optional_field()) == text("untouched"));
        CHECK(read.revision == updated.revision);
        CHECK(read.revision != before.revision);
        CHECK(read.fields == updated.fields);
        done(title_to(updated.revision, "after that"));
    }
    SECTION("our own update is listed with the revision that it returned")
    {
        connectors::Watermark watermark;
        static_cast<void>(changes_since(*connector, watermark));
        const auto updated = done(title_to(before.revision, "after"));
        const auto changes = changes_since(*connector, watermark);
        if (changes.count(id) == 1) {
            CHECK(changes.at(id).revision == updated.revision);
        }
    }
    SECTION("null clears a field")
    {
        done(write(*connector,
                   connectors::UpdateItem{
                       id, before.revision, {{tracker.optional_field(), model::Value{}}}}));
        CHECK(
            model::is_null(model::value_of(item(*connector, id).fields, tracker.optional_field())));
    }
    SECTION("an update of an item that a person edited meanwhile is stale and writes nothing")
    {
        tracker.person_edits(id, tracker.title_field(), "by a person");
        CHECK(std::holds_alternative<connectors::Stale>(title_to(before.revision, "ours")));
        CHECK(item(*connector, id).fields.at(tracker.title_field()) == text("by a person"));
    }
    SECTION("an update with one bad field writes none of its fields")
    {
        const auto result = write(*connector,
                                  connectors::UpdateItem{id,
                                                         before.revision,
                                                         {{tracker.title_field(), text("ours")},
                                                          {"No such field", text("x")}}});
        CHECK(std::holds_alternative<connectors::Refused>(result));
        CHECK(item(*connector, id).fields.at(tracker.title_field()) == text("before"));
    }
    SECTION("a failing operation does not hold up the others of its batch")
    {
        const std::vector<connectors::Operation> operations{
            connectors::UpdateItem{id, before.revision, {{"No such field", text("x")}}},
            connectors::CreateItem{.type = tracker.type(),
                                   .fields = tracker.fields_of_new_item("made"),
                                   .marker = "contract:3"},
            connectors::UpdateItem{id, before.revision, {{tracker.title_field(), text("after")}}}};
        const auto results = connector->write(operations);
        REQUIRE(results.size() == 3);
        CHECK(std::holds_alternative<connectors::Refused>(results[0]));
        CHECK(std::holds_alternative<connectors::Done>(results[1]));
        CHECK(std::holds_alternative<connectors::Done>(results[2]));
    }
    SECTION("a removal at the known revision removes, at an older one it is stale")
    {
        tracker.person_creates("another one");
        tracker.person_edits(id, tracker.title_field(), "by a person");
        CHECK(std::holds_alternative<connectors::Stale>(
            write(*connector, connectors::RemoveItem{id, before.revision})));
        const auto now = item(*connector, id);
        CHECK(done(write(*connector, connectors::RemoveItem{id, now.revision})).id == id);
        CHECK(std::holds_alternative<connectors::Absent>(get(*connector, id)));
    }
    SECTION("calls are counted")
    {
        const int calls = connector->api_calls();
        static_cast<void>(item(*connector, id));
        CHECK(connector->api_calls() > calls);
    }
}

} // namespace contract

/// What the engine relies on, checked against a new tracker for each sentence. Call it from a
/// TEST_CASE.
inline void check_connector_contract(const MakeTracker& make_tracker)
{
    const auto tracker = make_tracker();
    contract::check_description(*tracker);
    contract::check_reading(*tracker);
    SECTION("creating")
    {
        contract::check_creating(*tracker);
    }
    SECTION("updating")
    {
        contract::check_updating(*tracker);
    }
}

} // namespace syncctl::tests
