#include "fixture.hpp"

#include "syncctl/base/text.hpp"

using namespace syncctl;
using namespace syncctl::test;

namespace {

constexpr std::string_view k_good = R"(version: 1
source: ado
target: sdp
types: [ Bug <-> Incident ]
statuses:
  - New <-> Open
  - Active <-> In Progress
  - Active <- On Hold
  - Closed <-> Closed
fields:
  - Title <-> subject | trim | truncate(250, "...")
  - Repro steps <-> description: { only: [Bug], conflict: manual }
  - Priority <-> priority | map(priority)
  - '"a|b" -> note'
  - -> category = Software
values:
  priority: [ 1 <-> High, 2 <-> Medium, 3 <-> Low ]
defaults: { target: { count: 0 } }
match: [ Title <-> subject ]
deletes: never
conflicts: { default: last-write-wins, Title: source-priority }
)";

void check_sound(const std::string& document)
{
    const auto result = compiled(document);
    for (const auto& each : result.diagnostics) {
        const bool is_placed = each.line >= 1 && each.column >= 1 && !each.message.empty();
        const auto text = mapping::render(each, "m.yaml", document);
        if (!is_placed || !base::is_valid_utf8(text) || text.find('\x1b') != std::string::npos) {
            FAIL("unsound: " << each);
        }
    }
}

} // namespace

TEST_CASE("every beginning of a document is read without a crash", "[mapping][hostile]")
{
    for (std::size_t size = 0; size < k_good.size(); ++size) {
        check_sound(std::string{k_good.substr(0, size)});
    }
}

TEST_CASE("10,000 rules compile, right or wrong", "[mapping][hostile]")
{
    std::string good = "fields:\n";
    for (int i = 0; i < 10'000; ++i) {
        good += "  - f" + std::to_string(i) + " <-> g" + std::to_string(i) + " | trim\n";
    }
    CHECK(mapping::compile(document_with(good), {}).rows.fields.size() == 10'000);
    const auto wrong = compiled(document_with(good));
    CHECK(wrong.diagnostics.size() == 1001);
    CHECK(wrong.diagnostics.back().message.find("more like these are not shown") !=
          std::string::npos);
}

TEST_CASE("10,000 writers of one field are found in reasonable time", "[mapping][hostile]")
{
    std::string rules = "fields:\n";
    for (int i = 0; i < 10'000; ++i) {
        rules += "  - f" + std::to_string(i) + " -> g: { only: [Bug] }\n";
    }
    const auto result = mapping::compile(document_with(rules), {});
    CHECK(mapping::has_errors(result.diagnostics));
}

TEST_CASE("10,000 rules with conditions compile, right or wrong", "[mapping][hostile]")
{
    std::string apart = "fields:\n";
    std::string same = "fields:\n";
    for (int i = 0; i < 10'000; ++i) {
        const auto number = std::to_string(i);
        apart += "  - f" + number + " -> g" + number + ": { when: source.a = " + number + " }\n";
        same += "  - f" + number + " -> g: { when: source.a = " + number + " }\n";
    }
    const auto good = mapping::compile(document_with(apart), {});
    CHECK_FALSE(mapping::has_errors(good.diagnostics));
    CHECK(good.rows.fields.size() == 10'000);
    const auto too_many = mapping::compile(document_with(same), {});
    CHECK(has(too_many,
              {mapping::Severity::error, 207, 13, "more than 200 rules with conditions", "map"}));
}

TEST_CASE("long names do not make long messages of many", "[mapping][hostile]")
{
    std::string document = "version: 1\nsource: ado\ntarget: sdp\ntypes:\n";
    for (char name = 'a'; name < 'f'; ++name) {
        document += "  - ? " + std::string(100'000, name) + " <-> " + std::string(1, name) + "\n";
    }
    document += "fields:\n";
    for (int i = 0; i < 5000; ++i) {
        document += "  - x -> y: { only: zzz }\n";
    }
    std::size_t octets = 0;
    for (const auto& each : compiled(document).diagnostics) {
        octets += each.message.size() + each.hint.size();
    }
    CHECK(octets < 5'000'000);
}

TEST_CASE("a MiB of nested lists is refused at its place", "[mapping][hostile]")
{
    constexpr std::size_t k_size = (std::size_t{1} << 20U) - 16;
    std::string dashes;
    while (dashes.size() + 2 < k_size) {
        dashes += "- ";
    }
    for (const auto& nested : {std::string(k_size, '['),
                               "version: " + std::string(k_size - 16, '['),
                               std::string(k_size / 2, '[') + std::string(k_size / 2, ']'),
                               std::string(k_size, '{'),
                               dashes}) {
        const auto result = compiled(nested);
        REQUIRE(mapping::has_errors(result.diagnostics));
        CHECK(result.diagnostics.front().line == 1);
        CHECK(result.diagnostics.size() < 100);
    }
}

TEST_CASE("a tracker with 100,000 fields is looked up by exact reference", "[mapping][hostile]")
{
    auto source = development();
    const auto target = service_desk();
    for (int i = 0; i < 100'000; ++i) {
        source.types[0].fields.push_back(a_field("f" + std::to_string(i), FieldType::text));
    }
    for (const std::string odd : {"__proto__", "'; --", "a.b", "id", "", "twice", "twice"}) {
        source.types[0].fields.push_back(a_field(odd, FieldType::text));
    }
    std::string rules = "fields:\n";
    for (int i = 0; i < 2000; ++i) {
        rules += "  - f" + std::to_string(i) + " -> x" + std::to_string(i) + "\n";
    }
    const mapping::Surroundings around{"ado", "sdp", &source, &target, model::Direction::both};
    CHECK(mapping::has_errors(mapping::compile(document_with(rules), around).diagnostics));
    const auto odd =
        mapping::compile(document_with("fields:\n  - __proto__ -> note\n  - \"\\\"'; --\\\" -> "
                                       "category\"\n  - a.b -> subject | truncate(250): { when: "
                                       "source.__proto__ = x }\n  - id <- description\n"),
                         around);
    CAPTURE(odd.diagnostics);
    CHECK(odd.diagnostics.empty());
    CHECK(odd.rows.fields.at(2).source_field == "a.b");
    const auto refused = [&](std::string_view rule, int column, const std::string& why) {
        const auto result = mapping::compile(rule_document(rule), around);
        CAPTURE(rule, result.diagnostics);
        CHECK(has(result, {mapping::Severity::error, 7, column, why, ""}));
    };
    refused("twice -> note", 5, "several fields called 'twice'");
    refused("F1 -> note", 5, "no field 'F1'");
    refused("__PROTO__ -> note", 5, "no field '__PROTO__'");
    refused("\"'' -> note\"", 6, "a field has a name");
}

TEST_CASE("a bomb of aliases is refused without being expanded", "[mapping][hostile]")
{
    std::string document = "version: 1\na: &a [x, x, x, x, x, x, x, x, x]\n";
    for (char key = 'b'; key < 'k'; ++key) {
        document += std::string{key} + ": &" + key + " [";
        for (int i = 0; i < 9; ++i) {
            document += (i == 0 ? "*" : ", *") + std::string{static_cast<char>(key - 1)};
        }
        document += "]\n";
    }
    const auto result = compiled(document);
    CHECK(mapping::has_errors(result.diagnostics));
    CHECK(result.diagnostics.size() < 200);
}
