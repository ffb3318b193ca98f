#include "folder_fixture.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

namespace {

model::Intent intent_for(const std::string& marker, std::int64_t first_sent_ms = 0)
{
    model::Intent intent;
    intent.marker = marker;
    intent.first_sent_at = {first_sent_ms};
    return intent;
}

void has_marked(const tests::FolderFixture& folder,
                const std::string& id,
                const std::string& marker)
{
    folder.write_item(
        id,
        fmt::format(
            R"({{"id": "{}", "type": "Story", "marker": "{}", "fields": {{}}}})", id, marker));
}

std::vector<connectors::SettleResult> settle(const tests::FolderFixture& folder,
                                             const std::vector<model::Intent>& intents)
{
    return folder.connect()->settle(intents);
}

std::string found_id(const connectors::SettleResult& result)
{
    const auto* found = std::get_if<connectors::Found>(&result);
    return found == nullptr ? fmt::format("result {}", result.index()) : found->item.id;
}

constexpr std::int64_t k_far_future_ms = 4'000'000'000'000;

} // namespace

TEST_CASE("a marker is found in whichever item has it, or proven absent", "[files]")
{
    const tests::FolderFixture folder;
    folder.has_bug("1", "no marker");
    has_marked(folder, "2", "mark-a");
    has_marked(folder, "3", "mark-b");

    const auto results = settle(
        folder, {intent_for("mark-b"), intent_for("mark-a"), intent_for("mark"), intent_for("")});

    REQUIRE(results.size() == 4);
    CHECK(found_id(results[0]) == "3");
    CHECK(found_id(results[1]) == "2");
    CHECK(std::holds_alternative<connectors::ProvenAbsent>(results[2]));
    CHECK(std::holds_alternative<connectors::NotYetKnowable>(results[3]));
    const auto item = tests::get_one(*folder.connect(), "3");
    CHECK(std::get<connectors::Found>(results[0]).item.revision ==
          std::get<model::WorkItem>(item).revision);
}

TEST_CASE("a marker is found in a file older than the intent, too", "[files]")
{
    const tests::FolderFixture folder;
    has_marked(folder, "2", "mark-a");
    folder.age(folder.item("2"), 86'400'000);

    CHECK(found_id(settle(folder, {intent_for("mark-a", k_far_future_ms)})[0]) == "2");
}

TEST_CASE("of several items with one marker the oldest counts", "[files]")
{
    const tests::FolderFixture folder;
    has_marked(folder, "12", "mark-a");
    has_marked(folder, "5", "mark-a");
    has_marked(folder, "7", "mark-a");

    CHECK(found_id(settle(folder, {intent_for("mark-a")})[0]) == "5");
}

TEST_CASE("while a file cannot be read no marker is proven absent", "[files]")
{
    const tests::FolderFixture folder;
    has_marked(folder, "1", "mark-a");
    folder.write_item("2", R"({"id": "2", "type": "St)");

    const auto results = settle(folder, {intent_for("mark-a"), intent_for("mark-b")});

    CHECK(found_id(results[0]) == "1");
    CHECK(std::holds_alternative<connectors::NotYetKnowable>(results[1]));
}

TEST_CASE("a file that syncctl cannot have made does not stand in the way", "[files]")
{
    const tests::FolderFixture folder;
    std::filesystem::create_directory(folder.item("1"));
    std::filesystem::create_symlink("/dev/zero", folder.item("2"));
    ::mkfifo(folder.item("3").c_str(), 0600);

    CHECK(std::holds_alternative<connectors::ProvenAbsent>(
        settle(folder, {intent_for("mark-b")})[0]));
}

TEST_CASE("a marked item that is no work item any more keeps its intent open", "[files]")
{
    const tests::FolderFixture folder;
    folder.write_item("1", R"({"id": "1", "type": "Gone", "marker": "mark-a", "fields": {}})");

    CHECK(std::holds_alternative<connectors::NotYetKnowable>(
        settle(folder, {intent_for("mark-a")})[0]));
}

} // namespace syncctl::tests
