#include "folder_fixture.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <fstream>

namespace syncctl::tests {

using Catch::Matchers::Contains;

namespace {

std::string why_unreadable(connectors::Connector& connector, const std::string& id)
{
    const auto result = tests::get_one(connector, id);
    if (const auto* unreadable = std::get_if<connectors::Unreadable>(&result)) {
        return unreadable->reason;
    }
    return fmt::format("result {}", result.index());
}

struct HostileText {
    int id = 0;
    std::string octets;
};

std::vector<HostileText> hostile_texts()
{
    std::ifstream in{SYNCCTL_TEST_DATA "/vectors/hostile-strings.json"};
    const auto document = nlohmann::json::parse(in);
    std::vector<HostileText> texts;
    for (const auto& row : document.at("tests")) {
        HostileText text{.id = row.at("id").get<int>(), .octets = {}};
        const auto hex = row.at("hex").get<std::string>();
        for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
            text.octets.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
        }
        texts.push_back(std::move(text));
    }
    return texts;
}

/// A document with the octets as they are, whatever they are; only what JSON itself needs is
/// escaped.
std::string raw_document(const std::string& title)
{
    std::string escaped;
    for (const char octet : title) {
        if (static_cast<unsigned char>(octet) < 0x20U) {
            escaped += fmt::format("\\u{:04x}", static_cast<unsigned>(octet));
        } else {
            if (octet == '"' || octet == '\\') {
                escaped += '\\';
            }
            escaped += octet;
        }
    }
    return R"({"id": "1", "type": "Story", "fields": {"Title": ")" + escaped + "\"}}";
}

bool is_storable(const std::string& text)
{
    return base::is_valid_utf8(text) && text.find('\0') == std::string::npos;
}

/// Works as an ordinary user while it exists, when the tests run as root.
class AsOrdinaryUser {
public:
    explicit AsOrdinaryUser(const tests::FolderFixture& folder)
    {
        std::filesystem::permissions(folder.path(), std::filesystem::perms{0755});
        m_is_root = ::geteuid() == 0;
        if (m_is_root) {
            REQUIRE(::seteuid(65534) == 0);
        }
    }

    ~AsOrdinaryUser()
    {
        if (m_is_root && ::seteuid(0) != 0) {
            std::abort();
        }
    }

    AsOrdinaryUser(const AsOrdinaryUser&) = delete;
    AsOrdinaryUser& operator=(const AsOrdinaryUser&) = delete;

private:
    bool m_is_root = false;
};

} // namespace

TEST_CASE("a broken file is an error of that item alone", "[files][hostile]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("1", "healthy");
    folder.write_item("2", R"({"id": "2", "type": "Bug", "fi)");
    folder.write_item("3", "");
    folder.write_item("4", "\xFF\xFE{\0}\0");
    folder.write_item("5",
                      "{\"id\": \"5\", \"type\": \"Bug\", \"fields\": {\"Title\": \"caf\xE9\"}}");
    folder.write_item("6", R"({"id": "6", "id": "1", "type": "Bug", "fields": {}})");
    folder.write_item("8", R"({"id": "1", "type": "Bug", "fields": {}})");
    folder.write_item("9", std::string(200'000, '['));
    const std::vector<std::string> ids{"1", "2", "3", "4", "5", "6", "8", "9"};

    const auto results = connector->get(ids);

    CHECK(std::holds_alternative<model::WorkItem>(results[0]));
    for (std::size_t i = 1; i < results.size(); ++i) {
        CAPTURE(ids[i]);
        REQUIRE(std::holds_alternative<connectors::Unreadable>(results[i]));
        CHECK_THAT(std::get<connectors::Unreadable>(results[i]).reason, Contains(ids[i] + ".json"));
    }
    CHECK(tests::all_changes(*connector->changes({})).size() == 8);
}

TEST_CASE("a huge file is refused without reading it", "[files][hostile]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("1", "one");
    REQUIRE(::truncate(folder.item("1").c_str(), std::int64_t{10} << 30U) == 0);

    CHECK_THAT(why_unreadable(*connector, "1"), Contains("at most 16777216"));
}

TEST_CASE("a FIFO, a folder or a symbolic link is no item and never followed", "[files][hostile]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.write("outside.json", R"({"id": "9", "type": "Bug", "fields": {}})");
    ::mkfifo(folder.item("7").c_str(), 0600);
    std::filesystem::create_directory(folder.item("8"));
    std::filesystem::create_symlink("../outside.json", folder.item("9"));
    std::filesystem::create_symlink("nowhere", folder.item("10"));
    std::filesystem::create_symlink("/dev/zero", folder.item("11"));

    CHECK_THAT(why_unreadable(*connector, "7"), Contains("not a regular file"));
    CHECK_THAT(why_unreadable(*connector, "8"), Contains("not a regular file"));
    CHECK_THAT(why_unreadable(*connector, "9"), Contains("symbolic link"));
    CHECK_THAT(why_unreadable(*connector, "10"), Contains("symbolic link"));
    CHECK_THAT(why_unreadable(*connector, "11"), Contains("symbolic link"));

    for (const auto& change : tests::all_changes(*connector->changes({}))) {
        CAPTURE(change.id);
        CHECK_FALSE(change.is_deleted);
        const auto update = tests::write_one(
            *connector,
            connectors::UpdateItem{change.id, change.revision, {{"Title", std::string{"pwned"}}}});
        CHECK(std::holds_alternative<connectors::Refused>(update));
        const auto removal =
            tests::write_one(*connector, connectors::RemoveItem{change.id, change.revision});
        CHECK(std::holds_alternative<connectors::Refused>(removal));
    }
    CHECK(std::filesystem::file_size(folder.path() / "outside.json") == 40);
    CHECK(folder.names().size() == 5);
}

TEST_CASE("a file without permission is forbidden, not absent", "[files][hostile]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("1", "one");
    std::filesystem::permissions(folder.item("1"), std::filesystem::perms::none);
    const AsOrdinaryUser ordinary{folder};

    CHECK(std::holds_alternative<connectors::Forbidden>(tests::get_one(*connector, "1")));
}

TEST_CASE("a folder without write permission refuses a write and names the cause",
          "[files][hostile]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    std::filesystem::permissions(folder.items(), std::filesystem::perms{0555});
    {
        const AsOrdinaryUser ordinary{folder};
        const auto result = tests::write_one(
            *connector, connectors::CreateItem{.type = "Story", .fields = {}, .marker = "m"});
        REQUIRE(std::holds_alternative<connectors::Refused>(result));
        CHECK_THAT(std::get<connectors::Refused>(result).reason, Contains("Permission denied"));
        const auto checks = connector->test();
        CHECK(checks.at(4).name == "writable");
        CHECK_FALSE(checks.at(4).ok);
    }
    CHECK(folder.names().empty());
}

TEST_CASE("a folder that may be listed but not entered is unavailable, not emptied",
          "[files][hostile]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    folder.has_bug("1", "one");
    std::filesystem::permissions(folder.items(), std::filesystem::perms{0444});
    const AsOrdinaryUser ordinary{folder};

    CHECK_THROWS_AS(static_cast<void>(connector->changes({})), Error);
}

TEST_CASE("hostile titles in a file arrive octet for octet or make the item unreadable",
          "[files][hostile]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    for (const HostileText& text : hostile_texts()) {
        CAPTURE(text.id);
        folder.write_item("1", raw_document(text.octets));

        const auto result = tests::get_one(*connector, "1");

        if (is_storable(text.octets)) {
            REQUIRE(std::holds_alternative<model::WorkItem>(result));
            CHECK(std::get<model::WorkItem>(result).fields.at("Title") ==
                  model::Value{text.octets});
        } else {
            CHECK(std::holds_alternative<connectors::Unreadable>(result));
        }
    }
}

TEST_CASE("hostile titles are stored octet for octet or refused", "[files][hostile]")
{
    const tests::FolderFixture folder;
    const auto connector = folder.connect();
    std::size_t stored = 0;
    for (const HostileText& text : hostile_texts()) {
        CAPTURE(text.id);
        const auto result = tests::write_one(
            *connector,
            connectors::CreateItem{
                .type = "Story", .fields = {{"Title", text.octets}}, .marker = text.octets});

        if (!is_storable(text.octets)) {
            CHECK(std::holds_alternative<connectors::Refused>(result));
            continue;
        }
        ++stored;
        REQUIRE(std::holds_alternative<connectors::Done>(result));
        const auto& written = std::get<connectors::Done>(result).item;
        const auto read = tests::get_one(*folder.connect(), written.id);
        REQUIRE(std::holds_alternative<model::WorkItem>(read));
        CHECK(std::get<model::WorkItem>(read).fields == written.fields);
        CHECK(std::get<model::WorkItem>(read).fields.at("Title") == model::Value{text.octets});
        CHECK(std::get<model::WorkItem>(read).marker == text.octets);
    }
    CHECK(folder.names().size() == stored);
}

TEST_CASE("hostile texts as ids, types and field names reach nothing", "[files][hostile]")
{
    const tests::FolderFixture folder;
    folder.has_bug("1", "one");
    const auto connector = folder.connect();
    const std::string before = folder.read("1");
    for (const HostileText& text : hostile_texts()) {
        CAPTURE(text.id);
        CHECK(std::holds_alternative<connectors::Absent>(tests::get_one(*connector, text.octets)));
        CHECK(std::holds_alternative<connectors::Refused>(
            tests::write_one(*connector, connectors::RemoveItem{text.octets, {"1-1-1"}})));
        CHECK(std::holds_alternative<connectors::Refused>(tests::write_one(
            *connector,
            connectors::UpdateItem{text.octets, {"1-1-1"}, {{"Title", std::string{"x"}}}})));
        CHECK(std::holds_alternative<connectors::Refused>(tests::write_one(
            *connector, connectors::CreateItem{.type = text.octets, .fields = {}, .marker = "m"})));
        CHECK(std::holds_alternative<connectors::Refused>(tests::write_one(
            *connector,
            connectors::CreateItem{
                .type = "Story", .fields = {{text.octets, std::string{"x"}}}, .marker = "m"})));
    }
    CHECK(folder.names() == std::vector<std::string>{"1.json"});
    CHECK(folder.read("1") == before);
}

} // namespace syncctl::tests
