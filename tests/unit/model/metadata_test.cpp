#include "syncctl/model/metadata.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::model; // NOLINT(google-build-using-namespace): this file tests that one
                                // module

namespace {

TypeInfo a_bug()
{
    TypeInfo bug;
    bug.name = "Bug";
    bug.statuses = {{"New", StatusCategory::proposed}, {"Closed", StatusCategory::completed}};
    FieldInfo title;
    title.name = "Title";
    title.reference = "System.Title";
    FieldInfo decoy;
    decoy.name = "System.Title";
    decoy.reference = "Custom.Decoy";
    FieldInfo state;
    state.name = "State";
    state.reference = "System.State";
    state.type = FieldType::status;
    bug.fields = {decoy, title, state};
    return bug;
}

} // namespace

TEST_CASE("a field is found by reference first, then by name", "[model]")
{
    const auto bug = a_bug();
    REQUIRE(bug.find_field("System.Title") != nullptr);
    CHECK(bug.find_field("System.Title")->name == "Title");
    REQUIRE(bug.find_field("State") != nullptr);
    CHECK(bug.find_field("State")->reference == "System.State");
    CHECK(bug.find_field("state") == nullptr);
}

TEST_CASE("types and statuses are found by their exact names", "[model]")
{
    const Metadata metadata{{a_bug()}};
    REQUIRE(metadata.find_type("Bug") != nullptr);
    CHECK(metadata.find_type("bug") == nullptr);
    const auto& bug = *metadata.find_type("Bug");
    REQUIRE(bug.find_status("Closed") != nullptr);
    CHECK(bug.find_status("Closed")->category == StatusCategory::completed);
    CHECK(bug.find_status("Open") == nullptr);
    REQUIRE(bug.status_field() != nullptr);
    CHECK(bug.status_field()->name == "State");
    CHECK(TypeInfo{}.status_field() == nullptr);
}
