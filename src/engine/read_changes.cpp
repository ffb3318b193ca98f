#include "run_state.hpp"

#include <memory>
#include <utility>

namespace syncctl::engine {
namespace {

/// One side's listing, a page ahead of what is being stored.
struct Listing {
    std::unique_ptr<connectors::ChangeReader> reader;
    std::optional<connectors::ChangePage> page;
    bool is_over = false;
};

void fetch(Listing& listing)
{
    listing.page = listing.reader->next();
    listing.is_over = !listing.page.has_value();
}

/// Both listings advance page by page at the same time; only this thread touches the database.
void read_listings(RunState& state)
{
    BothSides<Listing> listings;
    const bool from_start = state.options.is_full || state.is_basis_changed;
    BothSides<connectors::ChangeQuery> queries;
    for (const Side side : model::k_sides) {
        queries[side].filter = state.filter(side);
        if (!from_start) {
            queries[side].since.bytes = state.context.store.pairs.watermark(state.pair.id, side);
        }
    }
    const auto advance = [&](Side side) -> std::function<void()> {
        if (listings[side].is_over) {
            return {};
        }
        return [&, side] {
            auto& listing = listings[side];
            if (!listing.reader) {
                listing.reader = state.connector(side).changes(queries[side]);
            }
            fetch(listing);
        };
    };
    std::int64_t seen = 0;
    while (!listings.source.is_over || !listings.target.is_over) {
        on_both_sides(advance(Side::source), advance(Side::target));
        for (const Side side : model::k_sides) {
            auto& page = listings[side].page;
            if (page) {
                state.work.add(side, page->changes);
                seen += static_cast<std::int64_t>(page->changes.size());
                page.reset();
            }
        }
        state.progress("reading changes", seen, 0);
    }
    const bool has_links = state.context.store.links.count(state.pair.id) > 0;
    for (const Side side : model::k_sides) {
        state.next_watermark[side] = listings[side].reader->watermark();
        state.is_emptied[side] = has_links && listings[side].reader->items_seen() == std::size_t{0};
    }
}

void add_named_items(RunState& state)
{
    for (const auto& [side, id] : state.options.items) {
        state.work.add_item(side, id);
    }
}

void add_due_items(RunState& state)
{
    store::WebhookStore webhooks{state.context.store.database};
    state.due = state.options.is_dry_run ? webhooks.due_items(state.pair.id)
                                         : webhooks.take_due_items(state.pair.id);
    for (const auto& item : state.due) {
        state.work.add_due(item.side, item.item_id);
        state.judged[item.side].expect(item.item_id);
    }
}

} // namespace

void read_changes(RunState& state)
{
    for (const auto& item : state.context.store.journal.queued(state.pair.id)) {
        state.queued.emplace(std::pair{item.side, item.item_id}, item.since);
    }
    if (!state.options.items.empty()) {
        add_named_items(state);
        return;
    }
    add_due_items(state);
    if (state.options.is_only_due) {
        return;
    }
    read_listings(state);
    if (!state.options.is_dry_run) {
        state.work.confirm_shown();
    }
    state.work.add_doubted();
    for (const auto& entry : state.queued) {
        state.work.add_item(entry.first.first, entry.first.second);
    }
    for (const auto link : state.context.store.conflicts.decided_links(state.pair.id)) {
        state.work.add_link(link, {true, true});
    }
    if (state.options.is_full || state.is_basis_changed) {
        state.work.add_all_links({true, true});
    }
}

} // namespace syncctl::engine
