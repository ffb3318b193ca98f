// How many field transforms one core does in a second, on values like those of work items, beside a
// bare loop that copies the same values; and what compiled chains take of memory.
//   bench_transforms      prints Markdown tables

#include "syncctl/mapping/rules.hpp"
#include "syncctl/mapping/transform.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace syncctl;
using mapping::Chain;
using model::Side;
using model::TransformStep;
using model::Value;

constexpr std::size_t k_values = 1000;
constexpr int k_rounds = 5;
constexpr double k_round_s = 0.2;

std::vector<Value> made(const std::function<Value(std::size_t)>& make)
{
    std::vector<Value> values;
    for (std::size_t i = 0; i < k_values; ++i) {
        values.push_back(make(i));
    }
    return values;
}

Value a_title(std::size_t i)
{
    static const std::array<std::string, 4> k_titles{
        "Checkout fails with HTTP 502 for carts of more than {} items",
        "  [Web] Größe der Schaltfläche \"Löschen\" auf Seite {} ist falsch ",
        "Export to CSV loses column {} when its header has a comma",
        "日本語の件名が文字化けする (チケット {})"};
    return fmt::format(fmt::runtime(k_titles[i % k_titles.size()]), i);
}

Value a_description(std::size_t i)
{
    std::string html = fmt::format("<div><p>Steps &amp; facts of case {}:</p><ol>", i);
    for (int step = 1; step <= 8; ++step) {
        html += fmt::format("<li>Open <a href=\"https://shop.example/p/{}\">page {}</a> and wait "
                            "for the <b>second</b> message</li>",
                            step,
                            step);
    }
    return html + "</ol><p>It should say &quot;done&quot;, but says nothing.</p></div>";
}

/// Of this process: other work on the machine does not count.
double processor_s()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// Applications per second of processor time, in the best round.
double per_second(const std::vector<Value>& values, const std::function<void(const Value&)>& apply)
{
    double best = 0;
    for (int round = 0; round < k_rounds; ++round) {
        std::size_t count = 0;
        const auto begin = processor_s();
        auto took = 0.0;
        while (took < k_round_s) {
            std::for_each(values.begin(), values.end(), apply);
            count += values.size();
            took = processor_s() - begin;
        }
        best = std::max(best, static_cast<double>(count) / took);
    }
    return best;
}

/// Kept so that no work is left out as unused.
volatile std::size_t g_seen = 0;

void copy(const Value& value)
{
    const Value copied = value;
    g_seen = g_seen + copied.index();
}

std::size_t octets(const std::vector<Value>& values)
{
    std::size_t sum = 0;
    for (const auto& value : values) {
        const auto* text = std::get_if<std::string>(&value);
        sum += text == nullptr ? 0 : text->size();
    }
    return sum / values.size();
}

struct Case {
    std::string name;
    std::vector<TransformStep> steps;
    const std::vector<Value>& values;
};

void measure(const Case& each)
{
    const Chain chain{each.steps};
    std::size_t problems = 0;
    for (const auto& value : each.values) {
        problems += std::holds_alternative<Value>(chain.forward(value)) ? 0 : 1;
    }
    if (problems != 0) {
        std::cerr << "bench: " << each.name << " has problems: something else was measured\n";
        std::exit(1);
    }
    const auto done = per_second(
        each.values, [&](const Value& value) { g_seen = g_seen + chain.forward(value).index(); });
    const auto bare = per_second(each.values, copy);
    const auto steps = static_cast<double>(each.steps.size());
    const auto size = octets(each.values);
    fmt::print("| {} | {} | {:.2f} | {:.0f} | {:.1f} | {:.0f} |\n",
               each.name,
               size,
               done * steps / 1e6,
               1e9 / done,
               bare / done,
               done * static_cast<double>(size) / 1e6);
}

void measure_functions()
{
    const auto titles = made(a_title);
    const auto descriptions = made(a_description);
    const auto numbers = made([](std::size_t i) { return fmt::format("{}.5", i); });
    const auto priorities = made([](std::size_t i) { return std::to_string(1 + i % 4); });
    const auto tags = made([](std::size_t i) { return fmt::format("web; urgent; team {}", i); });
    const auto people =
        made([](std::size_t i) { return fmt::format("Jane {} <jane{}@x.example>", i, i); });
    const auto dates = made([](std::size_t i) {
        return fmt::format("2026-{:02}-11T10:{:02}:00.12Z", 1 + i % 12, i % 60);
    });
    const auto clocks = made(
        [](std::size_t i) { return fmt::format("2026-{:02}-11T10:{:02}:00", 1 + i % 12, i % 60); });
    const auto paths = made([](std::size_t i) { return fmt::format("Fabrikam\\Web\\Shop {}", i); });
    const std::vector<TransformStep::TableLine> table{{"1", "Urgent", model::Arrow::both},
                                                      {"2", "High", model::Arrow::both},
                                                      {"3", "Normal", model::Arrow::both},
                                                      {"4", "Low", model::Arrow::both}};
    fmt::print("| chain | octets of a value | million functions/s | ns per value | times a bare "
               "copy | MB/s |\n|---|---|---|---|---|---|\n");
    for (const auto& each : std::vector<Case>{
             {"`upper`", {{"upper", {}, {}}}, titles},
             {"`lower`", {{"lower", {}, {}}}, titles},
             {"`trim`", {{"trim", {}, {}}}, titles},
             {"`truncate(40, ...)`", {{"truncate", {"40", "..."}, {}}}, titles},
             {"`prefix(INC-)`", {{"prefix", {"INC-"}, {}}}, titles},
             {"`replace(a, b)`", {{"replace", {"a", "b"}, {}}}, titles},
             {"`trim`, `prefix`, `truncate`",
              {{"trim", {}, {}}, {"prefix", {"[dev] "}, {}}, {"truncate", {"250"}, {}}},
              titles},
             {"`regex_replace(^\\[(\\w+)\\], $1:)`",
              {{"regex_replace", {"^\\[(\\w+)\\]", "$1:"}, {}}},
              titles},
             {"`regex_replace([0-9]+, #)`", {{"regex_replace", {"[0-9]+", "#"}, {}}}, titles},
             {"`number`", {{"number", {}, {}}}, numbers},
             {"`map(priority)`", {{"map", {"priority"}, table}}, priorities},
             {"`sdp_priority`", {{"sdp_priority", {}, {}}}, priorities},
             {"`list(;)`", {{"list", {";"}, {}}}, tags},
             {"`user`", {{"user", {}, {}}}, people},
             {"`path_reroot(New)`", {{"path_reroot", {"New"}, {}}}, paths},
             {"`date`", {{"date", {}, {}}}, dates},
             {"`date(Europe/Berlin)`", {{"date", {"Europe/Berlin"}, {}}}, clocks},
             {"`html`", {{"html", {}, {}}}, descriptions},
             {"`html_text`", {{"html_text", {}, {}}}, descriptions},
             {"`html_markdown`", {{"html_markdown", {}, {}}}, descriptions},
         }) {
        measure(each);
    }
}

model::FieldInfo a_text_field(std::size_t max_length)
{
    model::FieldInfo field;
    field.reference = "subject";
    field.type = model::FieldType::text;
    field.max_length = max_length;
    return field;
}

/// A rule as a run applies it: the chain, and whether the result fits the field.
void measure_rule()
{
    model::FieldMappingRow row;
    row.source_field = "System.Title";
    row.target_field = "subject";
    row.chain = {{"trim", {}, {}}, {"truncate", {"250"}, {}}};
    const mapping::FieldRule rule{
        row, model::Strategy::last_write_wins, {std::nullopt, a_text_field(250)}};
    const auto titles = made(a_title);
    const auto rules = per_second(titles, [&](const Value& value) {
        g_seen = g_seen + rule.towards(Side::target, value).index();
    });
    fmt::print("\nA rule of two functions, with its fit into the field: {:.2f} million rules/s.\n",
               rules / 1e6);
}

void measure_memory()
{
    constexpr std::size_t k_chains = 10'000;
    const auto taken = [](const std::vector<TransformStep>& steps) {
        std::vector<Chain> chains;
        chains.reserve(k_chains);
        const auto before = mallinfo2().uordblks;
        for (std::size_t i = 0; i < k_chains; ++i) {
            chains.emplace_back(steps);
        }
        return (mallinfo2().uordblks - before) / k_chains;
    };
    fmt::print("A compiled chain takes {} octets (`trim`, `truncate(250)`), with a pattern {} "
               "(`regex_replace`); a copy of it takes {}.\n",
               taken({{"trim", {}, {}}, {"truncate", {"250"}, {}}}),
               taken({{"regex_replace", {"^\\[(\\w+)\\]", "$1:"}, {}}}),
               sizeof(Chain));
}

} // namespace

int main()
{
    measure_functions();
    measure_rule();
    measure_memory();
    return 0;
}
