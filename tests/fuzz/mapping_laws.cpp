#include "laws.hpp"
#include "mapping/document_lines.hpp"

#include "syncctl/mapping/document.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace syncctl::test {

namespace {

using Broken = std::optional<std::string>;

model::FieldInfo field(std::string name, model::FieldType type)
{
    model::FieldInfo info;
    info.name = name;
    info.reference = std::move(name);
    info.type = type;
    return info;
}

model::Metadata a_tracker(const std::string& type, std::vector<model::StatusInfo> statuses)
{
    model::TypeInfo info;
    info.name = type;
    info.statuses = std::move(statuses);
    info.fields = {field("Title", model::FieldType::text),
                   field("State", model::FieldType::status),
                   field("Text", model::FieldType::html),
                   field("Count", model::FieldType::number),
                   field("Tags", model::FieldType::list),
                   field("Who", model::FieldType::user),
                   field("Due", model::FieldType::date)};
    info.fields.front().is_required = true;
    info.fields.front().max_length = 255;
    info.fields.push_back(field("Level", model::FieldType::choice));
    info.fields.back().allowed = {"High", "Low"};
    return {.types = {std::move(info)}};
}

const model::Metadata& source()
{
    static const auto metadata = a_tracker("Bug",
                                           {{"New", model::StatusCategory::proposed},
                                            {"Active", model::StatusCategory::in_progress},
                                            {"Closed", model::StatusCategory::completed}});
    return metadata;
}

const model::Metadata& target()
{
    static const auto metadata = a_tracker(
        "Incident",
        {{"Open", model::StatusCategory::proposed}, {"Closed", model::StatusCategory::completed}});
    return metadata;
}

Broken without_place(const std::vector<mapping::Diagnostic>& diagnostics, std::string_view document)
{
    const mapping::DocumentLines lines{document};
    for (const auto& each : diagnostics) {
        if (each.line < 1 || static_cast<std::size_t>(each.line) > lines.all().size() ||
            each.column < 1 ||
            static_cast<std::size_t>(each.column) > lines.line(each.line).size() + 1) {
            return fmt::format("{}:{} is no place: {}", each.line, each.column, each.message);
        }
        // It is shown to a person.
        static_cast<void>(mapping::render(each, "mapping.yaml", document));
    }
    return std::nullopt;
}

model::MappingRows without_lines(model::MappingRows rows)
{
    const auto forget = [](auto& each) {
        for (auto& row : each) {
            row.line = 0;
        }
    };
    forget(rows.types);
    forget(rows.statuses);
    forget(rows.fields);
    return rows;
}

Broken lost_in_document(const mapping::Compiled& compiled,
                        const mapping::Surroundings& surroundings)
{
    const auto document =
        mapping::to_document(compiled.rows, compiled.source_name, compiled.target_name);
    const auto again = mapping::compile(document, surroundings);
    if (mapping::has_errors(again.diagnostics)) {
        return fmt::format("written as {:?}, which has the error: {}",
                           document,
                           again.diagnostics.front().message);
    }
    return without_lines(again.rows) == without_lines(compiled.rows)
               ? std::nullopt
               : Broken{fmt::format("written as {:?}, which says something else", document)};
}

} // namespace

std::optional<std::string> broken_mapping_law(std::string_view input)
{
    mapping::Surroundings known;
    known.source_name = "ado";
    known.target_name = "sdp";
    known.source = &source();
    known.target = &target();
    for (const auto& surroundings : {mapping::Surroundings{}, known}) {
        const auto compiled = mapping::compile(input, surroundings);
        if (auto broken = without_place(compiled.diagnostics, input)) {
            return broken;
        }
        if (!mapping::has_errors(compiled.diagnostics)) {
            if (auto broken = lost_in_document(compiled, surroundings)) {
                return broken;
            }
        }
    }
    return std::nullopt;
}

} // namespace syncctl::test
