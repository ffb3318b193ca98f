#include "document_text.hpp"
#include "fit.hpp"
#include "suggest/plan.hpp"
#include "suggest/samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

namespace syncctl::mapping {
namespace {

using model::FieldInfo;
using model::FieldType;
using model::Side;
using model::TypeInfo;

constexpr std::size_t k_max_defaults = 100; ///< per side

const FieldInfo* by_reference(const TypeInfo& type, const std::string& reference)
{
    const auto found =
        std::find_if(type.fields.begin(), type.fields.end(), [&](const FieldInfo& field) {
            return field.reference == reference;
        });
    return found == type.fields.end() ? nullptr : &*found;
}

bool is_filled(const std::vector<PlannedField>& fields,
               std::size_t pair,
               Side side,
               const std::string& reference)
{
    return std::any_of(fields.begin(), fields.end(), [&](const PlannedField& field) {
        const auto& written =
            side == Side::source ? field.row.source_field : field.row.target_field;
        return field.pairs.contains(pair) && written == reference &&
               model::points_to(field.row.arrow, side);
    });
}

struct Guess {
    std::string value; ///< empty: nobody can know
    std::string reason;
    int score = 0;
};

/// What most of the sample items hold.
Guess from_samples(const std::vector<model::WorkItem>& samples,
                   const std::string& type,
                   const FieldInfo& field)
{
    std::map<std::string, int> counts;
    int total = 0;
    for (const auto& item : samples) {
        const auto value = model::field_of(item, field.reference);
        const auto text = model::to_text(value);
        if (item.type == type && is_usable_name(text) &&
            !std::holds_alternative<model::List>(value)) {
            ++counts[text];
            ++total;
        }
    }
    const auto most =
        std::max_element(counts.begin(), counts.end(), [](const auto& one, const auto& other) {
            return one.second < other.second;
        });
    if (most == counts.end() || 2 * most->second < total) {
        return {};
    }
    return {most->first,
            fmt::format("in {} of {} samples", most->second, total),
            50 + 40 * most->second / total};
}

Guess guess(const SuggestRequest& request, Side side, const TypeInfo& type, const FieldInfo& field)
{
    auto found = from_samples(request.sides[side].samples, type.name, field);
    if (found.value.empty() && field.type == FieldType::boolean) {
        found = {"false", "a guess", 40};
    }
    if (found.value.empty()) {
        const auto first = std::find_if(field.allowed.begin(), field.allowed.end(), is_usable_name);
        if (first != field.allowed.end()) {
            found = {*first, fmt::format("the first of {} values", field.allowed.size()), 40};
        }
    }
    if (!found.value.empty() &&
        !std::holds_alternative<model::Value>(fitted(found.value, field, true))) {
        found = {};
    }
    return found;
}

/// One default serves all types that have the field: the value has to go into each.
bool fits_everywhere(const std::vector<TypePair>& pairs,
                     Side side,
                     const std::string& reference,
                     const std::string& value)
{
    return std::all_of(pairs.begin(), pairs.end(), [&](const TypePair& pair) {
        const auto* field = by_reference(pair.type(side), reference);
        if (field == nullptr) {
            return reference != model::k_id_field; // every item has that, and nobody writes it
        }
        return !field->is_readonly &&
               std::holds_alternative<model::Value>(fitted(value, *field, true));
    });
}

bool is_needed(const FieldInfo& field)
{
    return field.is_required && !field.is_readonly && field.type != FieldType::status &&
           is_usable_name(field.reference);
}

PlannedLine default_line(const SuggestRequest& request,
                         const std::vector<TypePair>& pairs,
                         Side side,
                         const TypeInfo& type,
                         const FieldInfo& field)
{
    const auto found = guess(request, side, type, field);
    const auto name = scalar(field.reference);
    if (found.value.empty() || !resolves_alike(pairs, side, field.reference) ||
        !fits_everywhere(pairs, side, field.reference, found.value)) {
        const auto rule = name + ": VALUE";
        return {rule,
                rule,
                0,
                fmt::format("required ({}), and nothing tells what to write",
                            model::to_string(field.type)),
                false};
    }
    const auto rule = name + ": " + scalar(found.value);
    return {rule, rule, found.score, "required, and no rule fills it; " + found.reason, true};
}

} // namespace

bool resolves_alike(const std::vector<TypePair>& pairs, Side side, const std::string& reference)
{
    return std::all_of(pairs.begin(), pairs.end(), [&](const TypePair& pair) {
        const auto& fields = pair.type(side).fields;
        const auto by_reference =
            std::count_if(fields.begin(), fields.end(), [&](const FieldInfo& field) {
                return field.reference == reference;
            });
        // Without the reference a display name would be taken for it.
        return by_reference == 1 ||
               (by_reference == 0 &&
                std::none_of(fields.begin(), fields.end(), [&](const FieldInfo& field) {
                    return field.name == reference;
                }));
    });
}

DefaultPlan plan_defaults(const SuggestRequest& request,
                          const std::vector<TypePair>& pairs,
                          const std::vector<PlannedField>& fields)
{
    DefaultPlan plan;
    for (const auto side : model::k_sides) {
        std::set<std::string> seen;
        for (std::size_t i = 0; i < pairs.size() && may_write(request, side); ++i) {
            for (const auto& field : pairs[i].type(side).fields) {
                if (is_needed(field) && plan.lines[side].size() < k_max_defaults &&
                    !is_filled(fields, i, side, field.reference) &&
                    seen.insert(field.reference).second) {
                    plan.lines[side].push_back(
                        default_line(request, pairs, side, pairs[i].type(side), field));
                }
            }
        }
    }
    return plan;
}

std::optional<PlannedLine> plan_match(const SuggestRequest& request,
                                      const std::vector<TypePair>& pairs,
                                      const std::vector<PlannedField>& fields)
{
    const auto title = std::find_if(fields.begin(), fields.end(), [&](const PlannedField& field) {
        return field.meaning == "title" &&
               resolves_alike(pairs, Side::source, field.row.source_field) &&
               resolves_alike(pairs, Side::target, field.row.target_field);
    });
    if (title == fields.end()) {
        return std::nullopt;
    }
    const auto rule =
        rule_line(title->row.source_field, model::Arrow::both, title->row.target_field);
    PlannedLine line{rule, scalar(rule), title->score, {}, true};
    std::size_t read = 0;
    for (const auto side : model::k_sides) {
        std::set<std::string> titles;
        const auto& reference =
            side == Side::source ? title->row.source_field : title->row.target_field;
        for (const auto& item : request.sides[side].samples) {
            const auto text = comparable_text(model::field_of(item, reference));
            ++read;
            line.is_active = line.is_active && (text.empty() || titles.insert(text).second);
        }
        line.is_active = line.is_active && !titles.empty();
    }
    if (line.is_active) {
        line.reason = fmt::format("the titles of the {} samples are unique", read);
    } else {
        line.reason = read == 0 ? "right when titles are unique on both sides"
                                : "the titles of the samples are not unique on both sides";
    }
    return line;
}

} // namespace syncctl::mapping
