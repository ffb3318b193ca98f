#pragma once

#include "item_key.hpp"

#include "syncctl/app/mapping_test.hpp"
#include "syncctl/mapping/changed_rules.hpp"
#include "syncctl/model/link.hpp"
#include "syncctl/model/work_item.hpp"

#include <optional>
#include <string>

namespace syncctl::app {

/// What there is to test rules with.
struct TestSubject {
    PairSides sides;
    model::Side side = model::Side::source; ///< of the item that was asked for
    model::BothSides<std::optional<model::WorkItem>> items;
    std::optional<model::Link> link;
    std::string missing_partner; ///< of a link: why its other item is not there
    bool is_in_filter = true;
    mapping::ChangedRules changed_rules; ///< since the last complete run
};

/// Reads the item, and its partner when it is linked.
/// \throws Error{not_found, forbidden, unavailable}; what the connectors throw
[[nodiscard]] TestSubject
read_subject(Workspace& workspace, store::Store& store, const MappingTestRequest& request);

} // namespace syncctl::app
