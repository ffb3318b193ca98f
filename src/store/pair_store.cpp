#include "syncctl/store/pair_store.hpp"

#include "scopes.hpp"
#include "stored_values.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/base/json.hpp"
#include "syncctl/store/statement.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <sql/pair_store.hpp>

namespace syncctl::store {

namespace {

std::string filter_of(const nlohmann::json& filters, const char* side)
{
    const auto found = filters.find(side);
    return found != filters.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

model::Pair read_pair(const Statement& row)
{
    model::Pair pair;
    pair.id = {row.integer(0)};
    pair.uuid = row.text(1);
    pair.name = row.text(2);
    pair.description = row.text(3);
    pair.source = {row.integer(4)};
    pair.target = {row.integer(5)};
    const auto what = fmt::format("pair '{}'", pair.name);
    pair.direction = stored_word(model::direction_from(row.view(6)), what);
    pair.schedule_cron = row.text(7);
    pair.is_active = row.integer(8) != 0;
    const auto filters = stored_json(row.view(9), what);
    if (!filters.is_object()) {
        throw_damaged_value(what);
    }
    pair.source_filter = filter_of(filters, "source");
    pair.target_filter = filter_of(filters, "target");
    pair.last_sync_at = row.time(10);
    pair.created_at = row.time(11);
    pair.time_zone = row.text(12);
    pair.next_sync_at = row.time(13);
    return pair;
}

void bind_pair(Statement& statement, const model::Pair& pair, base::Timestamp now)
{
    statement.bind(":name", pair.name);
    statement.bind(":description", pair.description);
    statement.bind(":source_id", pair.source.value);
    statement.bind(":target_id", pair.target.value);
    statement.bind(":direction", model::to_string(pair.direction));
    statement.bind(":schedule", pair.schedule_cron);
    statement.bind(":time_zone", pair.time_zone);
    statement.bind(":is_active", static_cast<std::int64_t>(pair.is_active));
    statement.bind(
        ":filter",
        base::dump_json({{"source", pair.source_filter}, {"target", pair.target_filter}}));
    statement.bind(":last_sync_at", pair.last_sync_at);
    statement.bind(":now", now);
}

[[noreturn]] void throw_name_taken(const std::string& name)
{
    throw Error{ErrorCode::failed,
                fmt::format("there is a pair '{}' already", name),
                "syncctl pair list shows the names in use"};
}

std::vector<model::Pair> read_pairs(Statement& rows)
{
    std::vector<model::Pair> pairs;
    while (rows.step()) {
        pairs.push_back(read_pair(rows));
    }
    return pairs;
}

} // namespace

base::PairId PairStore::insert(const model::Pair& pair, base::Timestamp now)
{
    WriteScope scope{m_database};
    auto insert = m_database.prepare(sql::pair_store::insert);
    bind_pair(insert, pair, now);
    insert.bind(":uuid", pair.uuid);
    if (!insert.run_unless_taken()) {
        throw_name_taken(pair.name);
    }
    const base::PairId id{m_database.last_insert_id()};
    scope.commit();
    return id;
}

void PairStore::update(const model::Pair& pair, base::Timestamp now)
{
    WriteScope scope{m_database};
    auto update = m_database.prepare(sql::pair_store::update);
    bind_pair(update, pair, now);
    update.bind(":id", pair.id.value);
    if (!update.run_unless_taken()) {
        throw_name_taken(pair.name);
    }
    scope.commit();
}

std::optional<model::Pair> PairStore::find(std::string_view name)
{
    auto rows = m_database.prepare(sql::pair_store::find_by_name);
    rows.bind(":name", name);
    return rows.step() ? std::optional{read_pair(rows)} : std::nullopt;
}

std::optional<model::Pair> PairStore::find(base::PairId id)
{
    auto rows = m_database.prepare(sql::pair_store::find_by_id);
    rows.bind(":id", id.value);
    return rows.step() ? std::optional{read_pair(rows)} : std::nullopt;
}

std::vector<model::Pair> PairStore::list()
{
    auto rows = m_database.prepare(sql::pair_store::list);
    return read_pairs(rows);
}

std::vector<model::Pair> PairStore::using_connector(base::ConnectorId id)
{
    auto rows = m_database.prepare(sql::pair_store::list_using_connector);
    rows.bind(":connector_id", id.value);
    return read_pairs(rows);
}

std::vector<model::Pair> PairStore::due(base::Timestamp now)
{
    auto rows = m_database.prepare(sql::pair_store::list_due);
    rows.bind(":now", now);
    return read_pairs(rows);
}

void PairStore::set_next_sync(base::PairId id, base::Timestamp next)
{
    WriteScope scope{m_database};
    auto change = m_database.prepare(sql::pair_store::set_next_sync);
    change.bind(":id", id.value);
    change.bind(":next", next);
    change.run();
    scope.commit();
}

void PairStore::remove(base::PairId id)
{
    WriteScope scope{m_database};
    auto remove = m_database.prepare(sql::pair_store::remove);
    remove.bind(":id", id.value);
    remove.run();
    scope.commit();
}

bool PairStore::knows_uuid(std::string_view uuid)
{
    auto rows = m_database.prepare(sql::pair_store::knows_uuid);
    rows.bind(":uuid", uuid);
    return rows.step();
}

void PairStore::set_uuid(base::PairId id, std::string_view uuid, base::Timestamp now)
{
    WriteScope scope{m_database};
    auto change = m_database.prepare(sql::pair_store::set_uuid);
    change.bind(":id", id.value);
    change.bind(":uuid", uuid);
    change.bind(":now", now);
    change.run();
    scope.commit();
}

std::string PairStore::watermark(base::PairId id, model::Side side)
{
    auto rows = m_database.prepare(sql::pair_store::find_watermark);
    rows.bind(":id", id.value);
    rows.bind(":side", model::to_string(side));
    return rows.step() ? rows.blob(0) : std::string{};
}

void PairStore::set_watermark(base::PairId id,
                              model::Side side,
                              std::string_view bytes,
                              base::Timestamp now)
{
    WriteScope scope{m_database};
    auto change = m_database.prepare(sql::pair_store::set_watermark);
    change.bind(":id", id.value);
    change.bind(":side", model::to_string(side));
    change.bind_blob(":bytes", bytes);
    change.bind(":now", now);
    change.run();
    scope.commit();
}

std::string PairStore::completed_basis(base::PairId id)
{
    auto rows = m_database.prepare(sql::pair_store::find_completed_basis);
    rows.bind(":id", id.value);
    return rows.step() ? rows.text(0) : std::string{};
}

void PairStore::set_completed_basis(base::PairId id, std::string_view basis)
{
    WriteScope scope{m_database};
    auto change = m_database.prepare(sql::pair_store::set_completed_basis);
    change.bind(":id", id.value);
    change.bind(":basis", basis);
    change.run();
    scope.commit();
}

} // namespace syncctl::store
