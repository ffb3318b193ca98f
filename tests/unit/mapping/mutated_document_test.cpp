#include "chains.hpp"
#include "fixture.hpp"

#include "syncctl/base/text.hpp"

#include <array>
#include <chrono>
#include <random>

using namespace syncctl;
using namespace syncctl::test;

namespace {

constexpr std::string_view k_good = R"(version: 1
source: ado
target: sdp
types:
  - Bug <-> Incident: { when: source.Tags has customer }
  - Story <-> Request
statuses:
  - New <-> Open
  - Active <-> In Progress
  - Active <- On Hold
  - Closed <-> Closed
unlisted_statuses: category
fields:
  - Title <-> subject | trim | truncate(250, "...")
  - Repro steps <-> description: { only: [Bug], conflict: manual, merge: lines }
  - Priority <-> priority | map(priority)
  - Ticket <-> note | user: { when: [source.Urgent = true, 'target.count in (1, 2)'] }
  - Due -> category: { when: target.vip != true }
  - '"a|b" -> category | prefix("x: ")': { when: target.vip = true }
  - -> count = 2
values:
  priority: [ 1 <-> High, 2 <-> Medium, 3 <-> Low ]
users:
  match: table
  map:
    - j.doe@contoso.example <-> jdoe
    - m@contoso.example <- mm
  unknown: { source: leave, target: help@desk.example }
defaults: { source: { Due date: soon } }
match: [ Title <-> subject ]
deletes: never
conflicts: { default: last-write-wins, Title: source-priority, status: target-priority }
)";

constexpr std::string_view k_json = R"json({"version": "1", "source": "ado", "target": "sdp",
"types": ["Bug <-> Incident"],
"fields": [{"Title <-> subject | truncate(250)": {"conflict": "manual"}},
           {"Due -> note | default('x')": {"when": ["source.Ticket is not empty"]}},
           "Tags <-> labels"],
"unlisted_statuses": "category"})json";

/// Something else in place of a character or word that looks or reads much the same.
struct Lookalike {
    std::string_view good;
    std::string_view bad;
};

constexpr std::array<Lookalike, 34> k_lookalikes{{{"<->", "↔"},
                                                  {"->", "→"},
                                                  {"<-", "←"},
                                                  {"<->", "<=>"},
                                                  {"->", "=>"},
                                                  {"<->", "<>"},
                                                  {"->", "->>"},
                                                  {"<->", "< ->"},
                                                  {"a", "а"}, // Cyrillic
                                                  {"e", "е"},
                                                  {"o", "ο"}, // Greek
                                                  {"-", "–"},
                                                  {":", "："},
                                                  {"'", "’"},
                                                  {"\"", "“"},
                                                  {" ", "\u00A0"},
                                                  {" ", "\u200B"},
                                                  {"|", "¦"},
                                                  {"(", "（"},
                                                  {",", "，"},
                                                  {"[", "("},
                                                  {"]", "}"},
                                                  {"{", "["},
                                                  {"1", "99999999999999999999999999"},
                                                  {"250", "-1"},
                                                  {"250", "1e999"},
                                                  {"2", "0x2"},
                                                  {"=", "=="},
                                                  {" in ", " within "},
                                                  {"source", "target"},
                                                  {"Bug", "Incident"},
                                                  {"true", "True"},
                                                  {"  ", "\t"},
                                                  {"\n", "\r\n"}}};

class Mutator {
public:
    explicit Mutator(unsigned seed) : m_random{seed} {}

    std::string mutated(std::string document)
    {
        const auto count = 1 + m_random() % 3;
        for (unsigned i = 0; i < count && !document.empty(); ++i) {
            switch (m_random() % 8) {
            case 0:
                drop(document);
                break;
            case 1:
                insert_sign(document);
                break;
            case 2:
                swap_characters(document);
                break;
            case 3:
                change_lines(document);
                break;
            case 4:
                indent(document);
                break;
            case 5:
                copy_piece(document);
                break;
            default:
                use_lookalike(document);
            }
        }
        return document;
    }

private:
    std::size_t below(std::size_t size) { return size == 0 ? 0 : m_random() % size; }

    void drop(std::string& document) { document.erase(below(document.size()), 1 + below(6)); }

    void insert_sign(std::string& document)
    {
        constexpr std::string_view k_signs = "<>-=|("
                                             ")[]{}:"
                                             ",'\"#&"
                                             "*!%@`_"
                                             " \n\t"
                                             "\\?"
                                             "\x1b"
                                             "\xff"
                                             "\xc3"
                                             "\x7f";
        const char sign = k_signs[below(k_signs.size())];
        document.insert(below(document.size()), 1 + below(3), sign);
    }

    void swap_characters(std::string& document)
    {
        std::swap(document[below(document.size())], document[below(document.size())]);
    }

    /// Drops, doubles or
    /// moves a line.
    void change_lines(std::string& document)
    {
        const auto [start, size] = some_line(document);
        const auto line = document.substr(start, size);
        const auto what = below(3);
        if (what != 1) {
            document.erase(start, size);
        }
        if (what != 0) {
            document.insert(some_line(document).first, line);
        }
    }

    void indent(std::string& document)
    {
        const auto start = some_line(document).first;
        if (below(2) == 0 && start < document.size() && document[start] == ' ') {
            document.erase(start, 1);
        } else {
            document.insert(start, 1 + below(4), ' ');
        }
    }

    void copy_piece(std::string& document)
    {
        document.insert(below(document.size()), document.substr(below(document.size()), below(60)));
    }

    void use_lookalike(std::string& document)
    {
        const auto& [good, bad] = k_lookalikes[below(k_lookalikes.size())];
        auto at = document.find(good, below(document.size()));
        at = at == std::string::npos ? document.find(good) : at;
        if (at != std::string::npos) {
            document.replace(at, good.size(), bad);
        }
    }

    std::pair<std::size_t, std::size_t> some_line(const std::string& document)
    {
        const auto at = below(document.size());
        const auto before = document.rfind('\n', at == 0 ? 0 : at - 1);
        const auto start = before == std::string::npos ? 0 : before + 1;
        const auto end = document.find('\n', start);
        return {start, (end == std::string::npos ? document.size() : end + 1) - start};
    }

    std::mt19937 m_random;
};

std::vector<std::string> lines_of(const std::string& document)
{
    std::vector<std::string> lines{""};
    for (std::size_t i = 0; i < document.size(); ++i) {
        const bool is_pair =
            document[i] == '\r' && i + 1 < document.size() && document[i + 1] == '\n';
        if (document[i] == '\n' || (document[i] == '\r' && !is_pair)) {
            lines.emplace_back();
        } else if (!is_pair) {
            lines.back() += document[i];
        }
    }
    return lines;
}

bool is_inside(const mapping::Diagnostic& each, const std::vector<std::string>& lines)
{
    return each.line >= 1 && each.column >= 1 &&
           static_cast<std::size_t>(each.line) <= lines.size() &&
           static_cast<std::size_t>(each.column) <=
               lines[static_cast<std::size_t>(each.line) - 1].size() + 1;
}

void check_told_well(const mapping::Compiled& result, const std::string& document)
{
    const auto lines = lines_of(document);
    for (const auto& each : result.diagnostics) {
        const auto text = mapping::render(each, "m.yaml", document);
        const bool is_clean = base::is_valid_utf8(text) && text.find('\x1b') == std::string::npos;
        if (!is_inside(each, lines) || each.message.empty() || !is_clean) {
            FAIL("told "
                 "badly: "
                 << each);
        }
    }
}

/// What was accepted says
/// the same when it is
/// written anew.
void check_understood(const mapping::Compiled& result, const mapping::Surroundings& around)
{
    const auto written = mapping::to_document(result.rows, result.source_name, result.target_name);
    const auto again = mapping::compile(written, around);
    CAPTURE(written, again.diagnostics);
    REQUIRE_FALSE(mapping::has_errors(again.diagnostics));
    CHECK(without_lines(again.rows) == without_lines(result.rows));
}

} // namespace

TEST_CASE("a thousand broken "
          "documents are refused "
          "with a place, or "
          "accepted and "
          "understood",
          "[mapping][hostile]")
{
    static const auto source = development();
    static const auto target = service_desk();
    const std::array<mapping::Surroundings, 2> surroundings{
        mapping::Surroundings{"ado", "sdp", &source, &target, model::Direction::both},
        mapping::Surroundings{}};
    const std::array<std::string, 2> good{std::string{k_good}, std::string{k_json}};
    for (const auto& document : good) {
        CAPTURE(document, compiled(document).diagnostics);
        REQUIRE_FALSE(mapping::has_errors(compiled(document).diagnostics));
    }
    const unsigned seed = 20'240;
    INFO("seed " << seed);
    Mutator mutator{seed};
    int accepted = 0;
    auto longest = std::chrono::steady_clock::duration::zero();
    constexpr int k_rounds = 1000;
    for (int round = 0; round < k_rounds; ++round) {
        const auto document = mutator.mutated(good[round % 5 == 4 ? 1 : 0]);
        const auto& around = surroundings[round % 3 == 2 ? 1 : 0];
        CAPTURE(round, document);
        const auto start = std::chrono::steady_clock::now();
        const auto result = mapping::compile(document, around);
        longest = std::max(longest, std::chrono::steady_clock::now() - start);
        check_told_well(result, document);
        if (!mapping::has_errors(result.diagnostics)) {
            ++accepted;
            check_understood(result, around);
        }
    }
    CAPTURE(accepted);
    CHECK(accepted > k_rounds / 20); // a blank
                                     // more or
                                     // less is
                                     // no
                                     // mistake
    CHECK(accepted < k_rounds * 2 / 3);
    CHECK(longest < std::chrono::seconds{1});
}

TEST_CASE("each name that is "
          "spelled with a letter "
          "of another script is "
          "refused",
          "[mapping][hostile]")
{
    const std::string good{k_good};
    for (const std::string name : {"Title",
                                   "Priority",
                                   "priority",
                                   "Ticket",
                                   "description",
                                   "Incident",
                                   "Story",
                                   "Active",
                                   "Closed",
                                   "Urgent",
                                   "Repro",
                                   "Tags",
                                   "map",
                                   "truncate"}) {
        for (auto at = good.find(name); at != std::string::npos; at = good.find(name, at + 1)) {
            const auto letter = good.find_first_of("aeo", at);
            if (letter >= at + name.size()) {
                continue;
            }
            const std::string_view twin = good[letter] == 'a'   ? "а"
                                          : good[letter] == 'e' ? "е"
                                                                : "о";
            const auto document =
                good.substr(0, letter) + std::string{twin} + good.substr(letter + 1);
            const auto result = compiled(document);
            CAPTURE(name, at, document);
            CHECK(mapping::has_errors(result.diagnostics));
            check_told_well(result, document);
        }
    }
}

TEST_CASE("hostile texts as "
          "names in documents "
          "and in metadata are "
          "kept apart as data",
          "[mapping][hostile]")
{
    const auto texts = hostile_texts();
    REQUIRE(texts.size() > 50);
    for (const auto& text : texts) {
        if (text.find('\0') != std::string::npos || text.empty()) {
            continue;
        }
        auto source = development();
        source.types[0].fields.push_back(a_field("f" + text, FieldType::text));
        source.types[0].fields.push_back(a_field("x", FieldType::text, "name of " + text));
        const auto target = service_desk();
        const mapping::Surroundings around{"ado", "sdp", &source, &target, model::Direction::both};

        model::MappingRows rows;
        rows.types = {{"Bug", "Incident", model::Arrow::both, 0}};
        model::FieldMappingRow row;
        row.source_field = "f" + text;
        row.target_field = "note";
        row.arrow = model::Arrow::to_target;
        row.chain = {{"map", {"t" + text}, {{text, "v" + text, model::Arrow::both}}}};
        row.when = {{model::Side::source, "f" + text, model::Comparison::one_of, {text, "y"}}};
        rows.fields = {row};
        rows.defaults.source["x"] = text;
        const auto written = mapping::to_document(rows, "ado", "sdp");
        const auto result = mapping::compile(written, around);
        CAPTURE(written, result.diagnostics);
        CHECK_FALSE(mapping::has_errors(result.diagnostics));
        CHECK(without_lines(result.rows) == rows);

        for (const auto& place : {"Ticket -> " + text,
                                  text + " -> "
                                         "note",
                                  "-> note = " + text}) {
            const auto document = rule_document(place);
            const auto raw = mapping::compile(document, around);
            for (const auto& each : raw.diagnostics) {
                const auto shown = mapping::render(each,
                                                   "m."
                                                   "ya"
                                                   "m"
                                                   "l",
                                                   document);
                CHECK(base::is_valid_utf8(shown));
                CHECK(shown.find('\x1b') == std::string::npos);
            }
        }
    }
}
