#include "fixture.hpp"

#include "syncctl/base/text.hpp"

#include <random>

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

TEST_CASE("a mutated document never crashes and only gives placed problems", "[mapping][hostile]")
{
    REQUIRE_FALSE(mapping::has_errors(compiled(k_good).diagnostics));
    constexpr std::string_view k_signs = "<>-=|()[]{}:,'\"#&*!%@`_ \n\t\\\x1b\xff\xc3";
    const unsigned seed = 4711;
    INFO("seed " << seed);
    std::mt19937 random{seed};
    for (int round = 0; round < 4000; ++round) {
        std::string document{k_good};
        const auto count = 1 + random() % 4;
        for (unsigned i = 0; i < count; ++i) {
            const auto at = random() % document.size();
            const auto sign = k_signs[random() % k_signs.size()];
            switch (random() % 4) {
            case 0:
                document[at] = sign;
                break;
            case 1:
                document.insert(at, 1, sign);
                break;
            case 2:
                document.erase(at, 1 + random() % 5);
                break;
            default:
                document.insert(at, document.substr(random() % document.size(), random() % 40));
                break;
            }
        }
        check_sound(document);
    }
}

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

TEST_CASE("a tracker with 100,000 fields is looked up by exact reference", "[mapping][hostile]")
{
    auto source = development();
    const auto target = service_desk();
    for (int i = 0; i < 100'000; ++i) {
        source.types[0].fields.push_back(a_field("f" + std::to_string(i), FieldType::text));
    }
    for (const std::string odd : {"__proto__", "'; --", "a.b", "id"}) {
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
                                       "category\"\n  - id <- description\n"),
                         around);
    CAPTURE(odd.diagnostics);
    CHECK(odd.diagnostics.empty());
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
