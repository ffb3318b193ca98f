#include "syncctl/store/journal.hpp"

#include "scopes.hpp"
#include "stored_values.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/store/statement.hpp"

#include <fmt/format.h>

#include <sql/journal.hpp>

namespace syncctl::store {

namespace {

model::Intent read_intent(const Statement& row)
{
    model::Intent intent;
    intent.id = {row.integer(0)};
    intent.pair = {row.integer(1)};
    intent.kind = stored_word(model::intent_kind_from(row.view(2)), "the kind of an intent");
    intent.side = stored_side(row.view(3), "the side of an intent");
    intent.origin_item = row.text(4);
    intent.item = row.text(5);
    intent.item_type = row.text(6);
    intent.marker = row.text(7);
    intent.fields = model::fields_from_json_text(row.view(8));
    intent.first_sent_at = row.time(9);
    intent.negative_probes = static_cast<int>(row.integer(10));
    intent.last_probe_at = row.time(11);
    intent.expected_revision.text = row.text(12);
    return intent;
}

} // namespace

void Journal::record(std::vector<model::Intent>& intents)
{
    WriteScope scope{m_database};
    auto insert = m_database.prepare(sql::journal::insert);
    for (auto& intent : intents) {
        insert.bind(":pair_id", intent.pair.value);
        insert.bind(":kind", model::to_string(intent.kind));
        insert.bind(":side", model::to_string(intent.side));
        insert.bind(":origin_item", intent.origin_item);
        insert.bind(":item", intent.item);
        insert.bind(":item_type", intent.item_type);
        insert.bind(":marker", intent.marker);
        insert.bind(":fields", model::to_json_text(intent.fields));
        insert.bind(":first_sent_at", intent.first_sent_at);
        insert.bind(":negative_probes", std::int64_t{intent.negative_probes});
        insert.bind(":last_probe_at", intent.last_probe_at);
        insert.bind(":expected_revision", intent.expected_revision.text);
        if (!insert.run_unless_taken()) {
            throw Error{
                ErrorCode::failed,
                fmt::format("a partner of item '{}' is being created already", intent.origin_item),
                "run the command again: it finds out what became of that write"};
        }
        intent.id = {m_database.last_insert_id()};
    }
    scope.commit();
}

std::vector<model::Intent> Journal::open_intents(base::PairId pair)
{
    std::vector<model::Intent> intents;
    auto rows = m_database.prepare(sql::journal::list_open);
    rows.bind(":pair_id", pair.value);
    while (rows.step()) {
        intents.push_back(read_intent(rows));
    }
    return intents;
}

bool Journal::has_open_create(base::PairId pair, model::Side origin, std::string_view item_id)
{
    auto rows = m_database.prepare(sql::journal::has_open_create);
    rows.bind(":pair_id", pair.value);
    rows.bind(":side", model::to_string(model::other(origin)));
    rows.bind(":origin_item", item_id);
    return rows.step() && rows.integer(0) > 0;
}

void Journal::finish(base::IntentId id)
{
    WriteScope scope{m_database};
    auto remove = m_database.prepare(sql::journal::finish);
    remove.bind(":id", id.value);
    remove.run();
    scope.commit();
}

void Journal::note_negative_probe(base::IntentId id, base::Timestamp now)
{
    WriteScope scope{m_database};
    auto change = m_database.prepare(sql::journal::note_negative_probe);
    change.bind(":id", id.value);
    change.bind(":now", now);
    change.run();
    scope.commit();
}

void Journal::queue(base::PairId pair,
                    model::Side side,
                    std::string_view item_id,
                    std::string_view reason,
                    base::Timestamp now)
{
    WriteScope scope{m_database};
    auto insert = m_database.prepare(sql::journal::queue);
    insert.bind(":pair_id", pair.value);
    insert.bind(":side", model::to_string(side));
    insert.bind(":item_id", item_id);
    insert.bind(":reason", reason);
    insert.bind(":now", now);
    insert.run();
    scope.commit();
}

void Journal::unqueue(base::PairId pair, model::Side side, std::string_view item_id)
{
    WriteScope scope{m_database};
    auto remove = m_database.prepare(sql::journal::unqueue);
    remove.bind(":pair_id", pair.value);
    remove.bind(":side", model::to_string(side));
    remove.bind(":item_id", item_id);
    remove.run();
    scope.commit();
}

std::vector<QueuedItem> Journal::queued(base::PairId pair)
{
    std::vector<QueuedItem> items;
    auto rows = m_database.prepare(sql::journal::list_queued);
    rows.bind(":pair_id", pair.value);
    while (rows.step()) {
        items.push_back({.side = stored_side(rows.view(0), "the side of an item to try again"),
                         .item_id = rows.text(1),
                         .attempts = static_cast<int>(rows.integer(2)),
                         .reason = rows.text(3),
                         .since = rows.time(4)});
    }
    return items;
}

} // namespace syncctl::store
