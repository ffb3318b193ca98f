#include "suggest_fixture.hpp"

#include "syncctl/base/error.hpp"

namespace syncctl::test {

using model::StatusCategory;

TEST_CASE("a suggestion says what it was made from, and how old that is", "[mapping][suggest]")
{
    const auto text = SuggestWorld{}.text();
    CHECK(has_text(text, "syncctl mapping import dev-desk FILE"));
    CHECK(has_text(
        text,
        "# source: ado as it was discovered on 2023-11-14 (3 days ago), no items were read."));
    CHECK(has_text(text, "version: 1\nsource: ado\ntarget: sdp\n"));
    CHECK(has_text(text, "deletes: never"));
    CHECK(has_text(text, "conflicts:\n  default: last-write-wins\n"));
}

TEST_CASE("every suggestion knows its line, its score and its reason", "[mapping][suggest]")
{
    const auto document = SuggestWorld{}.good();
    std::vector<std::string> lines{""};
    for (const char c : document.text) {
        if (c == '\n') {
            lines.emplace_back();
        } else {
            lines.back().push_back(c);
        }
    }
    REQUIRE_FALSE(document.suggestions.empty());
    for (const auto& each : document.suggestions) {
        CAPTURE(each.rule, each.line);
        REQUIRE(each.line > 0);
        const auto& line = lines[static_cast<std::size_t>(each.line) - 1];
        CHECK(has_text(line, each.rule));
        CHECK_FALSE(each.reason.empty());
        CHECK(each.score >= 0);
        CHECK(each.score <= 100);
    }
}

TEST_CASE("types go together by known names, then by what they share", "[mapping][suggest]")
{
    SuggestWorld world;
    const auto document = world.good();
    CHECK(found(document, "Bug <-> Incident").reason.starts_with("known pair of names"));
    CHECK(found(document, "Story <-> Request").is_active);

    world.source = {{a_type("Anomaly", {a_field("Title", FieldType::text)}),
                     a_type("Report", {a_field("Stuff", FieldType::text)})}};
    world.target = {{a_type("Vorfall", {a_field("Subject", FieldType::text)})}};
    const auto by_fields = world.good();
    CHECK(found(by_fields, "Anomaly <-> Vorfall").reason == "100 % of the fields correspond");
    CHECK(has_text(by_fields.text, "no partner found for types of ado: Report"));
}

TEST_CASE("the nearest types are suggested even when nothing speaks for them", "[mapping][suggest]")
{
    SuggestWorld world;
    world.source = {{a_type("Alpha", {})}};
    world.target = {{a_type("Omega", {})}};
    CHECK(found(world.good(), "Alpha <-> Omega").score == 0);
}

TEST_CASE("types without any name that a document can hold are refused", "[mapping][suggest]")
{
    SuggestWorld world;
    world.source = {{a_type("", {}), a_type(std::string{"a\0b", 3}, {}), a_type("\xff", {})}};
    CHECK_THROWS_AS(static_cast<void>(world.suggested()), Error);
}

TEST_CASE("every status gets a line, one main line for each category", "[mapping][suggest]")
{
    const SuggestWorld world;
    const auto document = world.good();
    CHECK(found(document, "New <-> Open").is_active);
    CHECK(found(document, "Active <-> In Progress").is_active);
    CHECK(found(document, "Active <- On Hold").is_active);
    CHECK(found(document, "Closed <-> Closed").reason == "same name, same category");
    CHECK(found(document, "Done <-> Closed").is_active); // of the other type, which has no Closed
    const auto result = world.compiled(document.text);
    const auto is_about_statuses = [](const auto& each) {
        return has_text(each.message, "no line brings");
    };
    CHECK(std::none_of(result.diagnostics.begin(), result.diagnostics.end(), is_about_statuses));
}

TEST_CASE("a category that one side lacks goes to the nearest one", "[mapping][suggest]")
{
    SuggestWorld world;
    auto& bug = world.source.types.front();
    bug.statuses.push_back({"Fixed", StatusCategory::resolved});
    bug.statuses.push_back({"Dropped", StatusCategory::removed});
    const auto document = world.good();
    CHECK(has_text(found(document, "Dropped -> Closed").reason, "nearest category"));
    const auto& fixed = found(document, "Fixed -> In Progress").rule.empty()
                            ? found(document, "Fixed -> Closed")
                            : found(document, "Fixed -> In Progress");
    CHECK(fixed.is_active);
}

TEST_CASE("where one side knows no work but waiting, open stands for it", "[mapping][suggest]")
{
    SuggestWorld world;
    for (auto& type : world.target.types) {
        std::erase_if(type.statuses,
                      [](const auto& status) { return status.name == "In Progress"; });
    }
    const auto document = world.good();
    CHECK(found(document, "New -> Open").is_active);
    CHECK(found(document, "Active <-> Open").is_active);
    CHECK(found(document, "Active <- On Hold").is_active);
}

TEST_CASE("a pair that writes one side only gets arrows of that direction", "[mapping][suggest]")
{
    SuggestWorld world;
    world.direction = model::Direction::source_to_target;
    const auto document = world.good();
    CHECK(found(document, "Bug -> Incident").is_active);
    CHECK(found(document, "New -> Open").is_active);
    for (const auto& each : document.suggestions) {
        CAPTURE(each.section, each.rule);
        const bool is_match = each.section == "match"; // compares, and has no direction
        CHECK((is_match || each.section == "values" || !has_text(each.rule, "<-")));
    }
    const auto result = world.compiled(document.text);
    CHECK(std::none_of(result.diagnostics.begin(), result.diagnostics.end(), [](const auto& each) {
        return has_text(each.message, "never takes effect");
    }));
}

TEST_CASE("what a new item needs and no rule fills becomes a default", "[mapping][suggest]")
{
    auto category = a_choice("category", {"Hardware", "Software"});
    category.is_required = true;
    auto note = a_field("site", FieldType::text);
    note.is_required = true;
    auto world = with_fields({a_field("Title", FieldType::text)},
                             {a_field("subject", FieldType::text), category, note});
    auto document = world.good();
    CHECK(has_text(document.text, "  target:\n    category: Hardware"));
    CHECK(has_text(document.text, "# site: VALUE"));
    CHECK_FALSE(found(document, "site: VALUE").is_active);

    const auto item = an_item("1", "Incident", {{"category", "Software"}});
    world.samples.target = {item, item};
    CHECK(has_text(world.text(),
                   "    category: Software   # 0.90: required, and no rule fills it; in "
                   "2 of 2 samples"));
}

TEST_CASE("titles that are unique in the samples make a match rule", "[mapping][suggest]")
{
    auto world =
        with_fields({a_field("Title", FieldType::text)}, {a_field("subject", FieldType::text)});
    CHECK(has_text(world.text(), "# match:\n  # - Title <-> subject"));
    const auto source = [](std::string id, std::string title) {
        return an_item(std::move(id), "Bug", {{"Title", std::move(title)}});
    };
    world.samples.source = {source("1", "Printer"), source("2", "Screen")};
    world.samples.target = {an_item("7", "Incident", {{"subject", "Printer"}})};
    CHECK(has_text(world.text(), "\nmatch:\n  - Title <-> subject"));
    world.samples.source.push_back(source("3", " printer "));
    CHECK(has_text(world.text(), "# match:\n  # - Title <-> subject"));
}

} // namespace syncctl::test
