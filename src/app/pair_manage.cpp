#include "names.hpp"
#include "pair_views.hpp"

#include <optional>

namespace syncctl::app {

bool enable_pair(Workspace& workspace, std::string_view name, bool is_enabled, bool is_dry_run)
{
    auto& store = is_dry_run ? workspace.reading() : workspace.writing();
    auto pair = require_pair(store, name);
    const bool is_changed = pair.is_active != is_enabled;
    if (is_changed && !is_dry_run) {
        pair.is_active = is_enabled;
        store::Transaction transaction{store.database};
        store.pairs.update(pair, workspace.now());
        transaction.commit();
    }
    return is_changed;
}

void remove_pair(Workspace& workspace, std::string_view name, bool is_dry_run)
{
    auto& store = is_dry_run ? workspace.reading() : workspace.writing();
    const auto pair = require_pair(store, name);
    if (is_dry_run) {
        return;
    }
    // A run that is under way would go on writing for a pair that is gone.
    const auto lock = workspace.lock_pair(pair);
    store::Transaction transaction{store.database};
    store.pairs.remove(pair.id);
    transaction.commit();
}

} // namespace syncctl::app
