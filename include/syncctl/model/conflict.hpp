#pragma once

#include "syncctl/base/clock.hpp"
#include "syncctl/base/ids.hpp"
#include "syncctl/model/side.hpp"
#include "syncctl/model/value.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace syncctl::model {

enum class ConflictType { both_modified, deleted_source, deleted_target, type_mismatch };
[[nodiscard]] std::string_view to_string(ConflictType type);
[[nodiscard]] std::optional<ConflictType> conflict_type_from(std::string_view text);

/// What a person (or a strategy) decided. `set` carries its own value, in terms of the source side.
enum class Take { source, target, newest, set };
[[nodiscard]] std::string_view to_string(Take take);
[[nodiscard]] std::optional<Take> take_from(std::string_view text);

/// One field that was changed on both sides, or a change against a deletion.
///
/// open -> a person decides (`decision` set, still open for the engine) -> the next run carries the
/// decision out and closes it. A decision counts only while both sides still show the values it was
/// made for.
struct Conflict {
    base::ConflictId id;
    base::ExecutionId execution;
    base::LinkId link;
    ConflictType type = ConflictType::both_modified;
    std::string field; ///< `SOURCE_REF <-> TARGET_REF`; empty for the other types
    Value base;        ///< the source side's value when both last agreed
    Value source;
    Value target;
    base::Timestamp detected_at;
    std::optional<Take> decision; ///< by a person, not carried out yet
    std::optional<Value> decision_value;
    base::Timestamp decided_at;
    /// Empty while open; else source, target, newest, set, agreed, one-way, rule-removed, or the
    /// name of the strategy that decided (last-write-wins-tie when the tie rule did).
    std::string resolution;
    std::string resolved_by; ///< who decided or resolved it: user name, or `syncctl`
    base::Timestamp resolved_at;
};

} // namespace syncctl::model
