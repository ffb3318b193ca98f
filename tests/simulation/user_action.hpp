#pragma once

#include "support/fake_tracker.hpp"

#include "syncctl/model/side.hpp"

#include <map>
#include <string>
#include <vector>

namespace syncctl::simulation {

/// How scripts call the items of one side. An item has the name it was created under; its partner
/// on the other side has the same one. Each side has its own book, because each tracker is used by
/// a thread of its own during a run.
struct NameBook {
    model::Side side = model::Side::source;
    std::map<std::string, std::string> own;     ///< name -> id, items that users made here
    std::map<std::string, std::string> origins; ///< name -> id on the other side
    std::map<std::string, std::string> linked;  ///< id on the other side -> id here

    /// "" when there is no such item.
    [[nodiscard]] std::string find(const test::FakeTracker& tracker, const std::string& name) const;
};

/// What a user does in a tracker, in words: `edit NAME FIELD=VALUE...` (a FIELD alone is cleared),
/// `create NAME TYPE FIELD=VALUE...`, `reuse NAME OLD_NAME TYPE FIELD=VALUE...` (a new item gets
/// the id of a deleted one), `delete NAME`, `restore NAME`, `retype NAME TYPE`. Does nothing when
/// the item is not there.
void act(test::FakeTracker& tracker, NameBook& names, const std::vector<std::string>& words);

} // namespace syncctl::simulation
