#include "syncctl/mapping/changed_rules.hpp"

#include <algorithm>

namespace syncctl::mapping {
namespace {

using model::FieldMappingRow;
using model::MappingRows;
using model::Side;

bool has_same_fields(const FieldMappingRow& one, const FieldMappingRow& another)
{
    return one.source_field == another.source_field && one.target_field == another.target_field;
}

/// Was there a rule between these fields, and none that did the same?
bool is_changed(const FieldMappingRow& row, const MappingRows& before)
{
    bool is_known = false;
    for (const auto& earlier : before.fields) {
        if (!has_same_fields(row, earlier)) {
            continue;
        }
        if (row.chain == earlier.chain && row.constant == earlier.constant) {
            return false;
        }
        is_known = true;
    }
    return is_known;
}

bool are_same_statuses(const MappingRows& before, const MappingRows& after)
{
    return before.unlisted_statuses_by_category == after.unlisted_statuses_by_category &&
           std::equal(before.statuses.begin(),
                      before.statuses.end(),
                      after.statuses.begin(),
                      after.statuses.end(),
                      [](const model::StatusMappingRow& one, const model::StatusMappingRow& other) {
                          return one.source_status == other.source_status &&
                                 one.target_status == other.target_status &&
                                 one.arrow == other.arrow;
                      });
}

} // namespace

ChangedRules::ChangedRules(const MappingRows& before, const MappingRows& after)
    : m_are_statuses_changed{!are_same_statuses(before, after)}
{
    for (const auto& row : after.fields) {
        if (is_changed(row, before)) {
            m_fields.emplace(row.source_field, row.target_field);
        }
    }
}

bool ChangedRules::contains(const FieldRule& rule) const
{
    const bool is_of_statuses = rule.field_type(Side::source) == model::FieldType::status &&
                                rule.field_type(Side::target) == model::FieldType::status;
    return (is_of_statuses && m_are_statuses_changed) ||
           m_fields.contains({rule.field(Side::source), rule.field(Side::target)});
}

} // namespace syncctl::mapping
