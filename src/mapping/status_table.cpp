#include "status_table.hpp"

#include "status_rows.hpp"

#include "syncctl/mapping/value_table.hpp"

#include <algorithm>
#include <array>

namespace syncctl::mapping {
namespace {

using model::Side;
using model::StatusCategory;
using model::StatusInfo;
using TableLine = model::TransformStep::TableLine;

StatusCategory nearest(StatusCategory category)
{
    switch (category) {
    case StatusCategory::proposed:
        return StatusCategory::in_progress;
    case StatusCategory::in_progress:
        return StatusCategory::proposed;
    case StatusCategory::resolved:
    case StatusCategory::removed:
        return StatusCategory::completed;
    case StatusCategory::completed:
        return StatusCategory::resolved;
    }
    return category;
}

const StatusInfo* first_of(const model::TypeInfo& type, StatusCategory category)
{
    const auto found =
        std::find_if(type.statuses.begin(), type.statuses.end(), [&](const StatusInfo& status) {
            return status.category == category;
        });
    return found == type.statuses.end() ? nullptr : &*found;
}

const StatusInfo* counterpart(const StatusInfo& status, const model::TypeInfo& type)
{
    const auto* same = first_of(type, status.category);
    return same != nullptr ? same : first_of(type, nearest(status.category));
}

} // namespace

std::vector<TableLine> status_table(const model::MappingRows& rows,
                                    const model::TypeInfo& source,
                                    const model::TypeInfo& target)
{
    std::vector<TableLine> lines;
    for (const auto& row : rows.statuses) {
        if (concerns(row, &source, &target)) {
            lines.push_back({row.source_status, row.target_status, row.arrow});
        }
    }
    if (!rows.unlisted_statuses_by_category) {
        return lines;
    }
    const ValueTable listed{lines};
    for (const auto& status : source.statuses) {
        const auto* partner = counterpart(status, target);
        if (partner != nullptr && listed.towards(Side::target, status.name) == nullptr) {
            lines.push_back({status.name, partner->name, model::Arrow::to_target});
        }
    }
    for (const auto& status : target.statuses) {
        const auto* partner = counterpart(status, source);
        if (partner != nullptr && listed.towards(Side::source, status.name) == nullptr) {
            lines.push_back({partner->name, status.name, model::Arrow::to_source});
        }
    }
    return lines;
}

} // namespace syncctl::mapping
