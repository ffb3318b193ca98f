#include "syncctl/mapping/rules.hpp"

#include "conditions.hpp"
#include "fit.hpp"
#include "status_rows.hpp"
#include "status_table.hpp"

#include "syncctl/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace syncctl::mapping {
namespace {

using model::FieldInfo;
using model::FieldMappingRow;
using model::Side;
using model::TypeInfo;
using model::Value;

using TypeInfos = model::BothSides<const TypeInfo*>;

std::optional<FieldInfo> info_of(const TypeInfo* type, const std::string& reference)
{
    const auto* field = type == nullptr ? nullptr : type->find_field(reference);
    return field == nullptr ? std::nullopt : std::optional{with_statuses(*field, *type)};
}

FieldRule make_rule(const FieldMappingRow& row, model::Strategy strategy, const TypeInfos& types)
{
    return {row,
            strategy,
            {info_of(types.source, row.source_field), info_of(types.target, row.target_field)}};
}

/// `statuses:` as a field rule between the two status fields, or nullopt when nothing leads from
/// the statuses of one of these types to those of the other, or one of them has no status field.
std::optional<FieldMappingRow> status_row(const model::MappingRows& rows,
                                          const model::TypeMappingRow& pair,
                                          const TypeInfos& types)
{
    const auto* source = types.source->status_field();
    const auto* target = types.target->status_field();
    if (source == nullptr || target == nullptr) {
        return std::nullopt;
    }
    FieldMappingRow row;
    row.source_field = source->reference;
    row.target_field = target->reference;
    model::TransformStep step{"map", {"statuses"}, {}};
    step.table = status_table(rows, *types.source, *types.target);
    for (const auto& line : rows.statuses) {
        if (row.line == 0 && concerns(line, types.source, types.target)) {
            row.line = line.line;
        }
    }
    const ValueTable table{step.table};
    const bool leads_to_source = table.leads_to(Side::source);
    const bool leads_to_target = table.leads_to(Side::target);
    if (!leads_to_source && !leads_to_target) {
        return std::nullopt;
    }
    row.arrow = !leads_to_source   ? model::Arrow::to_target
                : !leads_to_target ? model::Arrow::to_source
                                   : model::Arrow::both;
    row.chain.push_back(std::move(step));
    for (const auto& field : rows.fields) {
        if (carries_status_strategy(field) && applies_to(field, pair)) {
            row.strategy = field.strategy;
        }
    }
    return row;
}

TypeRules make_type_rules(const model::MappingRows& rows,
                          const model::TypeMappingRow& pair,
                          const TypeInfos& types)
{
    TypeRules rules;
    rules.source_type = pair.source_type;
    rules.target_type = pair.target_type;
    rules.may_create_on_source = model::points_to(pair.arrow, Side::source);
    rules.may_create_on_target = model::points_to(pair.arrow, Side::target);
    rules.when = pair.when;
    if (!rows.statuses.empty() || rows.unlisted_statuses_by_category) {
        for (const auto side : model::k_sides) {
            if (types[side] == nullptr) {
                throw Error{
                    ErrorCode::document,
                    fmt::format("the mapping has statuses, but what the {} connector offers for "
                                "type '{}' is not known",
                                model::to_string(side),
                                rules.type(side)),
                    "syncctl connector discover NAME"};
            }
        }
        if (const auto row = status_row(rows, pair, types)) {
            rules.fields.push_back(make_rule(*row, rows.default_strategy, types));
        }
    }
    for (const auto& row : rows.fields) {
        if (applies_to(row, pair) && !carries_status_strategy(row)) {
            rules.fields.push_back(make_rule(row, rows.default_strategy, types));
        }
    }
    return rules;
}

/// Gives all types that hang together the number of the first of them.
void set_groups(std::vector<TypeRules>& types)
{
    std::map<std::pair<Side, std::string>, std::size_t> groups;
    for (std::size_t i = 0; i < types.size(); ++i) {
        const auto source =
            groups.try_emplace({Side::source, types[i].source_type}, i).first->second;
        const auto target =
            groups.try_emplace({Side::target, types[i].target_type}, i).first->second;
        const auto joined = std::min(source, target);
        for (auto& entry : groups) {
            if (entry.second == source || entry.second == target) {
                entry.second = joined;
            }
        }
    }
    for (auto& rules : types) {
        rules.group = groups.at({Side::source, rules.source_type});
    }
}

std::string key_text(const Value& value)
{
    const auto* list = std::get_if<model::List>(&value);
    if (list == nullptr) {
        return model::to_text(value);
    }
    std::string text;
    for (const auto& each : std::set<std::string>{list->begin(), list->end()}) {
        text += fmt::format("{}:{}", each.size(), each);
    }
    return text;
}

const FieldRule* rule_between(const TypeRules& rules, const model::MappingRows::MatchRule& match)
{
    const auto found =
        std::find_if(rules.fields.begin(), rules.fields.end(), [&match](const FieldRule& rule) {
            return !rule.is_constant() && rule.field(Side::source) == match.source_field &&
                   rule.field(Side::target) == match.target_field;
        });
    return found == rules.fields.end() ? nullptr : &*found;
}

} // namespace

bool TypeRules::takes(Side side, const model::WorkItem& item) const
{
    return type(side) == item.type &&
           std::all_of(when.begin(), when.end(), [&](const model::Condition& condition) {
               return condition.side != side ||
                      holds(condition, model::field_of(item, condition.field));
           });
}

const FieldRule* TypeRules::find(std::string_view rule_name) const
{
    const auto found =
        std::find_if(fields.begin(), fields.end(), [rule_name](const FieldRule& rule) {
            return rule.name() == rule_name;
        });
    return found == fields.end() ? nullptr : &*found;
}

Rules::Rules(const model::MappingRows& rows,
             const model::Metadata& source,
             const model::Metadata& target)
    : m_match{rows.match},
      m_defaults{rows.defaults},
      m_metadata{source, target},
      m_deletes{rows.deletes},
      m_revision{rows.revision}
{
    m_types.reserve(rows.types.size());
    for (const auto& pair : rows.types) {
        const TypeInfos types{source.find_type(pair.source_type),
                              target.find_type(pair.target_type)};
        m_types.push_back(make_type_rules(rows, pair, types));
    }
    set_groups(m_types);
}

const TypeRules* Rules::for_item(Side side, const model::WorkItem& item) const
{
    const auto found = std::find_if(m_types.begin(), m_types.end(), [&](const TypeRules& rules) {
        return rules.takes(side, item);
    });
    return found == m_types.end() ? nullptr : &*found;
}

const TypeRules* Rules::for_types(std::string_view source_type, std::string_view target_type) const
{
    const auto found = std::find_if(m_types.begin(), m_types.end(), [&](const TypeRules& rules) {
        return rules.source_type == source_type && rules.target_type == target_type;
    });
    return found == m_types.end() ? nullptr : &*found;
}

bool Rules::has_conditions() const
{
    return std::any_of(m_types.begin(), m_types.end(), [](const TypeRules& rules) {
        return std::any_of(rules.fields.begin(), rules.fields.end(), [](const FieldRule& rule) {
            return !rule.conditions().empty();
        });
    });
}

model::Fields Rules::defaults_for(Side side, std::string_view type) const
{
    const auto* info = m_metadata[side].find_type(type);
    model::Fields fields;
    for (const auto& [reference, text] : m_defaults[side]) {
        const auto field = info_of(info, reference);
        if (info != nullptr && !field) {
            continue; // another type's field
        }
        auto value = field ? fitted(text, *field, true) : TransformResult{Value{text}};
        // A value that no longer fits is sent as it is: the tracker refuses it where people see it.
        const auto* good = std::get_if<Value>(&value);
        fields.insert_or_assign(reference, good == nullptr ? Value{text} : *good);
    }
    return fields;
}

std::optional<std::string>
Rules::match_key(Side side, const TypeRules& rules, const model::WorkItem& item) const
{
    if (m_match.empty()) {
        return std::nullopt;
    }
    auto key = fmt::format("{}", rules.group);
    for (const auto& match : m_match) {
        const auto& field = side == Side::source ? match.source_field : match.target_field;
        auto value = model::field_of(item, field);
        if (model::is_null(value)) {
            return std::nullopt;
        }
        const auto* rule = rule_between(rules, match);
        const auto folded =
            rule == nullptr ? std::optional{std::move(value)} : rule->comparable(side, value);
        const auto text = folded ? key_text(*folded) : std::string{};
        if (text.empty()) {
            return std::nullopt;
        }
        key += fmt::format("|{}:{}", text.size(), text);
    }
    return key;
}

std::vector<std::string> Rules::base_fields(const TypeRules& rules, Side side)
{
    std::set<std::string> fields;
    for (const auto& rule : rules.fields) {
        if (!rule.field(side).empty()) {
            fields.insert(rule.field(side));
        }
        for (const auto& condition : rule.conditions()) {
            if (condition.side == side) {
                fields.insert(condition.field);
            }
        }
    }
    return {fields.begin(), fields.end()};
}

std::optional<std::pair<std::string, std::string>>
Rules::closing_status(Side side, std::string_view type) const
{
    const auto* info = m_metadata[side].find_type(type);
    const auto* field = info == nullptr ? nullptr : info->status_field();
    if (field == nullptr) {
        return std::nullopt;
    }
    const auto found = std::find_if(
        info->statuses.begin(), info->statuses.end(), [](const model::StatusInfo& status) {
            return status.category == model::StatusCategory::completed;
        });
    if (found == info->statuses.end()) {
        return std::nullopt;
    }
    return std::pair{field->reference, found->name};
}

} // namespace syncctl::mapping
