#include "suggest_fixture.hpp"

namespace syncctl::test {

TEST_CASE("the same reference is surer than the same name, which is surer than a known pair",
          "[mapping][suggest]")
{
    const auto document = with_fields({a_field("custom.X", FieldType::text),
                                       a_field("Foo.Site", FieldType::text),
                                       a_field("Headline", FieldType::text),
                                       a_field("Building number", FieldType::text)},
                                      {a_field("custom.X", FieldType::text),
                                       a_field("site", FieldType::text),
                                       a_field("subject", FieldType::text),
                                       a_field("Building", FieldType::text)})
                              .good();
    CHECK(found(document, "custom.X <-> custom.X").score == 100);
    CHECK(found(document, "Foo.Site <-> site").score == 95);
    CHECK(found(document, "Headline <-> subject").score == 90);
    const auto shared = found(document, "Building number <-> Building");
    CHECK(shared.score == 58); // 0.25 and half of two thirds
    CHECK(shared.reason == "names share 'building'; text");
}

TEST_CASE("a line says which types it is for when not all have its fields", "[mapping][suggest]")
{
    const auto text = SuggestWorld{}.text();
    CHECK(has_text(text, "- Repro <-> description: { only: [Bug] }"));
    CHECK(has_text(text, "- System.Title <-> subject | truncate(250) "));
}

TEST_CASE("what is too long for the other side is cut, whichever side that is",
          "[mapping][suggest]")
{
    auto title = a_field("Title", FieldType::text);
    title.max_length = 100;
    auto world = with_fields({title}, {a_field("subject", FieldType::text)});
    CHECK(has_text(world.text(), "- Title <-> subject | truncate(100) "));
    CHECK(has_text(world.text(), "text, at most 100 here"));
    world.target.types[0].fields[0].max_length = 100;
    CHECK(has_text(world.text(), "- Title <-> subject "));
    world.target.types[0].fields[0].is_readonly = true;
    world.source.types[0].fields[0].max_length.reset();
    CHECK(has_text(world.text(), "- Title <- subject "));
}

TEST_CASE("what cannot be written is read only", "[mapping][suggest]")
{
    auto subject = a_field("subject", FieldType::text);
    subject.is_readonly = true;
    auto world = with_fields({a_field("Title", FieldType::text)}, {subject});
    CHECK(found(world.good(), "Title <- subject").is_active);
    world.source.types[0].fields[0].is_readonly = true;
    CHECK(has_text(world.text(), "Title is nearest to subject (0.97: neither can be written)"));
}

TEST_CASE("numbers, texts and truth values are turned into each other", "[mapping][suggest]")
{
    const auto text = with_fields({a_field("Points", FieldType::number),
                                   a_field("Size", FieldType::text),
                                   a_field("Vip", FieldType::text),
                                   a_field("Big", FieldType::boolean)},
                                  {a_field("points", FieldType::text),
                                   a_field("size", FieldType::number),
                                   a_field("vip", FieldType::boolean),
                                   a_field("big", FieldType::text)})
                          .text();
    CHECK(has_text(text, "- Points <-> points | text "));
    CHECK(has_text(text, "- Size <-> size | number "));
    CHECK(has_text(text, "- Vip <-> vip | boolean "));
    CHECK(has_text(text, "- Big <-> big | text "));
}

TEST_CASE("numbers of a scale go to its words in order of importance", "[mapping][suggest]")
{
    const auto text = with_fields({a_field("Priority", FieldType::number)},
                                  {a_choice("priority", {"High", "Low", "Normal", "Medium"})})
                          .text();
    CHECK(has_text(text, "- Priority <-> priority | map(priority)"));
    CHECK(has_text(text, "  priority:\n"));
    for (const auto* line :
         {"- 1 <-> High\n", "- 2 <-> Medium\n", "- 3 <-> Normal\n", "- 4 <-> Low\n"}) {
        CHECK(has_text(text, line));
    }
}

TEST_CASE("a bug shows its steps in place of its description", "[mapping][suggest]")
{
    const auto document =
        with_fields({a_field("System.Description", FieldType::html, "Description"),
                     a_field("TCM.ReproSteps", FieldType::html, "Repro Steps")},
                    {a_field("description", FieldType::html)})
            .good();
    CHECK(found(document, "TCM.ReproSteps <-> description | html").score == 96);
    CHECK(has_text(
        document.text,
        "System.Description is nearest to description (0.95: which has a partner already)"));
}

TEST_CASE("HTML, Markdown and text are turned into each other", "[mapping][suggest]")
{
    const auto text = with_fields({a_field("One", FieldType::html),
                                   a_field("Two", FieldType::text),
                                   a_field("Three", FieldType::markdown),
                                   a_field("Four", FieldType::list)},
                                  {a_field("one", FieldType::text),
                                   a_field("two", FieldType::html),
                                   a_field("three", FieldType::html),
                                   a_field("four", FieldType::text)})
                          .text();
    CHECK(has_text(text, "- One <-> one | html_text "));
    CHECK(has_text(text, "- Two <-> two | text_html "));
    CHECK(has_text(text, "- Three <-> three | markdown_html "));
    CHECK(has_text(text, "Four <-> four | join("));
}

TEST_CASE("people go together by mail address", "[mapping][suggest]")
{
    const auto text = with_fields({a_field("Assigned to", FieldType::user)},
                                  {a_field("technician", FieldType::user)})
                          .text();
    CHECK(has_text(text, "- Assigned to <-> technician | user "));
    CHECK(has_text(text, "\nusers: "));
    CHECK(has_text(text, "\n  match: email\n  unknown: leave "));
}

TEST_CASE("words that all kinds of fields have say nothing", "[mapping][suggest]")
{
    const auto text = with_fields({a_field("Revised date", FieldType::date)},
                                  {a_field("Renewal date", FieldType::date)})
                          .text();
    CHECK_FALSE(has_text(text, "<-> Renewal date"));
    CHECK_FALSE(has_text(text, "nearest"));
}

TEST_CASE("values go together by name, and those without a partner to the nearest of a scale",
          "[mapping][suggest]")
{
    const auto text = with_fields({a_choice("Severity", {"1 - Critical", "2 - High", "3 - Low"})},
                                  {a_choice("severity", {"High", "Low"})})
                          .text();
    CHECK(has_text(text, "- 2 - High <-> High\n"));
    CHECK(has_text(text, "- 3 - Low <-> Low\n"));
    CHECK(has_text(text, "- 1 - Critical -> High\n"));
}

TEST_CASE("choices that share no values are no pair", "[mapping][suggest]")
{
    const auto text = with_fields({a_choice("Area", {"Checkout", "Reports"})},
                                  {a_choice("category", {"Hardware", "Network"})})
                          .text();
    CHECK(has_text(text, "no partner found for: Area (Bug of ado)"));
    CHECK(has_text(text, "Area is nearest to category (0.75: their values do not correspond)"));
}

TEST_CASE("values that stay without a line are named", "[mapping][suggest]")
{
    const auto text = with_fields({a_choice("Team", {"Red", "Green", "Blue"})},
                                  {a_choice("team", {"red", "green"})})
                          .text();
    CHECK(has_text(text, "- Red <-> red\n"));
    CHECK(has_text(text, "becomes an error until it has a line: Blue"));
}

TEST_CASE("the number of the ticket goes into the field that is named after it",
          "[mapping][suggest]")
{
    const auto document =
        with_fields({a_field("Ticket.Id", FieldType::text, "Ticket number"),
                     a_field("System.Id", FieldType::number, "ID")},
                    {a_field("ado id", FieldType::text), a_field("id", FieldType::text)})
            .good();
    // The desk has a field called id of its own; the tracker's number is what stays free.
    CHECK(found(document, "Ticket.Id <- id").rule.empty());
    CHECK(found(document, "id -> ado id").score == 85);
    CHECK_FALSE(has_text(document.text, "System.Id"));
}

TEST_CASE("who reported an item is not replaced without a decision", "[mapping][suggest]")
{
    const auto document = with_fields({a_field("CreatedBy", FieldType::user)},
                                      {a_field("requester", FieldType::user)})
                              .good();
    const auto line = found(document, "CreatedBy <-> requester");
    CHECK_FALSE(line.is_active);
    CHECK(has_text(line.reason, "would replace who reported"));
}

TEST_CASE("what items hold raises a score or lowers it", "[mapping][suggest]")
{
    auto world = with_fields(
        {a_field("Title", FieldType::text), a_field("Plant", FieldType::text)},
        {a_field("subject", FieldType::text), a_field("Plant location", FieldType::text)});
    const std::string rule = "Plant <-> Plant location";
    const auto before = found(world.good(), rule).score;
    const auto fill = [&world](const std::string& there) {
        world.samples = {};
        for (int i = 0; i < 5; ++i) {
            const auto number = std::to_string(i);
            world.samples.source.push_back(
                an_item(number, "Bug", {{"Title", "T" + number}, {"Plant", "Ulm"}}));
            world.samples.target.push_back(an_item(
                number, "Incident", {{"subject", "t" + number}, {"Plant location", there}}));
        }
    };
    fill("ULM ");
    const auto raised = found(world.good(), rule);
    CHECK(raised.score == before + 20);
    CHECK(has_text(raised.reason, "equal in 5 of 5 samples"));
    fill("Bonn");
    CHECK(found(world.good(), rule).rule.empty());
    CHECK(has_text(world.text(), "equal in 0 of 5 samples"));
}

TEST_CASE("what scores less than asked for is a comment", "[mapping][suggest]")
{
    SuggestWorld world;
    world.min_score = 97;
    const auto document = world.good();
    CHECK(found(document, "System.Title <-> subject | truncate(250)").is_active);
    CHECK(found(document, "Repro <-> description").rule.empty());
    CHECK(has_text(document.text, "no partner found for"));
}

} // namespace syncctl::test
