#include "connectors/servicedesk_plus/marker_text.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/model/intent.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

namespace syncctl::tests {

using namespace connectors::servicedesk_plus;

namespace {

const std::string k_uuid = "0b6d2c1e-7f0a-4c59-9b0e-2f6b6d9f3a11";
const std::string k_marker = "syncctl:" + k_uuid + ":source:4711";

std::string marker_of_item(const std::string& id)
{
    return model::marker_for(k_uuid, model::Side::target, id);
}

struct Found {
    std::string text;
    std::string marker;
    bool operator==(const Found&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Found& found)
{
    return out << "{" << found.text << " | " << found.marker << "}";
}

Found in_subject(const std::string& subject)
{
    auto unmarked = subject_without_marker(subject);
    return {unmarked.text, unmarked.marker};
}

Found in_description(const std::string& html)
{
    auto unmarked = description_without_marker(html);
    return {unmarked.text, unmarked.marker};
}

/// Pieces that a description may be made of, and those that are to mislead.
const std::vector<std::string>& pieces()
{
    static const std::vector<std::string> all{"a",
                                              " ",
                                              "\n",
                                              "<",
                                              ">",
                                              "<div>",
                                              "</div>",
                                              "<p>",
                                              "</p>",
                                              "<br>",
                                              "<b>",
                                              "</b>",
                                              "<div style=\"a>b\">",
                                              "&nbsp;",
                                              "&lt;",
                                              "syncctl:",
                                              k_marker,
                                              "[",
                                              "]",
                                              " [",
                                              "\"",
                                              "'",
                                              "<!--",
                                              "-->",
                                              "ä",
                                              "\xF0\x9F\x98\x80",
                                              "</",
                                              "<div",
                                              "<span>",
                                              "</span>",
                                              "<div>" + k_marker + "</div>",
                                              " [" + k_marker + "]",
                                              "\t",
                                              "%",
                                              ":"};
    return all;
}

std::string some_text(std::mt19937& random)
{
    std::string text;
    for (auto count = random() % 12; count > 0; --count) {
        text += pieces()[random() % pieces().size()];
    }
    return text;
}

} // namespace

TEST_CASE("a marker stands at the end of a subject", "[servicedesk_plus]")
{
    const auto subject = subject_with_marker("Printer is out", k_marker);
    CHECK(subject == "Printer is out [" + k_marker + "]");
    CHECK(base::code_points(subject) == 14 + subject_marker_length(k_marker));
    CHECK(in_subject(subject) == Found{"Printer is out", k_marker});
    CHECK(in_subject(subject + " \n") == Found{"Printer is out", k_marker});
    CHECK(in_subject("[" + k_marker + "]") == Found{"", k_marker});
    CHECK(in_subject("Printer[" + k_marker + "]") == Found{"Printer", k_marker});
}

TEST_CASE("other words in brackets are no marker", "[servicedesk_plus]")
{
    for (const auto& subject : {std::string{},
                                std::string{"Printer is out"},
                                std::string{"Printer [urgent]"},
                                std::string{"]"},
                                "What is [" + k_marker + "] for",
                                k_marker,
                                "Printer [" + k_marker,
                                std::string{"Printer [syncctl:]"},
                                "Printer [syncctl:" + k_uuid + ":middle:1]",
                                "Printer [syncctl:" + k_uuid + ":source:]",
                                "Printer [syncctl:" + k_uuid + ":source:a b]",
                                "Printer [syncctl:" + k_uuid + ":source:%4]",
                                "Printer [syncctl:" + k_uuid + ":source:%61]"}) {
        CAPTURE(subject);
        CHECK(in_subject(subject) == Found{subject, ""});
    }
}

TEST_CASE("a marker has a last line of a description for itself", "[servicedesk_plus]")
{
    CHECK(description_with_marker("<p>Out of paper</p>", k_marker) ==
          "<p>Out of paper</p><div>" + k_marker + "</div>");
    CHECK(in_description("<p>Out of paper</p><div>" + k_marker + "</div>") ==
          Found{"<p>Out of paper</p>", k_marker});
}

TEST_CASE("a marker is found again in what a tracker made of its line", "[servicedesk_plus]")
{
    const std::string text = "<p>Out of  paper</p>";
    for (const auto& line : {"<p>" + k_marker + "</p>",
                             "<DIV STYLE=\"font-size: 10pt\">" + k_marker + "</DIV>",
                             "<div style=\"content: '>'\">" + k_marker + "</div>",
                             "<div>" + k_marker + "<br></div>",
                             "<div>" + k_marker + "</div><br>",
                             "<div>" + k_marker + "</div>\n<br />\n",
                             "<div> " + k_marker + "&nbsp;</div>",
                             "<div>\n" + k_marker + "\n</div>",
                             "<div>\xC2\xA0" + k_marker + "&#160;</div>",
                             "<div><span class=\"x\">" + k_marker + "</span></div>",
                             "<div><font size=\"2\"><span>" + k_marker + "</span></font></div>",
                             "<div><a href=\"x\">" + k_marker + "</a></div>",
                             "<br>" + k_marker,
                             "<br/>" + k_marker + "<br>",
                             k_marker}) {
        CAPTURE(line);
        CHECK(in_description(text + line) == Found{text, k_marker});
    }
}

TEST_CASE("what stands around the line of a marker stays", "[servicedesk_plus]")
{
    const std::string line = "<div>" + k_marker + "</div>";
    CHECK(in_description("<div class=\"w\"><p>a</p>" + line + "</div>") ==
          Found{"<div class=\"w\"><p>a</p></div>", k_marker});
    CHECK(in_description("<p>a</p>" + line + "<p>Somebody wrote below.</p>") ==
          Found{"<p>a</p><p>Somebody wrote below.</p>", k_marker});
    CHECK(in_description("<p>a</p>" + line + "<br><p>b</p>") ==
          Found{"<p>a</p><br><p>b</p>", k_marker});
    CHECK(in_description("a<br>" + k_marker + "<br>b") == Found{"a<br>b", k_marker});
    CHECK(in_description("<div>a<br>" + k_marker + "</div>") == Found{"<div>a</div>", k_marker});
    CHECK(in_description("<div>" + k_marker + "<br>more</div>") ==
          Found{"<div>more</div>", k_marker});
    CHECK(in_description("a\n" + k_marker + "\nb") == Found{"a\nb", k_marker});
}

TEST_CASE("a marker among other words is a quotation", "[servicedesk_plus]")
{
    for (const auto& html : {std::string{},
                             std::string{"<p>Out of paper</p>"},
                             "<p>What does " + k_marker + " mean?</p>",
                             "<p>What is " + k_marker + "</p>",
                             "<p>" + k_marker + " is what it says</p>",
                             "<p><b>Mark:</b> " + k_marker + "</p>",
                             "<p>" + k_marker + "<b>!</b></p>",
                             "<p>x" + k_marker + "</p>",
                             "<p>" + k_marker + "/x</p>",
                             "<p>text\n" + k_marker + "</p>",
                             "<p>" + k_marker + "\ntext</p>",
                             "<p title=\"" + k_marker + "\">a</p>",
                             "<!-- " + k_marker + " -->",
                             "<a <b>" + k_marker + "</b> it is",
                             std::string{"<div>syncctl:</div>"},
                             std::string{"<div>syncctl:not-a-uuid:source:1</div>"}}) {
        CAPTURE(html);
        CHECK(in_description(html) == Found{html, ""});
    }
}

TEST_CASE("of several lines with a marker the last one counts", "[servicedesk_plus]")
{
    const auto other = marker_of_item("9");
    CHECK(in_description("<div>" + k_marker + "</div><div>" + other + "</div><p>see " + k_marker +
                         "</p>") ==
          Found{"<div>" + k_marker + "</div><p>see " + k_marker + "</p>", other});
}

TEST_CASE("a marker of any id comes back out of a text as it went in", "[servicedesk_plus]")
{
    for (const auto& id : {std::string{"1"},
                           std::string{"ABC-17"},
                           std::string{"a b"},
                           std::string{"a]b[c"},
                           std::string{"<b>&amp;\"'"},
                           std::string{"größe/~.%41"},
                           std::string{"one:two"},
                           std::string{"line\nbreak"},
                           k_marker,
                           "[" + k_marker + "]",
                           std::string(256, '%')}) {
        const auto marker = marker_of_item(id);
        CAPTURE(marker);
        CHECK(is_marker(marker));
        CHECK(in_subject(subject_with_marker("Printer", marker)) == Found{"Printer", marker});
        CHECK(in_description(description_with_marker("<p>a</p>", marker)) ==
              Found{"<p>a</p>", marker});
        const auto subject = subject_with_marker("", marker);
        CHECK(subject.find('\n') == std::string::npos);
        CHECK(base::code_points(subject) + 1 == subject_marker_length(marker));
    }
}

TEST_CASE("whatever a text holds, it is the same without the marker that it got",
          "[servicedesk_plus]")
{
    std::mt19937 random{20'261'126}; // NOLINT(cert-msc51-cpp): every run the same
    for (int i = 0; i < 20'000; ++i) {
        const auto text = some_text(random);
        const auto marker = marker_of_item(std::to_string(random() % 1000));
        const auto description = in_description(description_with_marker(text, marker));
        const auto subject = in_subject(subject_with_marker(text, marker));
        const bool is_same = description == Found{text, marker} && subject == Found{text, marker};
        if (!is_same) {
            CAPTURE(text);
            CHECK(description == Found{text, marker});
            CHECK(subject == Found{text, marker});
            break;
        }
    }
}

TEST_CASE("a text made to keep the search busy is done with at once", "[servicedesk_plus]")
{
    for (const auto& piece : {std::string{"syncctl:"},
                              std::string{"<"},
                              std::string{">"},
                              std::string{"<b>"},
                              std::string{" "},
                              std::string{"&nbsp;"},
                              std::string{"<a \""},
                              "<b>" + k_marker,
                              k_marker + ">",
                              "x " + k_marker + " "}) {
        std::string text;
        while (text.size() < (std::size_t{4} << 20U)) {
            text += piece;
        }
        CAPTURE(piece);
        CHECK(description_without_marker(text + "x").marker.empty());
        CHECK(description_without_marker(text + "x<div>" + k_marker + "</div>").marker == k_marker);
    }
}

} // namespace syncctl::tests
