#include "conflict_lines.hpp"
#include "item_key.hpp"

#include <algorithm>
#include <utility>

namespace syncctl::app {

namespace {

constexpr std::size_t k_errors_read = 1000;
constexpr std::size_t k_errors_shown = 5;

void add_conflicts(store::Store& store, const KnownItem& item, ItemView& view)
{
    for (auto& conflict : store.conflicts.open_of(item.link->id)) {
        store::ConflictView named{.conflict = std::move(conflict),
                                  .pair = item.sides.pair.name,
                                  .source_connector = item.sides.connectors.source.name,
                                  .target_connector = item.sides.connectors.target.name,
                                  .source_item = item.link->sides.source.item_id,
                                  .target_item = item.link->sides.target.item_id};
        view.conflicts.push_back(conflict_line(std::move(named)));
    }
}

std::vector<std::string> stored_names(const KnownItem& item)
{
    std::vector<std::string> names;
    if (item.link) {
        for (const auto side : model::k_sides) {
            names.push_back(item.sides.key(side, item.link->sides[side].item_id));
        }
    } else {
        names.push_back(item.sides.key(item.side, item.queued->item_id));
    }
    return names;
}

} // namespace

std::vector<ItemView> show_item(Workspace& workspace, std::string_view key)
{
    auto& store = workspace.reading();
    std::vector<ItemView> views;
    for (const auto& item : find_item(store, key, {})) {
        ItemView view{.line = item_line(item), .link = item.link, .conflicts = {}, .errors = {}};
        if (item.link) {
            add_conflicts(store, item, view);
        }
        const auto names = stored_names(item);
        for (auto& error : store.executions.errors(item.sides.pair.name, k_errors_read)) {
            const bool is_about = std::find(names.begin(), names.end(), error.item) != names.end();
            if (is_about && view.errors.size() < k_errors_shown) {
                view.errors.push_back(std::move(error));
            }
        }
        views.push_back(std::move(view));
    }
    return views;
}

} // namespace syncctl::app
