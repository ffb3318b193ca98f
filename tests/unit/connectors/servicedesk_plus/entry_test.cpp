#include "connectors/servicedesk_plus/entry.hpp"
#include "sdp_examples.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace syncctl::tests {

using namespace connectors::servicedesk_plus;
using model::StatusCategory;
using nlohmann::json;

namespace {

std::vector<Entry> called(const std::vector<std::string>& names)
{
    std::vector<Entry> entries;
    for (const auto& name : names) {
        entries.push_back({.id = std::to_string(entries.size() + 1), .name = name});
    }
    return entries;
}

StatusCategory category(const json& row, const Options& options = {})
{
    const auto entry = entry_of(row);
    REQUIRE(entry);
    return category_of(*entry, options);
}

} // namespace

TEST_CASE("a row of a list is an entry only while people can choose it", "[servicedesk_plus]")
{
    const json row{{"id", "4"}, {"name", "High"}, {"deleted", false}};
    REQUIRE(entry_of(row));
    CHECK(entry_of(row)->id == "4");

    auto other = row;
    const auto [member, value] =
        GENERATE(table<std::string, json>({{"deleted", true},
                                           {"inactive", true},
                                           {"id", "../4"},
                                           {"id", nullptr},
                                           {"name", ""},
                                           {"name", nullptr},
                                           {"module", {{"name", "problem"}}}}));
    other[member] = value;
    CHECK_FALSE(entry_of(other));
}

TEST_CASE("rows that are no objects are no entries", "[servicedesk_plus]")
{
    CHECK_FALSE(entry_of(json{}));
    CHECK_FALSE(entry_of(json::array({"High"})));
    CHECK_FALSE(entry_of(json("High")));
}

TEST_CASE("an entry knows the one above it", "[servicedesk_plus]")
{
    const json row{{"id", "5"}, {"name", "MS Office"}, {"category", {{"id", "3"}}}};
    CHECK(entry_of(row, "category")->parent == "3");
    CHECK(entry_of({{"id", "1"}, {"name", "Network"}, {"site", nullptr}}, "site")->parent.empty());
}

TEST_CASE("the exact spelling of a name comes before one in another case", "[servicedesk_plus]")
{
    const auto entries = called({"open", "Open", "OPEN"});
    REQUIRE(entries_named(entries, "Open").size() == 1);
    CHECK(entries_named(entries, "Open").front()->id == "2");
    CHECK(entries_named(entries, "oPEN").size() == 3);
    CHECK(entries_named(entries, "Opened").empty());
}

TEST_CASE("an unknown name is told with what is allowed, the nearest first", "[servicedesk_plus]")
{
    const auto few = no_such_entry("status", "Clsed", called({"Open", "On Hold", "Closed"}));
    CHECK(few.field == "status");
    CHECK(few.reason == "'Clsed' is not one of Closed, Open, On Hold");

    const auto many =
        no_such_entry("mode", "?", called({"A1", "B1", "C1", "D1", "E1", "F1", "G1"}));
    CHECK(many.reason == "'?' is not one of A1, B1, C1, D1, E1 and 2 more");

    CHECK(no_such_entry("level", "X", {}).reason == "'X': the tracker has no entry for this field");
}

TEST_CASE("what the tracker tells of a status decides on its category", "[servicedesk_plus]")
{
    const auto rows = sdp_answer("statuses", "cloud").at("statuses");
    CHECK(category(rows[0]) == StatusCategory::proposed);
    CHECK(category(rows[1]) == StatusCategory::in_progress);
    CHECK(category(rows[2]) == StatusCategory::resolved);
    CHECK(category(rows[3]) == StatusCategory::completed);
    // Whatever people call it.
    CHECK(category({{"id", "7"}, {"name", "Fertig"}, {"in_progress", false}}) ==
          StatusCategory::completed);
    CHECK(category({{"id", "7"}, {"name", "Closed"}, {"in_progress", true}}) ==
          StatusCategory::in_progress);
}

TEST_CASE("without its word the setting decides, then the usual names", "[servicedesk_plus]")
{
    Options options;
    options.completed_statuses = {"fertig"};
    CHECK(category({{"id", "7"}, {"name", "Fertig"}}, options) == StatusCategory::completed);
    CHECK(category({{"id", "7"}, {"name", "Closed"}}, options) == StatusCategory::completed);
    CHECK(category({{"id", "7"}, {"name", "Canceled"}}) == StatusCategory::removed);
    CHECK(category({{"id", "7"}, {"name", "Open"}}) == StatusCategory::proposed);
    CHECK(category({{"id", "7"}, {"name", "Waiting"}}) == StatusCategory::in_progress);
}

} // namespace syncctl::tests
