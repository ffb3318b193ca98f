#include "store_fixture.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using namespace syncctl::test;

namespace {

model::ConnectorConfig a_connector()
{
    model::ConnectorConfig connector;
    connector.uuid = "u-1";
    connector.name = "ado";
    connector.type = "files";
    connector.url = "/srv/ado";
    connector.settings = {{"portal", "it; [x]"}, {"project", "Büro"}};
    connector.sealed_credentials = "sc1:0123456789abcdef:bm9uY2U:Y2lwaGVy";
    return connector;
}

model::Metadata some_metadata()
{
    model::TypeInfo bug;
    bug.name = "Bug";
    bug.statuses = {{.name = "New", .category = model::StatusCategory::proposed},
                    {.name = "Active", .category = model::StatusCategory::in_progress},
                    {.name = "Fixed", .category = model::StatusCategory::resolved},
                    {.name = "Closed", .category = model::StatusCategory::completed},
                    {.name = "Removed", .category = model::StatusCategory::removed}};
    for (const auto type : {model::FieldType::text,
                            model::FieldType::html,
                            model::FieldType::markdown,
                            model::FieldType::number,
                            model::FieldType::boolean,
                            model::FieldType::date,
                            model::FieldType::choice,
                            model::FieldType::user,
                            model::FieldType::list,
                            model::FieldType::status}) {
        model::FieldInfo field;
        field.name = "Field " + std::string{model::to_string(type)};
        field.reference = std::string{model::to_string(type)};
        field.type = type;
        bug.fields.push_back(field);
    }
    bug.fields.front().is_required = true;
    bug.fields.front().max_length = 250;
    bug.fields.back().is_readonly = true;
    bug.fields.back().allowed = {"1", "a;b", "[x]"};
    model::TypeInfo story;
    story.name = "Story";
    return {.types = {bug, story}};
}

} // namespace

TEST_CASE("a connector is stored, found by name and id, changed and removed", "[store][connectors]")
{
    ReadyDatabase ready;
    auto& connectors = ready.store->connectors;
    const auto id = connectors.insert(a_connector(), ready.now());

    auto found = connectors.find("ado");
    REQUIRE(found.has_value());
    CHECK(found->id == id);
    CHECK(found->settings == a_connector().settings);
    CHECK(found->sealed_credentials == a_connector().sealed_credentials);
    CHECK(found->created_at == ready.now());
    CHECK(found->discovered_at == base::Timestamp{});
    CHECK(connectors.find(id)->uuid == "u-1");

    found->name = "azure";
    found->is_active = false;
    found->sealed_credentials.clear();
    connectors.update(*found, ready.now());
    CHECK_FALSE(connectors.find("ado").has_value());
    CHECK_FALSE(connectors.find("azure")->is_active);
    CHECK(connectors.find("azure")->sealed_credentials.empty());

    connectors.remove(id);
    CHECK(connectors.list().empty());
}

TEST_CASE("two connectors cannot have the same name", "[store][connectors]")
{
    ReadyDatabase ready;
    auto& connectors = ready.store->connectors;
    connectors.insert(a_connector(), ready.now());
    auto other = a_connector();
    other.uuid = "u-2";

    CHECK_THAT(message_of([&] { connectors.insert(other, ready.now()); }),
               Catch::Contains("'ado' already"));
    CHECK(connectors.list().size() == 1);
}

TEST_CASE("what discover finds replaces what it found earlier", "[store][connectors]")
{
    ReadyDatabase ready;
    auto& connectors = ready.store->connectors;
    const auto id = connectors.insert(a_connector(), ready.now());
    connectors.save_metadata(
        id, {.types = {model::TypeInfo{.name = "Old", .statuses = {}, .fields = {}}}}, ready.now());

    connectors.save_metadata(id, some_metadata(), ready.now());

    const auto metadata = connectors.metadata(id);
    REQUIRE(metadata.types.size() == 2);
    const auto& bug = metadata.types.front();
    CHECK(bug.name == "Bug");
    REQUIRE(bug.statuses.size() == 5);
    CHECK(bug.statuses[4].category == model::StatusCategory::removed);
    REQUIRE(bug.fields.size() == 10);
    for (std::size_t index = 0; index < bug.fields.size(); ++index) {
        CHECK(bug.fields[index].type == some_metadata().types[0].fields[index].type);
    }
    CHECK(bug.fields.front().max_length == 250U);
    CHECK(bug.fields.front().is_required);
    CHECK_FALSE(bug.fields[1].max_length.has_value());
    CHECK(bug.fields.back().is_readonly);
    CHECK(bug.fields.back().allowed == std::vector<std::string>{"1", "a;b", "[x]"});
    CHECK(connectors.find(id)->discovered_at == ready.now());
}

TEST_CASE("metadata that names a thing twice is refused and the old stays", "[store][connectors]")
{
    ReadyDatabase ready;
    auto& connectors = ready.store->connectors;
    const auto id = connectors.insert(a_connector(), ready.now());
    connectors.save_metadata(id, some_metadata(), ready.now());
    auto metadata = some_metadata();
    metadata.types[0].fields[1].reference = metadata.types[0].fields[0].reference;

    CHECK(error_of([&] { connectors.save_metadata(id, metadata, ready.now()); }) ==
          ErrorCode::document);
    CHECK(connectors.metadata(id).types.size() == 2);
}

TEST_CASE("until when a tracker wants no request is kept, and forgotten when it is over",
          "[store][connectors]")
{
    ReadyDatabase ready;
    auto& connectors = ready.store->connectors;
    const auto id = connectors.insert(a_connector(), ready.now());
    auto second = a_connector();
    second.uuid = "u-2";
    second.name = "sdp";
    const auto other = connectors.insert(second, ready.now());
    CHECK_FALSE(connectors.quiet_until(id));
    const base::Timestamp noon{ready.now().ms + 3'600'000};
    const base::Timestamp evening{noon.ms + 1};

    connectors.replace_quiet_until(id, std::nullopt, noon);
    CHECK(connectors.quiet_until(id) == noon);
    CHECK_FALSE(connectors.quiet_until(other));
    CHECK_FALSE(connectors.quiet_until({99}));

    SECTION("over")
    {
        connectors.replace_quiet_until(id, noon, std::nullopt);
        CHECK_FALSE(connectors.quiet_until(id));
    }
    SECTION("another run was told a later time meanwhile, which stays")
    {
        connectors.replace_quiet_until(id, noon, evening);
        connectors.replace_quiet_until(id, noon, std::nullopt);
        CHECK(connectors.quiet_until(id) == evening);
        connectors.replace_quiet_until(id, std::nullopt, noon);
        CHECK(connectors.quiet_until(id) == evening);
    }
    SECTION("a later time replaces whatever is there")
    {
        connectors.replace_quiet_until(id, std::nullopt, evening);
        CHECK(connectors.quiet_until(id) == evening);
    }
    SECTION("an earlier one replaces what was known")
    {
        connectors.replace_quiet_until(id, noon, ready.now());
        CHECK(connectors.quiet_until(id) == ready.now());
    }
    SECTION("it is no setting: an edit leaves it")
    {
        auto edited = *connectors.find(id);
        edited.name = "azure";
        connectors.update(edited, ready.now());
        CHECK(connectors.quiet_until(id) == noon);
    }
}

TEST_CASE("the token of a connector is in its own column", "[store][connectors]")
{
    ReadyDatabase ready;
    auto& connectors = ready.store->connectors;
    const auto id = connectors.insert(a_connector(), ready.now());
    auto second = a_connector();
    second.uuid = "u-2";
    second.name = "sdp";
    const auto other = connectors.insert(second, ready.now());
    CHECK_FALSE(connectors.access_token(id));

    connectors.replace_access_token(id, "sc1:first");
    connectors.replace_access_token(id, "sc1:second");
    connectors.replace_access_token({99}, "sc1:third");
    CHECK(connectors.access_token(id) == "sc1:second");
    CHECK_FALSE(connectors.access_token(other));
    CHECK_FALSE(connectors.access_token({99}));

    // No part of what an edit writes.
    auto edited = *connectors.find(id);
    edited.name = "azure";
    connectors.update(edited, ready.now());
    CHECK(connectors.access_token(id) == "sc1:second");

    connectors.replace_access_token(id, std::nullopt);
    CHECK_FALSE(connectors.access_token(id));
}

TEST_CASE("settings that somebody broke are damage, not a crash", "[store][connectors]")
{
    ReadyDatabase ready;
    ready.store->connectors.insert(a_connector(), ready.now());
    ready.close();
    edit(ready.file, "UPDATE connectors SET endpoint = '[1]'");
    ready.open();

    CHECK(error_of([&] { (void)ready.store->connectors.list(); }) == ErrorCode::damaged_database);
}
