#include "syncctl/store/webhook_store.hpp"

#include "scopes.hpp"
#include "stored_values.hpp"

#include "syncctl/store/statement.hpp"

#include <sql/webhook_store.hpp>

namespace syncctl::store {

namespace {

base::Timestamp window_before(base::Timestamp now)
{
    return {now.ms - std::chrono::milliseconds{WebhookStore::k_window}.count()};
}

} // namespace

bool WebhookStore::is_repeated(base::ConnectorId connector,
                               std::string_view digest,
                               base::Timestamp now)
{
    auto repeated = m_database.prepare(sql::webhook_store::is_repeated);
    repeated.bind(":connector_id", connector.value);
    repeated.bind(":digest", digest);
    repeated.bind(":since", window_before(now));
    repeated.bind(":now", now);
    return repeated.step();
}

bool WebhookStore::note_delivery(base::ConnectorId connector,
                                 std::string_view digest,
                                 base::Timestamp now)
{
    WriteScope scope{m_database};
    if (is_repeated(connector, digest, now)) {
        return false;
    }
    auto forget = m_database.prepare(sql::webhook_store::forget_old_deliveries);
    forget.bind(":since", window_before(now));
    forget.bind(":now", now);
    forget.run();
    auto note = m_database.prepare(sql::webhook_store::note_delivery);
    note.bind(":connector_id", connector.value);
    note.bind(":digest", digest);
    note.bind(":now", now);
    note.run();
    scope.commit();
    return true;
}

std::size_t WebhookStore::mark_due(base::PairId pair,
                                   model::Side side,
                                   std::span<const std::string> ids,
                                   base::Timestamp now)
{
    WriteScope scope{m_database};
    auto count = m_database.prepare(sql::webhook_store::count_due);
    count.bind(":pair_id", pair.value);
    auto due = count.step() ? static_cast<std::size_t>(count.integer(0)) : 0;
    count.reset();
    auto known = m_database.prepare(sql::webhook_store::is_due);
    auto mark = m_database.prepare(sql::webhook_store::mark_due);
    std::size_t marked = 0;
    for (const auto& id : ids) {
        known.bind(":pair_id", pair.value);
        known.bind(":side", model::to_string(side));
        known.bind(":item_id", id);
        const bool is_new = !known.step();
        known.reset();
        if (is_new && due >= k_most_due) {
            continue;
        }
        mark.bind(":pair_id", pair.value);
        mark.bind(":side", model::to_string(side));
        mark.bind(":item_id", id);
        mark.bind(":now", now);
        mark.run();
        due += is_new ? 1 : 0;
        marked += 1;
    }
    if (marked < ids.size()) {
        auto whole = m_database.prepare(sql::webhook_store::mark_pair_due);
        whole.bind(":pair_id", pair.value);
        whole.bind(":now", now);
        whole.run();
    }
    scope.commit();
    return marked;
}

bool WebhookStore::has_due_items(base::PairId pair)
{
    auto rows = m_database.prepare(sql::webhook_store::has_due);
    rows.bind(":pair_id", pair.value);
    return rows.step();
}

std::vector<DueItem> WebhookStore::due_items(base::PairId pair)
{
    std::vector<DueItem> items;
    auto rows = m_database.prepare(sql::webhook_store::list_due);
    rows.bind(":pair_id", pair.value);
    while (rows.step()) {
        items.push_back({.side = stored_side(rows.view(0), "the side of an item that is due"),
                         .item_id = rows.text(1),
                         .queued_at = rows.time(2)});
    }
    return items;
}

std::vector<DueItem> WebhookStore::take_due_items(base::PairId pair)
{
    if (!has_due_items(pair)) {
        return {};
    }
    WriteScope scope{m_database};
    auto items = due_items(pair);
    auto forget = m_database.prepare(sql::webhook_store::forget_deliveries_of);
    forget.bind(":pair_id", pair.value);
    forget.run();
    scope.commit();
    return items;
}

void WebhookStore::remove_due(base::PairId pair, std::span<const DueItem> items)
{
    if (items.empty()) {
        return;
    }
    WriteScope scope{m_database};
    auto remove = m_database.prepare(sql::webhook_store::remove_due);
    for (const auto& item : items) {
        remove.bind(":pair_id", pair.value);
        remove.bind(":side", model::to_string(item.side));
        remove.bind(":item_id", item.item_id);
        remove.bind(":queued_at", item.queued_at);
        remove.run();
    }
    scope.commit();
}

WebhookSecrets WebhookStore::secrets(base::ConnectorId connector)
{
    auto rows = m_database.prepare(sql::webhook_store::webhook_secrets);
    rows.bind(":id", connector.value);
    WebhookSecrets secrets;
    if (rows.step()) {
        secrets.current = rows.optional_text(0);
        secrets.previous = rows.optional_text(1);
    }
    return secrets;
}

void WebhookStore::set_secrets(base::ConnectorId connector,
                               const WebhookSecrets& secrets,
                               base::Timestamp now)
{
    WriteScope scope{m_database};
    auto set = m_database.prepare(sql::webhook_store::set_webhook_secrets);
    set.bind(":id", connector.value);
    set.bind_optional(":current", secrets.current);
    set.bind_optional(":previous", secrets.previous);
    set.bind(":now", now);
    set.run();
    scope.commit();
}

} // namespace syncctl::store
