// How long a mapping document of 10,000 lines takes to be read and checked against metadata, beside
// libyaml reading the same text and nothing else; and what it takes of memory.
//   bench_lint      prints a Markdown table

#include "syncctl/mapping/document.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <yaml.h>

#include <algorithm>
#include <ctime>
#include <functional>
#include <iostream>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace {

using namespace syncctl;

constexpr int k_types = 20;
constexpr int k_statuses = 10; ///< of each type
constexpr int k_fields = 8600; ///< rules; each type has them all
constexpr int k_tables = 100;
constexpr int k_people = 600;
constexpr int k_rounds = 5;

model::Metadata tracker(const std::string& prefix)
{
    model::Metadata metadata;
    for (int t = 0; t < k_types; ++t) {
        model::TypeInfo type;
        type.name = fmt::format("{} type {}", prefix, t);
        for (int s = 0; s < k_statuses; ++s) {
            const auto name = fmt::format("{} status {}", prefix, s);
            type.statuses.push_back({name,
                                     s == 0               ? model::StatusCategory::proposed
                                     : s + 1 < k_statuses ? model::StatusCategory::in_progress
                                                          : model::StatusCategory::completed});
            type.transitions[name] = {fmt::format("{} status {}", prefix, (s + 1) % k_statuses)};
        }
        for (int f = 0; f < k_fields; ++f) {
            model::FieldInfo field;
            field.reference = fmt::format("{}.Field{}", prefix, f);
            field.name = fmt::format("{} field {}", prefix, f);
            field.type = f % 10 == 1 ? model::FieldType::choice : model::FieldType::text;
            if (f % 10 == 1) {
                field.allowed = {"1", "2", "3", "4"};
            }
            if (f % 10 == 2) {
                field.max_length = 255;
            }
            type.fields.push_back(std::move(field));
        }
        model::FieldInfo state;
        state.reference = state.name = "State";
        state.type = model::FieldType::status;
        type.fields.push_back(std::move(state));
        metadata.types.push_back(std::move(type));
    }
    return metadata;
}

std::string rule(int f)
{
    const auto pair = fmt::format("dev.Field{0} <-> desk.Field{0}", f);
    switch (f % 10) {
    case 1:
        return fmt::format("{} | map(table{})", pair, f % k_tables);
    case 2:
        return pair + " | trim | truncate(250)";
    case 3:
        return fmt::format("{}: {{ when: 'source.dev.Field{} in (1, 2)' }}", pair, f - 2);
    case 4:
        return fmt::format("'{} | prefix(\"x: \")': {{ only: [dev type {}] }}", pair, f % k_types);
    case 5:
        return pair + ": { conflict: manual, merge: lines }";
    case 6:
        return f % 100 == 6 ? pair + " | user" : pair;
    default:
        return pair;
    }
}

std::string document()
{
    std::string text = "version: 1\nsource: dev\ntarget: desk\ntypes:\n";
    for (int t = 0; t < k_types; ++t) {
        text += fmt::format("  - dev type {0} <-> desk type {0}\n", t);
    }
    text += "statuses:\n";
    for (int s = 0; s < k_statuses; ++s) {
        text += fmt::format("  - dev status {0} <-> desk status {0}\n", s);
    }
    text += "fields:\n";
    for (int f = 0; f < k_fields; ++f) {
        text += fmt::format("  - {}\n", rule(f));
    }
    text += "values:\n";
    for (int t = 1; t < k_tables; t += 10) {
        text += fmt::format("  table{}:\n", t);
        for (int line = 1; line <= 4; ++line) {
            text += fmt::format("    - {} <-> {}\n", line, 5 - line);
        }
    }
    text += "users:\n  map:\n";
    for (int p = 0; p < k_people; ++p) {
        text += fmt::format("    - person{0}@dev.example <-> person{0}@desk.example\n", p);
    }
    const auto lines = std::count(text.begin(), text.end(), '\n');
    for (auto line = lines; line < 10'000; ++line) {
        text += fmt::format("# line {}\n", line);
    }
    return text;
}

void read_with_libyaml(const std::string& text)
{
    yaml_parser_t parser;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(
        &parser, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    bool is_over = false;
    while (!is_over) {
        yaml_event_t event;
        is_over = yaml_parser_parse(&parser, &event) == 0 || event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
}

/// Of processor time, so that other work on the machine does not count.
double milliseconds(const std::function<void()>& work)
{
    std::vector<double> taken;
    for (int round = 0; round < k_rounds; ++round) {
        const auto start = std::clock();
        work();
        taken.push_back(1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    }
    std::sort(taken.begin(), taken.end());
    return taken[k_rounds / 2];
}

double peak_mib()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

void print(const std::string& what, double ms, const std::string& more)
{
    std::cout << fmt::format("| {} | {:.0f} ms | {} |\n", what, ms, more);
}

} // namespace

int main()
{
    const auto text = document();
    const auto source = tracker("dev");
    const auto target = tracker("desk");
    const mapping::Surroundings around{"dev", "desk", &source, &target, model::Direction::both};
    std::cout << fmt::format("{} lines, {:.0f} KiB, {} types with {} fields each on both sides\n\n",
                             std::count(text.begin(), text.end(), '\n'),
                             static_cast<double>(text.size()) / 1024,
                             k_types,
                             k_fields + 1)
              << "| | processor time, median of five | |\n|---|---|---|\n";
    print("libyaml alone", milliseconds([&] { read_with_libyaml(text); }), "");
    print("without metadata",
          milliseconds([&] { static_cast<void>(mapping::compile(text, {})); }),
          "");
    malloc_trim(0);
    const double before = peak_mib();
    std::size_t findings = 0;
    std::size_t errors = 0;
    const double ms = milliseconds([&] {
        const auto result = mapping::compile(text, around);
        findings = result.diagnostics.size();
        errors = static_cast<std::size_t>(std::count_if(
            result.diagnostics.begin(), result.diagnostics.end(), [](const auto& each) {
                return each.severity == mapping::Severity::error;
            }));
    });
    print("with metadata of both sides",
          ms,
          fmt::format("{} findings, {} errors; peak {:.0f} MiB over {:.0f} MiB before",
                      findings,
                      errors,
                      peak_mib() - before,
                      before));
    const auto rows = mapping::compile(text, around).rows;
    print("written as a document again",
          milliseconds([&] { static_cast<void>(mapping::to_document(rows, "dev", "desk")); }),
          "");
    return 0;
}
