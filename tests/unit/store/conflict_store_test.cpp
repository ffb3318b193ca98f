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

TEST_CASE("a decision is stored only for the conflict that the person saw", "[store][conflicts]")
{
    ReadyDatabase ready;
    const auto link = ready.add_link(ready.add_pair(), "1", "2");
    auto& conflicts = ready.store->conflicts;
    const auto id = conflicts.insert(a_conflict(ready, link, "Title <-> subject"));
    const auto seen = conflicts.find(id)->conflict;
    const auto decide = [&](const model::Conflict& as_seen, const char* by) {
        return conflicts.decide_as_seen(
            as_seen, model::Take::set, model::Value{std::string{by}}, by, ready.now());
    };

    SECTION("as it is")
    {
        CHECK(decide(seen, "ann"));
        CHECK(conflicts.find(id)->conflict.resolved_by == "ann");
        CHECK(conflicts.find(id)->conflict.decided_at == ready.now());
    }
    SECTION("not after somebody else decided, but over what they decided, once that was seen")
    {
        CHECK(decide(seen, "ann"));
        CHECK_FALSE(decide(seen, "bob"));
        CHECK(conflicts.find(id)->conflict.resolved_by == "ann");
        CHECK(decide(conflicts.find(id)->conflict, "bob"));
        CHECK(conflicts.find(id)->conflict.resolved_by == "bob");
    }
    SECTION("not for other values")
    {
        auto edited = seen;
        edited.source = std::string{"newer"};
        conflicts.update_values(edited);
        CHECK_FALSE(decide(seen, "ann"));
        CHECK_FALSE(conflicts.find(id)->conflict.decision.has_value());
    }
    SECTION("not after the conflict was closed")
    {
        conflicts.close(id, "agreed", "syncctl", ready.now());
        CHECK_FALSE(decide(seen, "ann"));
    }
}

TEST_CASE("a decision is taken back only as it was made", "[store][conflicts]")
{
    ReadyDatabase ready;
    const auto link = ready.add_link(ready.add_pair(), "1", "2");
    auto& conflicts = ready.store->conflicts;
    const auto id = conflicts.insert(a_conflict(ready, link, "Title <-> subject"));
    conflicts.decide(id, model::Take::source, std::nullopt, "ann", ready.now());
    const auto made = conflicts.find(id)->conflict;
    conflicts.decide(id, model::Take::target, std::nullopt, "bob", ready.now());

    CHECK_FALSE(conflicts.withdraw_as_seen(made));
    CHECK(conflicts.find(id)->conflict.decision == model::Take::target);
    CHECK(conflicts.withdraw_as_seen(conflicts.find(id)->conflict));
    CHECK_FALSE(conflicts.find(id)->conflict.decision.has_value());
    CHECK(conflicts.find(id)->conflict.resolved_by.empty());
}

TEST_CASE("a decision that was made while a run found later values is void", "[store][conflicts]")
{
    ReadyDatabase ready;
    const auto link = ready.add_link(ready.add_pair(), "1", "2");
    auto& conflicts = ready.store->conflicts;
    const auto id = conflicts.insert(a_conflict(ready, link, "Title <-> subject"));
    auto read_by_run = conflicts.find(id)->conflict;
    conflicts.decide(id, model::Take::source, std::nullopt, "ann", ready.now());

    SECTION("when the values are others")
    {
        read_by_run.source = std::string{"newer"};
        conflicts.update_values(read_by_run);
        CHECK_FALSE(conflicts.find(id)->conflict.decision.has_value());
    }
    SECTION("it stands when they are the same")
    {
        conflicts.update_values(read_by_run);
        CHECK(conflicts.find(id)->conflict.decision == model::Take::source);
    }
    SECTION("it stands when the run knows it")
    {
        read_by_run = conflicts.find(id)->conflict;
        read_by_run.source = std::string{"newer"};
        conflicts.update_values(read_by_run);
        CHECK(conflicts.find(id)->conflict.decision == model::Take::source);
    }
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
