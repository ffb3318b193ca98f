// What a desk makes of texts, and the marker that hides in them.

#include "desk_pair.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::test;

namespace {

constexpr const char* k_mark = "syncctl:";

/// No bug shows anything of a marker.
void check_unseen_at_dev(const DeskPair& pair)
{
    for (const int id : pair.dev.ids()) {
        const auto item = pair.dev.item(id);
        CHECK(item->fields.dump().find(k_mark) == std::string::npos);
    }
}

} // namespace

TEST_CASE("the frame that a desk puts around a description is no edit",
          "[servicedesk_plus][pair][texts]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.dev.edit(1, {{k_steps, "<div>It burns.<br>Twice.</div>"}});
    static_cast<void>(pair.run());
    pair.check_third_run_writes_nothing();
    CHECK(pair.dev_field(1, k_steps) == "<div>It burns.<br>Twice.</div>");

    // An edit of another field carries nothing of it over.
    pair.desk.edit(printer, {{"status", "In Progress"}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, k_state) == "Active");
    CHECK(pair.dev_field(1, k_steps) == "<div>It burns.<br>Twice.</div>");

    pair.desk.edit(printer, {{"description", "<p>put out</p>"}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, k_steps) == "<p>put out</p>");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("what a desk takes out of a description is not written again, and not taken back",
          "[servicedesk_plus][pair][texts]")
{
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.dev.change([](auto& switches) { switches.is_html_sanitised = false; });
    const std::string html = "<div onclick=\"steal()\">a<script>alert(1)</script>b</div>"
                             "<img src=\"data:image/png;base64,iVBORw0KGgo=\">";
    pair.dev.has_item("Bug", {{k_title, "hostile"}, {k_steps, html}});

    static_cast<void>(pair.run());

    const auto stored = pair.partner_field(1, "description").get<std::string>();
    CHECK(stored.find("script") == std::string::npos);
    CHECK(stored.find("onclick") == std::string::npos);
    CHECK(pair.dev_field(1, k_steps) == html);
    pair.check_third_run_writes_nothing();
    CHECK(pair.dev_field(1, k_steps) == html);

    pair.desk.edit(pair.partner_of_bug(1), {{"description", "<div>cleaned up</div>"}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, k_steps) == "<div>cleaned up</div>");
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a marker is never seen at the other side, and outlives every edit",
          "[servicedesk_plus][pair][texts]")
{
    struct Row {
        Edition edition;
        const char* marker;
    };

    const auto row = GENERATE(Row{Edition::on_premises, "field"},
                              Row{Edition::on_premises, "description"}, // in the frame
                              Row{Edition::cloud, "subject"},
                              Row{Edition::cloud, "description"});
    CAPTURE(row.marker);
    DeskPair pair{{.edition = row.edition, .marker = row.marker}};
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    const auto marked = [&] { return pair.desk.request(printer)->fields.dump(); };
    check_unseen_at_dev(pair);
    CHECK(marked().find(k_mark) != std::string::npos);
    pair.check_third_run_writes_nothing();

    pair.dev.edit(1, {{k_title, "printer on fire"}, {k_steps, "<div>smoke</div>"}});
    static_cast<void>(pair.run());
    check_unseen_at_dev(pair);
    CHECK(marked().find(k_mark) != std::string::npos);
    CHECK(pair.desk_field(printer, "subject").get<std::string>().starts_with("printer on fire"));
    CHECK(pair.desk_field(printer, "description").get<std::string>().find("smoke") !=
          std::string::npos);
    pair.check_third_run_writes_nothing();

    // Somebody at the desk edits around the marker.
    auto subject = pair.desk_field(printer, "subject").get<std::string>();
    subject.replace(0, std::string{"printer"}.size(), "copier");
    auto description = pair.desk_field(printer, "description").get<std::string>();
    description.replace(description.find("smoke"), std::string{"smoke"}.size(), "flames");
    pair.desk.edit(printer, {{"subject", subject}, {"description", description}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, k_title) == "copier on fire");
    CHECK(pair.dev_field(1, k_steps) == "<div>flames</div>");
    check_unseen_at_dev(pair);
    CHECK(marked().find(k_mark) != std::string::npos);
    pair.check_third_run_writes_nothing();
}

TEST_CASE("a marker that somebody deletes from a text is no loss while the link stands",
          "[servicedesk_plus][pair][texts]")
{
    const auto* const marker = GENERATE("subject", "description");
    CAPTURE(marker);
    DeskPair pair{{.marker = marker}};
    pair.link_four();
    const auto printer = pair.partner_of_bug(1);
    pair.desk.edit(printer, {{"subject", "bare"}, {"description", "<div>bare</div>"}});
    static_cast<void>(pair.run());
    CHECK(pair.dev_field(1, k_title) == "bare");
    pair.dev.edit(1, {{k_title, "bare, edited"}});
    static_cast<void>(pair.run());
    CHECK(pair.desk_field(printer, "subject").get<std::string>().starts_with("bare, edited"));
    pair.check_third_run_writes_nothing();
    CHECK(pair.desk.ids().size() == 4);
}

TEST_CASE("emoji and right-to-left text arrive as they are", "[servicedesk_plus][pair][texts]")
{
    const std::string hebrew = "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D";
    const std::string emoji = "\xF0\x9F\x94\xA5";
    DeskPair pair{{.edition = GENERATE(Edition::on_premises, Edition::cloud)}};
    pair.dev.has_item("Bug", {{k_title, hebrew + " " + emoji}, {k_steps, "on " + emoji}});
    const auto incident = pair.add_incident(emoji + " " + hebrew);
    static_cast<void>(pair.run());
    CHECK(pair.partner_field(1, "subject") == hebrew + " " + emoji);
    CHECK(pair.partner_field(1, "description").get<std::string>().find("on " + emoji) !=
          std::string::npos);
    CHECK(pair.dev_field(pair.partner_of_incident(incident), k_title) == emoji + " " + hebrew);
    pair.check_third_run_writes_nothing();
}
