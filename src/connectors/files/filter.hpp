#pragma once

#include "syncctl/model/metadata.hpp"
#include "syncctl/model/work_item.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace syncctl::connectors::files {

/// `Field=Value`: the value is compared exactly, octet for octet.
struct Condition {
    std::string field;
    std::string value;
};

struct FilterProblem {
    std::string reason;
};

/// Conditions separated by `;`, all of which must hold; blanks around names and values do not
/// count. An empty text has no condition.
[[nodiscard]] std::variant<std::vector<Condition>, FilterProblem>
parse_filter(std::string_view text);

/// The first condition that names no field of any type; nullopt when each is known.
[[nodiscard]] std::optional<FilterProblem> unknown_field(const std::vector<Condition>& conditions,
                                                         const model::Metadata& metadata);

/// `type` and `id` are the item's own. A list field matches when it holds the value, a null field
/// matches the empty value, an item whose type lacks the field matches nothing.
[[nodiscard]] bool matches(const model::WorkItem& item,
                           const std::vector<Condition>& conditions,
                           const model::Metadata& metadata);

} // namespace syncctl::connectors::files
