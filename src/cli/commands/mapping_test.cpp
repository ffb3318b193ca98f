#include "syncctl/app/mapping_test.hpp"

#include "commands.hpp"
#include "exit_code.hpp"
#include "findings.hpp"
#include "session.hpp"

#include "syncctl/base/text.hpp"

#include <fmt/format.h>

#include <utility>
#include <variant>

namespace syncctl::cli {

namespace {

using model::Side;

/// What came of a step: a value, or why there is none.
Data step_data(const mapping::TracedStep& step)
{
    Data::Object data{{"step", step.step}};
    const auto* value = std::get_if<model::Value>(&step.result);
    const auto* problem = std::get_if<mapping::TransformProblem>(&step.result);
    const auto* left_alone = std::get_if<mapping::LeftAlone>(&step.result);
    data.emplace_back("value", value == nullptr ? Data{} : data_of(*value));
    data.emplace_back("problem", problem == nullptr ? Data{} : Data{problem->reason});
    data.emplace_back("left_alone", left_alone == nullptr ? Data{} : Data{left_alone->reason});
    return data;
}

Data value_or_null(const std::optional<model::Value>& value)
{
    return value ? data_of(*value) : Data{};
}

Data field_data(const app::TestedField& field)
{
    Data::Array steps;
    for (const auto& step : field.steps) {
        steps.push_back(step_data(step));
    }
    return Data::Object{{"rule", field.rule},
                        {"line", field.line},
                        {"towards", to_string(field.towards)},
                        {"value_in", data_of(field.value_in)},
                        {"steps", std::move(steps)},
                        {"value_out", value_or_null(field.value_out)},
                        {"held", value_or_null(field.held)},
                        {"outcome", to_string(field.outcome)},
                        {"reason", text_or_null(field.reason)}};
}

Data types_data(const app::TestedTypes& types)
{
    return Data::Object{{"line", types.line},
                        {"rule", types.rule},
                        {"chosen", types.is_chosen},
                        {"reason", text_or_null(types.reason)}};
}

std::string outcome_text(const app::TestedField& field)
{
    const auto outcome = std::string{to_string(field.outcome)};
    return field.reason.empty() ? outcome : outcome + ": " + field.reason;
}

bool is_fitting(const mapping::TracedStep& step)
{
    return step.step.starts_with("fits ");
}

/// The steps that people see: that a value fits goes without saying.
std::vector<mapping::TracedStep> shown_steps(const app::TestedField& field)
{
    auto steps = field.steps;
    if (!steps.empty() && is_fitting(steps.back())) {
        const auto& before = steps.size() > 1 ? steps[steps.size() - 2].result
                                              : mapping::TransformResult{field.value_in};
        const auto* arrived = std::get_if<model::Value>(&before);
        const auto* fitted = std::get_if<model::Value>(&steps.back().result);
        if (arrived != nullptr && fitted != nullptr &&
            model::to_text(*arrived) == model::to_text(*fitted)) {
            steps.pop_back();
        }
    }
    return steps;
}

/// One line for the rule with the value that goes in, one for each step, the outcome on the last.
void add_rows(const app::TestedField& field, std::vector<Data>& rows)
{
    const auto held = field.held ? data_of(*field.held).text() : std::string{};
    const auto steps = shown_steps(field);
    const auto add = [&](Data line, const std::string& what, const std::string& value, bool last) {
        rows.push_back(Data::Object{{"line", std::move(line)},
                                    {"what", what},
                                    {"value", value},
                                    {"held", last ? held : std::string{}},
                                    {"outcome", last ? outcome_text(field) : std::string{}}});
    };
    add(field.line, field.rule, data_of(field.value_in).text(), steps.empty());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto* value = std::get_if<model::Value>(&steps[i].result);
        add({},
            (is_fitting(steps[i]) ? "  " : "  | ") + steps[i].step,
            value == nullptr ? std::string{} : data_of(*value).text(),
            i + 1 == steps.size());
    }
}

Section fields_section(const app::MappingTest& test, Side towards)
{
    Section section{.title = fmt::format("Towards the {}{}{}",
                                         to_string(towards),
                                         test.items[towards].empty() ? "" : ", ",
                                         test.items[towards]),
                    .columns = {{"line", "LINE"},
                                {"what", "RULE, STEPS"},
                                {"value", "VALUE"},
                                {"held", "THERE NOW"},
                                {"outcome", "OUTCOME"}},
                    .rows = {}};
    // Without an item there is nothing to show of what would come from it.
    const bool has_origin = !test.items[model::other(towards)].empty();
    for (const auto& field : test.fields) {
        if (field.towards == towards && has_origin) {
            add_rows(field, section.rows);
        }
    }
    return section;
}

Section types_section(const app::MappingTest& test)
{
    Section section{.title = "Types",
                    .columns = {{"line", "LINE"}, {"rule", "RULE"}, {"verdict", "TAKES THE ITEM"}},
                    .rows = {}};
    for (const auto& types : test.types) {
        section.rows.push_back(
            Data::Object{{"line", types.line},
                         {"rule", types.rule},
                         {"verdict", types.is_chosen ? "yes" : "no: " + types.reason}});
    }
    return section;
}

Result shown(const app::MappingTest& test, const std::string& pair)
{
    Result result;
    result.layout = Layout::details;
    result.columns = {{"pair", "Pair"},
                      {"source_item", "Source item"},
                      {"target_item", "Target item"},
                      {"partner", "Partner"}};
    Data::Array types;
    for (const auto& each : test.types) {
        types.push_back(types_data(each));
    }
    Data::Array fields;
    for (const auto& each : test.fields) {
        fields.push_back(field_data(each));
    }
    Data::Object defaults;
    Section defaults_section{.title = "Defaults of the new item",
                             .columns = {{"field", "FIELD"}, {"value", "VALUE"}},
                             .rows = {}};
    for (const auto& [field, value] : test.defaults) {
        defaults.emplace_back(field, value);
        defaults_section.rows.push_back(Data::Object{{"field", field}, {"value", value}});
    }
    result.rows.push_back(Data::Object{{"pair", pair},
                                       {"source_item", text_or_null(test.items.source)},
                                       {"target_item", text_or_null(test.items.target)},
                                       {"partner", test.partner},
                                       {"types", std::move(types)},
                                       {"fields", std::move(fields)},
                                       {"defaults", std::move(defaults)},
                                       {"unknown_people", data_of(test.unknown_people)}});
    result.sections = {types_section(test),
                       fields_section(test, Side::target),
                       fields_section(test, Side::source),
                       std::move(defaults_section)};
    if (!test.unknown_people.empty()) {
        result.notes.push_back(
            fmt::format("unknown on the other side: {}", fmt::join(test.unknown_people, ", ")));
    }
    if (const auto problems = test.problems(); problems > 0) {
        result.exit = k_exit_partial;
        result.error = Problem{.code = "partial",
                               .message = fmt::format("{} of the item could not be mapped",
                                                      base::counted(problems, "value")),
                               .hint = fmt::format("syncctl mapping edit {}", pair)};
        result.problems.push_back(*result.error);
    }
    return result;
}

Result run_mapping_test(Session& session, const Arguments& arguments)
{
    app::MappingTestRequest request;
    request.pair = arguments.text("PAIR");
    request.item = arguments.text("ITEM");
    if (const auto file = arguments.find("mapping")) {
        request.document =
            app::FoundDocument{*file, read_document_argument(session, *file), request.pair};
    }
    const auto test = app::test_mapping(session.workspace(), request);
    if (test.check.has_errors) {
        return findings_result(test.check, request.document->file_name);
    }
    return shown(test, request.pair);
}

} // namespace

CommandSpec mapping_test_command()
{
    return {
        .path = "mapping test",
        .purpose = "Show what every rule makes of a real item, step by step; writes nothing",
        .positionals = {{.name = "PAIR", .help = "Name of the pair"},
                        {.name = "ITEM", .help = "CONNECTOR:ID, of either side"}},
        .options = {{.flags = "--mapping",
                     .value = "FILE",
                     .help = "Try this document, or - for standard input, instead of the stored "
                             "mapping"}},
        .exit_codes = {3, 10, 12, 13, 16, 18},
        .examples = {{"syncctl mapping test dev-desk dev:4711", "What a run would make of it"},
                     {"syncctl mapping test dev-desk dev:4711 --mapping mapping.yaml",
                      "Before the document is imported"}},
        .run = &run_mapping_test};
}

} // namespace syncctl::cli
