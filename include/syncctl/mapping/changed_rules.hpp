#pragma once

#include "syncctl/mapping/rules.hpp"
#include "syncctl/model/mapping_rows.hpp"

#include <set>
#include <string>
#include <utility>

namespace syncctl::mapping {

/// The rules that a newer mapping keeps between the same two fields, and that make something else
/// of their values: another transform, table or constant. A value that nobody edited may have to be
/// written because of them.
class ChangedRules {
public:
    ChangedRules() = default;
    ChangedRules(const model::MappingRows& before, const model::MappingRows& after);

    [[nodiscard]] bool contains(const FieldRule& rule) const;

private:
    std::set<std::pair<std::string, std::string>> m_fields; ///< source and target reference
    bool m_are_statuses_changed = false;
};

} // namespace syncctl::mapping
