#include "item_key.hpp"

#include "syncctl/base/error.hpp"

#include <utility>

namespace syncctl::app {

namespace {

constexpr std::string_view k_reason = "asked for by hand";
constexpr std::size_t k_page = 1000;

std::vector<KnownItem> failed_items(store::Store& store, std::string_view pair)
{
    std::vector<KnownItem> failed;
    for (const auto& sides : pairs_with_sides(store, pair)) {
        base::LinkId last;
        while (true) {
            auto links = store.links.page(sides.pair.id, last, k_page, false);
            const bool is_last = links.size() < k_page;
            if (!links.empty()) {
                last = links.back().id;
            }
            for (auto& link : links) {
                if (link.state == model::LinkState::error) {
                    failed.push_back({.sides = sides,
                                      .side = model::Side::source,
                                      .link = std::move(link),
                                      .queued = std::nullopt});
                }
            }
            if (is_last) {
                break;
            }
        }
        for (auto& queued : store.journal.queued(sides.pair.id)) {
            if (!store.links.find(sides.pair.id, queued.side, queued.item_id)) {
                const auto side = queued.side;
                failed.push_back({.sides = sides,
                                  .side = side,
                                  .link = std::nullopt,
                                  .queued = std::move(queued)});
            }
        }
    }
    return failed;
}

std::string item_id_of(const KnownItem& item)
{
    return item.link ? item.link->sides[item.side].item_id : item.queued->item_id;
}

} // namespace

std::vector<ItemLine> retry_items(Workspace& workspace, const RetryRequest& request)
{
    if (request.keys.empty() != request.is_all_failed) {
        throw Error{ErrorCode::usage,
                    "give item keys, or --failed for all that failed",
                    "syncctl items list"};
    }
    auto& store = request.is_dry_run ? workspace.reading() : workspace.writing();
    std::vector<KnownItem> items;
    if (request.is_all_failed) {
        items = failed_items(store, request.pair);
    }
    for (const auto& key : request.keys) {
        for (auto& item : find_item(store, key, request.pair)) {
            items.push_back(std::move(item));
        }
    }
    if (!request.is_dry_run) {
        store::Transaction transaction{store.database};
        for (const auto& item : items) {
            if (!item.queued) {
                store.journal.queue(
                    item.sides.pair.id, item.side, item_id_of(item), k_reason, workspace.now());
            }
        }
        transaction.commit();
    }
    std::vector<ItemLine> lines;
    lines.reserve(items.size());
    for (const auto& item : items) {
        lines.push_back(item_line(item));
    }
    return lines;
}

} // namespace syncctl::app
