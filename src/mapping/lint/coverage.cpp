#include "lint/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace syncctl::mapping {
namespace {

using model::Side;

bool applies(const FieldDraft& field, const LineDraft& types)
{
    return field.only.empty() ||
           std::any_of(field.only.begin(), field.only.end(), [&types](const Name& only) {
               return only.text == types.ends.source.text || only.text == types.ends.target.text;
           });
}

/// References that get a value when an item is created on that side.
std::set<std::string> filled_fields(const Lint& lint, const LineDraft& types, Side side)
{
    std::set<std::string> filled;
    for (const auto& field : lint.draft.fields) {
        if (model::points_to(field.arrow, side) && applies(field, types)) {
            filled.insert(field.fields[side].text);
        }
    }
    for (const auto& each : lint.draft.defaults[side]) {
        filled.insert(each.field.text);
    }
    return filled;
}

void check_required(Lint& lint, const LineDraft& types, Side side)
{
    const auto* type = lint.catalogues[side].type(types.ends[side].text);
    if (type == nullptr || !model::points_to(types.arrow, side) || !pair_writes(lint, side)) {
        return;
    }
    const auto filled = filled_fields(lint, types, side);
    std::vector<std::string> missing;
    for (const auto& field : type->fields) {
        const bool is_ours =
            field.is_required && !field.is_readonly && field.type != model::FieldType::status;
        if (is_ours && filled.count(field.reference) == 0) {
            missing.push_back(field.reference);
        }
    }
    if (!missing.empty()) {
        lint.findings.warning(types.at,
                              fmt::format("a new '{}' needs {}, but no rule or default fills it",
                                          type->name,
                                          enumerated(missing)),
                              fmt::format("add a rule, or `defaults: {{ {}: {{ {}: VALUE }} }}`",
                                          model::to_string(side),
                                          missing.front()));
    }
}

} // namespace

void lint_coverage(Lint& lint)
{
    for (const auto& types : lint.draft.types) {
        for (const auto side : model::k_sides) {
            check_required(lint, types, side);
        }
    }
}

} // namespace syncctl::mapping
