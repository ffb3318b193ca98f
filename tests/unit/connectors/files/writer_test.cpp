#include "connectors/files/writer.hpp"
#include "folder_fixture.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <csignal>
#include <sys/resource.h>

namespace syncctl::connectors {

using Catch::Matchers::Contains;

namespace {

model::WorkItem read_item(Connector& connector, const std::string& id)
{
    const auto result = tests::get_one(connector, id);
    REQUIRE(std::holds_alternative<model::WorkItem>(result));
    return std::get<model::WorkItem>(result);
}

model::WorkItem done(const WriteResult& result)
{
    if (const auto* refused = std::get_if<Refused>(&result)) {
        FAIL(refused->reason);
    }
    REQUIRE(std::holds_alternative<Done>(result));
    return std::get<Done>(result).item;
}

CreateItem a_story(const std::string& title)
{
    return {.type = "Story", .fields = {{"Title", title}}, .marker = "mark-" + title};
}

mode_t mode_of(const std::filesystem::path& path)
{
    struct stat status {};

    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

/// No file may grow while it exists: writing fails as on a full disk.
class FullDisk {
public:
    FullDisk()
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit none = m_before;
        none.rlim_cur = 10;
        ::setrlimit(RLIMIT_FSIZE, &none);
    }

    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit m_before{};
};

} // namespace

TEST_CASE("a new item gets the next id, a private file and its marker", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("41", "there already");

    const model::WorkItem item = done(tests::write_one(*connector, a_story("Login page")));

    CHECK(item.id == "42");
    CHECK(item.type == "Story");
    CHECK(item.marker == "mark-Login page");
    CHECK(item.fields.at("State") == model::Value{std::string{"Open"}});
    const model::WorkItem read = read_item(*connector, "42");
    CHECK(read.revision == item.revision);
    CHECK(read.modified_at == item.modified_at);
    CHECK(read.fields == item.fields);
    CHECK(mode_of(folder.item("42")) == 0600);
    CHECK(folder.names() == std::vector<std::string>{"41.json", "42.json"});
}

TEST_CASE("a large batch of creates gets consecutive ids, none twice", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    std::vector<Operation> operations;
    operations.reserve(300);
    for (int i = 0; i < 300; ++i) {
        operations.emplace_back(a_story(std::to_string(i)));
    }

    const auto results = connector->write(operations);

    REQUIRE(results.size() == 300);
    for (std::size_t i = 0; i < results.size(); ++i) {
        CHECK(done(results[i]).id == std::to_string(i + 1));
    }
    CHECK(folder.names().size() == 300);
}

TEST_CASE("an id that another program takes meanwhile is left to it", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("1", "one");
    static_cast<void>(connector->changes({}));
    folder.has_bug("2", "made by a person after the listing");
    folder.has_bug("3", "and another one");

    const std::vector<Operation> operations{a_story("first"), a_story("second")};
    const auto results = connector->write(operations);

    CHECK(done(results[0]).id == "4");
    CHECK(read_item(*connector, "4").fields.at("Title") == model::Value{std::string{"first"}});
    const auto second = done(results[1]).id;
    CHECK(read_item(*connector, second).fields.at("Title") == model::Value{std::string{"second"}});
    CHECK(read_item(*connector, "2").type == "Bug");
    CHECK(read_item(*connector, "3").type == "Bug");
    CHECK(folder.names().size() == 5);
}

TEST_CASE("an update changes the named fields and keeps all else, also the file's mode", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.write_item("7",
                      R"({"note": 1.50, "id": "7", "type": "Bug",
                          "fields": {"Custom": [1e2], "Title": "old", "Owner": "jo", "State": "New"}})");
    std::filesystem::permissions(folder.item("7"), std::filesystem::perms{0640});
    const model::WorkItem before = read_item(*connector, "7");

    const model::WorkItem after = done(tests::write_one(
        *connector,
        UpdateItem{
            "7", before.revision, {{"Title", std::string{"new"}}, {"Owner", model::Value{}}}}));

    CHECK(after.revision != before.revision);
    CHECK(after.fields ==
          model::Fields{{"Title", std::string{"new"}}, {"State", std::string{"New"}}});
    CHECK(read_item(*connector, "7").revision == after.revision);
    CHECK(folder.read("7") == R"({
  "note": 1.50,
  "id": "7",
  "type": "Bug",
  "fields": {
    "Custom": [
      1e2
    ],
    "Title": "new",
    "State": "New"
  }
}
)");
    CHECK(mode_of(folder.item("7")) == 0640);
    CHECK(folder.names() == std::vector<std::string>{"7.json"});
}

TEST_CASE("an update that changes nothing writes nothing", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("7", "same");
    const model::WorkItem before = read_item(*connector, "7");

    const auto after = done(tests::write_one(
        *connector,
        UpdateItem{
            "7", before.revision, {{"Title", std::string{"same"}}, {"Owner", model::Value{}}}}));

    CHECK(after.revision == before.revision);
    CHECK(read_item(*connector, "7").revision == before.revision);
}

TEST_CASE("an item that moved on, or is gone, is stale", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("7", "old");
    folder.has_bug("8", "old");
    const auto seven = read_item(*connector, "7").revision;
    const auto eight = read_item(*connector, "8").revision;
    folder.has_bug("7", "edited by a person");
    std::filesystem::remove(folder.item("8"));
    const std::string edited = folder.read("7");

    const std::vector<Operation> operations{
        UpdateItem{"7", seven, {{"Title", std::string{"ours"}}}},
        UpdateItem{"8", eight, {{"Title", std::string{"ours"}}}},
        RemoveItem{"7", seven},
        RemoveItem{"8", eight}};
    for (const auto& result : connector->write(operations)) {
        CHECK(std::holds_alternative<Stale>(result));
    }
    CHECK(folder.read("7") == edited);
    CHECK(folder.names() == std::vector<std::string>{"7.json"});
}

TEST_CASE("the second update of an item in one batch is stale", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("7", "old");
    const auto revision = read_item(*connector, "7").revision;

    const std::vector<Operation> operations{
        UpdateItem{"7", revision, {{"Title", std::string{"first"}}}},
        UpdateItem{"7", revision, {{"Title", std::string{"second"}}}}};
    const auto results = connector->write(operations);

    CHECK(std::holds_alternative<Done>(results[0]));
    CHECK(std::holds_alternative<Stale>(results[1]));
    CHECK(read_item(*connector, "7").fields.at("Title") == model::Value{std::string{"first"}});
    CHECK(folder.names() == std::vector<std::string>{"7.json"});
}

TEST_CASE("a refused operation writes nothing and does not hold up the others", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("7", "old");
    folder.write_item("8", R"({"id": "8", "type": "Bug", "fields": {"Title": 1}})");
    const auto revision = read_item(*connector, "7").revision;
    std::string broken_revision;
    for (const auto& change : tests::all_changes(*connector->changes({}))) {
        broken_revision = change.id == "8" ? change.revision.text : broken_revision;
    }
    const std::string before = folder.read("7");

    const std::vector<Operation> operations{
        UpdateItem{
            "7", revision, {{"Title", std::string{"ok"}}, {"Severity", std::string{"Huge"}}}},
        UpdateItem{"8", {broken_revision}, {{"State", std::string{"Active"}}}},
        CreateItem{.type = "Storry", .fields = {}, .marker = "m"},
        CreateItem{.type = "Bug", .fields = {}, .marker = "m"},
        UpdateItem{"seven", revision, {}},
        a_story("fine")};
    const auto results = connector->write(operations);

    REQUIRE(std::holds_alternative<Refused>(results[0]));
    CHECK(std::get<Refused>(results[0]).field == "Severity");
    REQUIRE(std::holds_alternative<Refused>(results[1]));
    CHECK(std::get<Refused>(results[1]).field == "Title");
    REQUIRE(std::holds_alternative<Refused>(results[2]));
    CHECK_THAT(std::get<Refused>(results[2]).reason, Contains("did you mean 'Story'"));
    REQUIRE(std::holds_alternative<Refused>(results[3]));
    CHECK(std::get<Refused>(results[3]).field == "Title");
    CHECK(std::holds_alternative<Refused>(results[4]));
    CHECK(std::holds_alternative<Done>(results[5]));
    CHECK(folder.read("7") == before);
}

TEST_CASE("what could not be read again is refused before it is written", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("7", "old");
    const auto revision = read_item(*connector, "7").revision;

    const auto huge_number = tests::write_one(
        *connector, UpdateItem{"7", revision, {{"Priority", model::Number{"1e400"}}}});
    CHECK(std::holds_alternative<Refused>(huge_number));
    const auto huge_text = tests::write_one(
        *connector, UpdateItem{"7", revision, {{"Repro.Steps", std::string(17U << 20U, 'x')}}});
    CHECK(std::holds_alternative<Refused>(huge_text));
    CHECK(read_item(*connector, "7").revision == revision);
    CHECK(folder.names() == std::vector<std::string>{"7.json"});
}

TEST_CASE("a removal takes the file away", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("7", "to go");
    folder.has_bug("8", "to stay");
    const auto revision = read_item(*connector, "7").revision;

    CHECK(done(tests::write_one(*connector, RemoveItem{"7", revision})).id == "7");

    CHECK(folder.names() == std::vector<std::string>{"8.json"});
    CHECK(std::holds_alternative<Absent>(tests::get_one(*connector, "7")));
}

TEST_CASE("a full disk leaves every item as it was and no temporary file", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("7", "old");
    const auto revision = read_item(*connector, "7").revision;
    const std::string before = folder.read("7");
    const std::vector<Operation> operations{
        UpdateItem{"7", revision, {{"Title", std::string{"new"}}}}, a_story("new")};
    std::vector<WriteResult> results;
    {
        const FullDisk full;
        results = connector->write(operations);
    }

    CHECK(std::holds_alternative<Transient>(results[0]));
    CHECK(std::holds_alternative<Transient>(results[1]));
    CHECK(folder.read("7") == before);
    CHECK(folder.names() == std::vector<std::string>{"7.json"});
    CHECK(std::holds_alternative<Done>(tests::write_one(*connector, operations[0])));
}

TEST_CASE("temporary files of a killed process are removed, young ones are not", "[files]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.write("items/.tmp-syncctl-1-0", "old");
    folder.write("items/.tmp-syncctl-1-1", "young");
    folder.write("items/.tmp-other", "not ours");
    folder.age(folder.items() / ".tmp-syncctl-1-0", 3'600'000);
    folder.age(folder.items() / ".tmp-other", 3'600'000);

    static_cast<void>(connector->changes({}));
    static_cast<void>(done(tests::write_one(*connector, a_story("x"))));

    CHECK(folder.names() == std::vector<std::string>{".tmp-other", ".tmp-syncctl-1-1", "1.json"});
}

TEST_CASE("when no id is left, a create is refused", "[files]")
{
    const tests::FolderFixture folder;
    folder.has_bug("999999999999999999", "the last one");

    const auto result = tests::write_one(*folder.connect(), a_story("one more"));

    REQUIRE(std::holds_alternative<Refused>(result));
    CHECK_THAT(std::get<Refused>(result).reason, Contains("no free id"));
}

} // namespace syncctl::connectors
