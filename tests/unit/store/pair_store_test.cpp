#include "store_fixture.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using namespace syncctl::test;

namespace {

model::MappingRows some_rows()
{
    model::MappingRows rows;
    rows.types = {
        {.source_type = "Bug", .target_type = "Incident", .arrow = model::Arrow::both, .line = 5},
        {.source_type = "Story",
         .target_type = "Request",
         .arrow = model::Arrow::to_target,
         .line = 6}};
    rows.statuses = {{.source_status = "Active",
                      .target_status = "On Hold",
                      .arrow = model::Arrow::to_source,
                      .line = 8}};
    model::FieldMappingRow title;
    title.source_field = "Title";
    title.target_field = "subject";
    title.chain = {{.name = "trim", .arguments = {}, .table = {}},
                   {.name = "truncate", .arguments = {"250"}, .table = {}}};
    title.strategy = model::Strategy::source_priority;
    title.only_types = {"Bug", "a;b"};
    title.line = 10;
    model::FieldMappingRow priority;
    priority.source_field = "Priority";
    priority.target_field = "priority";
    priority.chain = {
        {.name = "map",
         .arguments = {"priority"},
         .table = {{.source = "1", .target = "High", .arrow = model::Arrow::both},
                   {.source = "5", .target = "High", .arrow = model::Arrow::to_target}}}};
    model::FieldMappingRow constant;
    constant.target_field = "category";
    constant.arrow = model::Arrow::to_target;
    constant.constant = "";
    rows.fields = {title, priority, constant};
    rows.default_strategy = model::Strategy::manual;
    rows.deletes = model::DeletePolicy::close;
    rows.match = {{.source_field = "Title", .target_field = "subject"}};
    rows.defaults.target = {{"category", "Software"}};
    return rows;
}

} // namespace

TEST_CASE("a pair is stored, found by name, id and connector, changed and removed",
          "[store][pairs]")
{
    ReadyDatabase ready;
    auto& pairs = ready.store->pairs;
    const auto id = ready.add_pair("bugs");
    auto pair = *pairs.find("bugs");
    CHECK(pair.id == id);
    CHECK(pair.created_at == ready.now());
    CHECK(pair.direction == model::Direction::both);

    pair.name = "incidents";
    pair.description = "both ways";
    pair.schedule_cron = "*/5 * * * *";
    pair.source_filter = "State=New";
    pair.target_filter = "a='b'";
    pair.is_active = false;
    pair.direction = model::Direction::target_to_source;
    pairs.update(pair, ready.now());

    const auto changed = *pairs.find(id);
    CHECK(changed.name == "incidents");
    CHECK(changed.description == "both ways");
    CHECK(changed.schedule_cron == "*/5 * * * *");
    CHECK(changed.source_filter == "State=New");
    CHECK(changed.target_filter == "a='b'");
    CHECK_FALSE(changed.is_active);
    CHECK(changed.direction == model::Direction::target_to_source);
    CHECK(pairs.using_connector(pair.source).size() == 1);
    CHECK(pairs.using_connector(pair.target).size() == 1);
    CHECK(pairs.using_connector({999}).empty());

    pairs.remove(id);
    CHECK(pairs.list().empty());
}

TEST_CASE("two pairs cannot have the same name", "[store][pairs]")
{
    ReadyDatabase ready;
    const auto id = ready.add_pair("bugs");
    auto other = *ready.store->pairs.find(id);
    other.uuid = "other";

    CHECK_THAT(message_of([&] { ready.store->pairs.insert(other, ready.now()); }),
               Catch::Contains("'bugs' already"));
}

TEST_CASE("a pair of a connector with itself and a connector that a pair uses are protected",
          "[store][pairs]")
{
    ReadyDatabase ready;
    const auto id = ready.add_pair("bugs");
    auto pair = *ready.store->pairs.find(id);
    const auto source = pair.source;
    pair.target = source;

    CHECK(error_of([&] { ready.store->pairs.update(pair, ready.now()); }) == ErrorCode::failed);
    CHECK(error_of([&] { ready.store->connectors.remove(source); }) == ErrorCode::failed);
    CHECK(ready.store->connectors.list().size() == 2);
}

TEST_CASE("removing a pair removes everything that belongs to it and nothing else",
          "[store][pairs]")
{
    ReadyDatabase ready;
    auto& stores = *ready.store;
    for (const auto* const name : {"bugs", "stories"}) {
        const auto pair = ready.add_pair(name);
        const auto link = ready.add_link(pair, "1", "2");
        const auto run = stores.executions.begin(pair, "manual", ready.now());
        model::Conflict conflict;
        conflict.execution = run;
        conflict.link = link;
        conflict.detected_at = ready.now();
        stores.conflicts.insert(conflict);
        stores.pairs.save_mapping(pair, "version: 1", some_rows(), ready.now());
        stores.pairs.set_watermark(pair, model::Side::source, "w", ready.now());
        stores.journal.queue(pair, model::Side::source, "1", "because", ready.now());
        std::vector<model::Intent> intents(1);
        intents[0].pair = pair;
        stores.journal.record(intents);
    }
    ready.store->pairs.remove(stores.pairs.find("bugs")->id);
    ready.close();

    for (const std::string table : {"sync_configs",
                                    "synced_items",
                                    "sync_executions",
                                    "sync_conflicts",
                                    "mapping_revisions",
                                    "watermarks",
                                    "retry_queue",
                                    "sync_intents",
                                    "sync_status_mappings"}) {
        INFO(table);
        CHECK(rows_of(ready.file, "SELECT count(*) FROM " + table) ==
              std::vector<std::string>{"1"});
    }
    CHECK(rows_of(ready.file, "SELECT count(*) FROM connectors") == std::vector<std::string>{"4"});
    CHECK(rows_of(ready.file, "PRAGMA foreign_key_check").empty());
}

TEST_CASE("a compiled mapping comes back as it was stored", "[store][pairs]")
{
    ReadyDatabase ready;
    auto& pairs = ready.store->pairs;
    const auto id = ready.add_pair();
    CHECK_FALSE(pairs.mapping(id).has_value());
    CHECK_FALSE(pairs.document(id).has_value());

    CHECK(pairs.save_mapping(id, "# first\n", {}, ready.now()) == 1);
    CHECK(pairs.save_mapping(id, "# second\n", some_rows(), ready.now()) == 2);

    auto expected = some_rows();
    expected.revision = 2;
    CHECK(pairs.mapping(id) == expected);
    CHECK(pairs.document(id) == "# second\n");
    ready.close();
    CHECK(rows_of(ready.file, "SELECT revision FROM mapping_revisions") ==
          std::vector<std::string>{"1", "2"});
    CHECK(
        rows_of(ready.file, "SELECT transformation FROM sync_field_mappings ORDER BY sort_order") ==
        std::vector<std::string>{"chain", "map", "none"});
}

TEST_CASE("every arrow is stored as a word", "[store][pairs]")
{
    ReadyDatabase ready;
    const auto id = ready.add_pair();
    for (const auto arrow :
         {model::Arrow::both, model::Arrow::to_target, model::Arrow::to_source}) {
        auto rows = some_rows();
        rows.types[0].arrow = arrow;
        ready.store->pairs.save_mapping(id, "x", rows, ready.now());
        CHECK(ready.store->pairs.mapping(id)->types[0].arrow == arrow);
    }
}

TEST_CASE("a stored mapping that somebody broke is damage, not a crash", "[store][pairs]")
{
    ReadyDatabase ready;
    const auto id = ready.add_pair();
    ready.store->pairs.save_mapping(id, "x", some_rows(), ready.now());
    ready.close();
    SECTION("options")
    {
        edit(ready.file, "UPDATE sync_configs SET options = '[]'");
    }
    SECTION("transformation")
    {
        edit(ready.file, "UPDATE sync_field_mappings SET transformation_config = '[{\"name\":1}]'");
    }
    SECTION("types")
    {
        edit(ready.file, "UPDATE sync_field_mappings SET only_types = '{}'");
    }
    ready.open();
    CHECK(error_of([&] { (void)ready.store->pairs.mapping(id); }) == ErrorCode::damaged_database);
}

TEST_CASE("watermarks are octets per pair and side", "[store][pairs]")
{
    ReadyDatabase ready;
    auto& pairs = ready.store->pairs;
    const auto id = ready.add_pair();
    const std::string octets{"\x00\xff\x80;'", 5};
    CHECK(pairs.watermark(id, model::Side::source).empty());

    pairs.set_watermark(id, model::Side::source, octets, ready.now());
    pairs.set_watermark(id, model::Side::target, "t", ready.now());
    pairs.set_watermark(id, model::Side::target, "u", ready.now());

    CHECK(pairs.watermark(id, model::Side::source) == octets);
    CHECK(pairs.watermark(id, model::Side::target) == "u");
}

TEST_CASE("the basis of the last complete run is kept per pair", "[store][pairs]")
{
    ReadyDatabase ready;
    const auto id = ready.add_pair();
    CHECK(ready.store->pairs.completed_basis(id).empty());

    ready.store->pairs.set_completed_basis(id, "revision 2");

    CHECK(ready.store->pairs.completed_basis(id) == "revision 2");
}

TEST_CASE("every revision keeps its text, its time and who stored it", "[store][pairs]")
{
    ReadyDatabase ready;
    auto& pairs = ready.store->pairs;
    const auto id = ready.add_pair("bugs");
    CHECK(pairs.newest_revision(id) == 0);
    CHECK(pairs.revisions(id, 10).empty());

    CHECK(pairs.save_mapping(id, "first\n", some_rows(), {1000}, "ann") == 1);
    CHECK(pairs.save_mapping(id, "second\n", some_rows(), {2000}) == 2);

    CHECK(pairs.newest_revision(id) == 2);
    CHECK(pairs.document(id, 1) == "first\n");
    CHECK(pairs.document(id, 2) == pairs.document(id));
    CHECK_FALSE(pairs.document(id, 3).has_value());
    const auto all = pairs.revisions(id, 10);
    REQUIRE(all.size() == 2);
    CHECK(all[0].revision == 2);
    CHECK(all[0].created_by.empty());
    CHECK(all[1].revision == 1);
    CHECK(all[1].created_at == base::Timestamp{1000});
    CHECK(all[1].created_by == "ann");
    CHECK(pairs.revisions(id, 1).size() == 1);
}
