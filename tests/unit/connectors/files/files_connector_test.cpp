#include "folder_fixture.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/connectors/files.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <algorithm>

namespace syncctl::tests {

namespace {

/// Runs `action` on a connector and gives the code of the Error it throws.
template <class Action>
std::optional<ErrorCode> code_of(Action action)
{
    try {
        action();
    } catch (const Error& error) {
        CHECK_FALSE(error.hint().empty());
        return error.code();
    }
    return std::nullopt;
}

bool all_ok(const std::vector<connectors::Check>& checks)
{
    return std::all_of(checks.begin(), checks.end(), [](const auto& check) { return check.ok; });
}

/// Every question to the tracker must fail, and nothing may be written.
void check_unavailable(const tests::FolderFixture& folder)
{
    const auto connector = folder.connect();
    const std::vector<std::string> ids{"1"};
    const std::vector<model::Intent> intents(1);
    CHECK(code_of([&] { static_cast<void>(connector->changes({})); }) == ErrorCode::unavailable);
    CHECK(code_of([&] { static_cast<void>(connector->get(ids)); }) == ErrorCode::unavailable);
    CHECK(code_of([&] { static_cast<void>(connector->settle(intents)); }) ==
          ErrorCode::unavailable);
    const auto result = tests::write_one(
        *connector, connectors::CreateItem{.type = "Story", .fields = {}, .marker = "m"});
    CHECK(std::holds_alternative<connectors::Transient>(result));
    CHECK_FALSE(all_ok(connector->test()));
}

} // namespace

TEST_CASE("an item is read with its fields, revision and time", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("7", "Printer on fire");
    const std::vector<std::string> ids{"7", "8", "07", "../tracker", ""};

    const auto results = connector->get(ids);

    REQUIRE(results.size() == 5);
    REQUIRE(std::holds_alternative<model::WorkItem>(results[0]));
    const auto& item = std::get<model::WorkItem>(results[0]);
    CHECK(item.id == "7");
    CHECK(item.fields.at("Title") == model::Value{std::string{"Printer on fire"}});
    CHECK(item.modified_at.ms > 0);
    for (std::size_t i = 1; i < results.size(); ++i) {
        CHECK(std::holds_alternative<connectors::Absent>(results[i]));
    }
    const auto reader = connector->changes({});
    const auto changes = tests::all_changes(*reader);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].revision == item.revision);
    CHECK(changes[0].modified_at == item.modified_at);
}

TEST_CASE("a missing item of an emptied folder is not proven absent", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.write("items/notes.txt", "");

    CHECK(std::holds_alternative<connectors::Unreadable>(tests::get_one(*connector, "1")));
    folder.has_bug("2", "two");
    CHECK(std::holds_alternative<connectors::Absent>(tests::get_one(*connector, "1")));
}

TEST_CASE("a folder that is not there stops everything", "[files]")
{
    tests::FolderFixture folder;
    SECTION("no folder")
    {
        std::filesystem::remove_all(folder.path());
    }
    SECTION("no tracker.json")
    {
        std::filesystem::remove(folder.path() / "tracker.json");
    }
    SECTION("tracker.json is half written")
    {
        folder.write("tracker.json", "{\"types\": [");
    }
    SECTION("tracker.json is empty")
    {
        folder.write("tracker.json", "");
    }
    SECTION("tracker.json describes no tracker")
    {
        folder.write("tracker.json", "{\"pages\": []}");
    }
    SECTION("tracker.json is a folder")
    {
        std::filesystem::remove(folder.path() / "tracker.json");
        std::filesystem::create_directory(folder.path() / "tracker.json");
    }
    SECTION("tracker.json is a FIFO")
    {
        std::filesystem::remove(folder.path() / "tracker.json");
        ::mkfifo((folder.path() / "tracker.json").c_str(), 0600);
    }
    SECTION("tracker.json is a symbolic link")
    {
        std::filesystem::rename(folder.path() / "tracker.json", folder.path() / "elsewhere.json");
        std::filesystem::create_symlink("elsewhere.json", folder.path() / "tracker.json");
    }
    SECTION("no items folder")
    {
        std::filesystem::remove_all(folder.items());
    }
    SECTION("items is a file")
    {
        std::filesystem::remove_all(folder.items());
        folder.write("items", "");
    }
    SECTION("items is a symbolic link")
    {
        std::filesystem::rename(folder.items(), folder.path() / "elsewhere");
        std::filesystem::create_symlink("elsewhere", folder.items());
    }
    check_unavailable(folder);
}

TEST_CASE("without tracker.json nothing is written in the folder", "[files]")
{
    const tests::FolderFixture folder;
    std::filesystem::remove(folder.path() / "tracker.json");
    const auto connector = folder.connect();

    static_cast<void>(tests::write_one(
        *connector, connectors::CreateItem{.type = "Story", .fields = {}, .marker = "m"}));
    static_cast<void>(connector->test());

    CHECK(folder.names().empty());
    CHECK_FALSE(std::filesystem::exists(folder.path() / "tracker.json"));
}

TEST_CASE("the folder itself may be given through a symbolic link", "[files]")
{
    const tests::FolderFixture folder;
    folder.has_bug("1", "one");
    const auto link = std::filesystem::path{folder.path().string() + "-link"};
    std::filesystem::create_directory_symlink(folder.path(), link);
    connectors::ConnectorSetup setup;
    setup.url = link.string();
    const auto connector = connectors::files_type().make(std::move(setup));

    CHECK(std::holds_alternative<model::WorkItem>(tests::get_one(*connector, "1")));
    std::filesystem::remove(link);
}

TEST_CASE("describe tells a mistake in tracker.json from a missing one", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    CHECK(connector->describe().types.size() == 2);

    folder.write("tracker.json", R"({"types": [{"name": "Bug"}]})");
    CHECK(code_of([&] { static_cast<void>(connector->describe()); }) == ErrorCode::document);
    std::filesystem::remove(folder.path() / "tracker.json");
    CHECK(code_of([&] { static_cast<void>(connector->describe()); }) == ErrorCode::unavailable);
}

TEST_CASE("a changed tracker.json counts from the next call on", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.write_item("1", R"({"id": "1", "type": "Task", "fields": {}})");
    CHECK(std::holds_alternative<connectors::Unreadable>(tests::get_one(*connector, "1")));

    folder.write(
        "tracker.json",
        R"({"types": [{"name": "Task", "statuses": [{"name": "Open", "category": "proposed"}],
                     "fields": [{"name": "State", "type": "status"}]}]})");
    CHECK(std::holds_alternative<model::WorkItem>(tests::get_one(*connector, "1")));
}

TEST_CASE("the test of a healthy folder passes check by check and writes nothing", "[files]")
{
    const tests::FolderFixture folder;
    folder.has_bug("1", "one");
    const auto before = std::filesystem::last_write_time(folder.items());

    const auto checks = folder.connect()->test();

    REQUIRE(checks.size() == 6);
    CHECK(all_ok(checks));
    CHECK(checks.back().detail == "1 item");
    CHECK(std::filesystem::last_write_time(folder.items()) == before);
    CHECK(folder.names() == std::vector<std::string>{"1.json"});
}

TEST_CASE("each listing, read, write and settlement counts as one call", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("1", "one");
    const std::vector<std::string> ids{"1", "2", "3"};

    static_cast<void>(connector->changes({}));
    static_cast<void>(connector->get(ids));
    static_cast<void>(tests::write_one(
        *connector, connectors::CreateItem{.type = "Story", .fields = {}, .marker = "m"}));
    static_cast<void>(connector->settle(std::vector<model::Intent>(2)));

    CHECK(connector->api_calls() == 4);
}

TEST_CASE("every item of the demo trackers can be read", "[files]")
{
    for (const auto& [name, count] :
         {std::pair{"development", 12U}, std::pair{"service-desk", 8U}}) {
        CAPTURE(name);
        connectors::ConnectorSetup setup;
        setup.url = fmt::format("{}/data/demo/{}", SYNCCTL_SOURCE_DIR, name);
        const auto connector = connectors::files_type().make(std::move(setup));
        std::vector<std::string> ids;
        for (const auto& change : tests::all_changes(*connector->changes({}))) {
            ids.push_back(change.id);
        }
        CHECK(ids.size() == count);
        for (const auto& result : connector->get(ids)) {
            CHECK(std::holds_alternative<model::WorkItem>(result));
        }
    }
}

} // namespace syncctl::tests
