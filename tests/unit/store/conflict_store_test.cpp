#include "store_fixture.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using namespace syncctl::test;

namespace {

model::Conflict a_conflict(const ReadyDatabase& ready, base::LinkId link, const std::string& field)
{
    model::Conflict conflict;
    conflict.link = link;
    conflict.field = field;
    conflict.base = std::string{"old"};
    conflict.source = model::List{"a", "b"};
    conflict.target = std::monostate{};
    conflict.detected_at = ready.now();
    return conflict;
}

} // namespace

TEST_CASE("a conflict is listed with the names a person needs", "[store][conflicts]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    const auto link = ready.add_link(pair, "4711", "12");
    auto conflict = a_conflict(ready, link, "Title <-> subject");
    conflict.execution = ready.store->executions.begin(pair, "manual", ready.now());
    const auto id = ready.store->conflicts.insert(conflict);

    const auto view = *ready.store->conflicts.find(id);
    CHECK(view.pair == "bugs");
    CHECK(view.source_connector == "bugs-source");
    CHECK(view.target_connector == "bugs-target");
    CHECK(view.source_item == "4711");
    CHECK(view.target_item == "12");
    CHECK(view.conflict.execution == conflict.execution);
    CHECK(view.conflict.field == "Title <-> subject");
    CHECK(view.conflict.base == conflict.base);
    CHECK(view.conflict.source == conflict.source);
    CHECK(view.conflict.target == conflict.target);
    CHECK(view.conflict.detected_at == ready.now());
    CHECK_FALSE(view.conflict.decision.has_value());
    CHECK_FALSE(ready.store->conflicts.find({999}).has_value());
}

TEST_CASE("a field has at most one open conflict", "[store][conflicts]")
{
    ReadyDatabase ready;
    const auto link = ready.add_link(ready.add_pair(), "1", "2");
    auto& conflicts = ready.store->conflicts;
    const auto id = conflicts.insert(a_conflict(ready, link, "Title <-> subject"));

    CHECK(error_of([&] { conflicts.insert(a_conflict(ready, link, "Title <-> subject")); }) ==
          ErrorCode::failed);
    conflicts.close(id, "agreed", "syncctl", ready.now());
    CHECK_NOTHROW(conflicts.insert(a_conflict(ready, link, "Title <-> subject")));
}

TEST_CASE("a decision waits for the next run, can be withdrawn, and ends with the conflict",
          "[store][conflicts]")
{
    ReadyDatabase ready;
    const auto pair = ready.add_pair();
    const auto link = ready.add_link(pair, "1", "2");
    auto& conflicts = ready.store->conflicts;
    const auto id = conflicts.insert(a_conflict(ready, link, "Title <-> subject"));
    CHECK(conflicts.decided_links(pair).empty());

    conflicts.decide(id, model::Take::set, model::Value{std::string{"new"}}, "ann", ready.now());
    CHECK(conflicts.decided_links(pair) == std::vector<base::LinkId>{link});
    CHECK(conflicts.open_of(link)[0].decision == model::Take::set);
    CHECK(conflicts.open_of(link)[0].decision_value == model::Value{std::string{"new"}});
    CHECK(conflicts.open_of(link)[0].resolved_by == "ann");

    conflicts.withdraw_decision(id);
    CHECK(conflicts.decided_links(pair).empty());
    CHECK_FALSE(conflicts.open_of(link)[0].decision_value.has_value());

    conflicts.decide(id, model::Take::newest, std::nullopt, "ann", ready.now());
    conflicts.close(id, "newest", "ann", ready.now());
    CHECK(conflicts.decided_links(pair).empty());
    CHECK(conflicts.open_of(link).empty());
    CHECK(conflicts.find(id)->conflict.resolution == "newest");
    CHECK(conflicts.find(id)->conflict.resolved_at == ready.now());
    CHECK(error_of([&] {
              conflicts.decide(id, model::Take::source, std::nullopt, "bob", ready.now());
          }) == ErrorCode::not_found);
    CHECK(error_of([&] {
              conflicts.decide({999}, model::Take::source, std::nullopt, "bob", ready.now());
          }) == ErrorCode::not_found);
}

TEST_CASE("later edits change an open conflict, never a closed one", "[store][conflicts]")
{
    ReadyDatabase ready;
    const auto link = ready.add_link(ready.add_pair(), "1", "2");
    auto& conflicts = ready.store->conflicts;
    auto conflict = a_conflict(ready, link, "Title <-> subject");
    conflict.id = conflicts.insert(conflict);
    conflict.target = std::string{"newer"};
    conflicts.update_values(conflict);
    CHECK(conflicts.open_of(link)[0].target == model::Value{std::string{"newer"}});
    conflicts.close(conflict.id, "target", "ann", ready.now());

    conflict.target = std::string{"newest"};
    conflicts.update_values(conflict);
    CHECK(conflicts.find(conflict.id)->conflict.target == model::Value{std::string{"newer"}});
}

TEST_CASE("conflicts are listed by pair and state", "[store][conflicts]")
{
    ReadyDatabase ready;
    auto& conflicts = ready.store->conflicts;
    const auto bugs = ready.add_pair("bugs");
    const auto stories = ready.add_pair("stories");
    conflicts.insert(a_conflict(ready, ready.add_link(bugs, "1", "2"), "a"));
    const auto closed = conflicts.insert(a_conflict(ready, ready.add_link(stories, "1", "2"), "b"));
    conflicts.close(closed, "agreed", "syncctl", ready.now());
    using store::ConflictFilter;

    CHECK(conflicts.list("", ConflictFilter::all).size() == 2);
    CHECK(conflicts.list("", ConflictFilter::open).size() == 1);
    CHECK(conflicts.list("", ConflictFilter::resolved).size() == 1);
    CHECK(conflicts.list("stories", ConflictFilter::open).empty());
    CHECK(conflicts.list("stories", ConflictFilter::all).front().conflict.id == closed);
    CHECK(conflicts.list("%", ConflictFilter::all).empty());
    CHECK(conflicts.open_count(bugs) == 1);
    CHECK(conflicts.open_count(stories) == 0);
}

TEST_CASE("a conflict that a strategy decided is stored closed", "[store][conflicts]")
{
    ReadyDatabase ready;
    const auto link = ready.add_link(ready.add_pair(), "1", "2");
    auto conflict = a_conflict(ready, link, "Title <-> subject");
    conflict.resolution = "last-write-wins";
    conflict.resolved_by = "syncctl";
    conflict.resolved_at = ready.now();

    const auto id = ready.store->conflicts.insert(conflict);

    CHECK(ready.store->conflicts.open_of(link).empty());
    CHECK(ready.store->conflicts.find(id)->conflict.resolution == "last-write-wins");
}
