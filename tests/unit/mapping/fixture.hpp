#pragma once

#include "syncctl/mapping/document.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::mapping {

inline std::ostream& operator<<(std::ostream& out, const Diagnostic& each)
{
    return out << each.line << ':' << each.column
               << (each.severity == Severity::error ? ": error: " : ": warning: ") << each.message
               << " [" << each.hint << ']';
}

} // namespace syncctl::mapping

namespace syncctl::test {

using model::FieldType;

inline model::FieldInfo a_field(std::string reference, FieldType type, std::string name = {})
{
    model::FieldInfo field;
    field.name = name.empty() ? reference : std::move(name);
    field.reference = std::move(reference);
    field.type = type;
    return field;
}

inline model::Metadata development()
{
    using model::StatusCategory;
    model::TypeInfo bug;
    bug.name = "Bug";
    bug.statuses = {{"New", StatusCategory::proposed},
                    {"Active", StatusCategory::in_progress},
                    {"Closed", StatusCategory::completed}};
    bug.fields = {a_field("System.Title", FieldType::text, "Title"),
                  a_field("System.State", FieldType::status, "State"),
                  a_field("Priority", FieldType::number),
                  a_field("Repro", FieldType::text, "Repro steps"),
                  a_field("Due", FieldType::text, "Due date"),
                  a_field("Ticket", FieldType::text),
                  a_field("Urgent", FieldType::boolean),
                  a_field("Tags", FieldType::list),
                  a_field("Created", FieldType::date),
                  a_field("a|b", FieldType::text)};
    bug.fields[0].max_length = 255;
    bug.fields[8].is_readonly = true;
    auto story = bug;
    story.name = "Story";
    story.statuses = {{"New", StatusCategory::proposed},
                      {"Doing", StatusCategory::in_progress},
                      {"Done", StatusCategory::completed}};
    story.fields.erase(story.fields.begin() + 3);
    return {{bug, story}};
}

inline model::Metadata service_desk()
{
    using model::StatusCategory;
    model::TypeInfo incident;
    incident.name = "Incident";
    incident.statuses = {{"Open", StatusCategory::proposed},
                         {"In Progress", StatusCategory::in_progress},
                         {"On Hold", StatusCategory::in_progress},
                         {"Closed", StatusCategory::completed}};
    incident.fields = {a_field("subject", FieldType::text),
                       a_field("status", FieldType::status),
                       a_field("priority", FieldType::choice),
                       a_field("description", FieldType::text),
                       a_field("category", FieldType::text),
                       a_field("count", FieldType::number),
                       a_field("labels", FieldType::list),
                       a_field("vip", FieldType::boolean),
                       a_field("note", FieldType::text)};
    incident.fields[0].max_length = 250;
    incident.fields[2].allowed = {"High", "Medium", "Low"};
    auto request = incident;
    request.name = "Request";
    return {{incident, request}};
}

inline mapping::Compiled compiled(std::string_view document,
                                  model::Direction direction = model::Direction::both)
{
    static const auto source = development();
    static const auto target = service_desk();
    return mapping::compile(document, {"ado", "sdp", &source, &target, direction});
}

/// A document with types and title; more sections go behind it from line 6 on.
inline std::string document_with(std::string_view more)
{
    return "version: 1\nsource: ado\ntarget: sdp\ntypes: [ Bug <-> Incident ]\nmatch: []\n" +
           std::string{more};
}

/// One rule under `fields:`, on line 7; a rule starts in column 5.
inline std::string rule_document(std::string_view rule, std::string_view more = {})
{
    return document_with("fields:\n  - " + std::string{rule} + "\n" + std::string{more});
}

/// For comparing what two documents say.
inline model::MappingRows without_lines(model::MappingRows rows)
{
    const auto clear = [](auto& list) {
        for (auto& row : list) {
            row.line = 0;
        }
    };
    clear(rows.types);
    clear(rows.statuses);
    clear(rows.fields);
    return rows;
}

struct IsDiagnostic {
    mapping::Severity severity = mapping::Severity::error;
    int line = 0;
    int column = 0;
    std::string text;
    std::string hint;
};

inline bool has(const mapping::Compiled& result, const IsDiagnostic& wanted)
{
    return std::any_of(
        result.diagnostics.begin(), result.diagnostics.end(), [&wanted](const auto& each) {
            return each.severity == wanted.severity && each.line == wanted.line &&
                   each.column == wanted.column &&
                   each.message.find(wanted.text) != std::string::npos &&
                   each.hint.find(wanted.hint) != std::string::npos;
        });
}

inline void check_error(std::string_view document,
                        int line,
                        int column,
                        const std::string& text,
                        const std::string& hint = {})
{
    const auto result = compiled(document);
    CAPTURE(document, line, column, text, hint, result.diagnostics);
    CHECK(has(result, {mapping::Severity::error, line, column, text, hint}));
}

inline void check_warning(std::string_view document,
                          int line,
                          int column,
                          const std::string& text,
                          const std::string& hint = {})
{
    const auto result = compiled(document);
    CAPTURE(document, line, column, text, hint, result.diagnostics);
    CHECK(has(result, {mapping::Severity::warning, line, column, text, hint}));
    CHECK_FALSE(mapping::has_errors(result.diagnostics));
}

inline void check_clean(std::string_view document)
{
    const auto result = compiled(document);
    CAPTURE(document, result.diagnostics);
    CHECK(result.diagnostics.empty());
}

inline void check_no_errors(std::string_view document)
{
    const auto result = compiled(document);
    CAPTURE(document, result.diagnostics);
    CHECK_FALSE(mapping::has_errors(result.diagnostics));
}

} // namespace syncctl::test
