#include "syncctl/store/conflict_store.hpp"

#include "scopes.hpp"
#include "stored_values.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/store/statement.hpp"

#include <fmt/format.h>

#include <sql/conflict_store.hpp>

namespace syncctl::store {

namespace {

model::Conflict read_conflict(const Statement& row)
{
    model::Conflict conflict;
    conflict.id = {row.integer(0)};
    conflict.execution = {row.integer(1)};
    conflict.link = {row.integer(2)};
    conflict.type = stored_word(model::conflict_type_from(row.view(3)), "the type of a conflict");
    conflict.field = row.text(4);
    conflict.base = model::value_from_json_text(row.view(5));
    conflict.source = model::value_from_json_text(row.view(6));
    conflict.target = model::value_from_json_text(row.view(7));
    conflict.detected_at = row.time(8);
    if (!row.is_null(9)) {
        conflict.decision =
            stored_word(model::take_from(row.view(9)), "the decision of a conflict");
    }
    if (!row.is_null(10)) {
        conflict.decision_value = model::value_from_json_text(row.view(10));
    }
    conflict.resolution = row.text(11);
    conflict.resolved_by = row.text(12);
    conflict.resolved_at = row.time(13);
    conflict.decided_at = row.time(14);
    return conflict;
}

ConflictView read_view(const Statement& row)
{
    return {.conflict = read_conflict(row),
            .pair = row.text(15),
            .source_connector = row.text(16),
            .target_connector = row.text(17),
            .source_item = row.text(18),
            .target_item = row.text(19)};
}

void bind_text_or_null(Statement& statement, const char* name, std::string_view text)
{
    if (text.empty()) {
        statement.bind_null(name);
    } else {
        statement.bind(name, text);
    }
}

void bind_value_or_null(Statement& statement,
                        const char* name,
                        const std::optional<model::Value>& value)
{
    if (value) {
        statement.bind(name, model::to_json_text(*value));
    } else {
        statement.bind_null(name);
    }
}

/// What `_as_seen` compares a row with.
void bind_seen(Statement& statement, const model::Conflict& seen)
{
    statement.bind(":id", seen.id.value);
    statement.bind(":seen_base", model::to_json_text(seen.base));
    statement.bind(":seen_source", model::to_json_text(seen.source));
    statement.bind(":seen_target", model::to_json_text(seen.target));
    bind_text_or_null(statement,
                      ":seen_decision",
                      seen.decision ? model::to_string(*seen.decision) : std::string_view{});
    bind_value_or_null(statement, ":seen_value", seen.decision_value);
    statement.bind(":seen_decided_at", seen.decided_at);
    bind_text_or_null(statement, ":seen_by", seen.resolved_by);
}

std::string_view word_of(ConflictFilter filter)
{
    switch (filter) {
    case ConflictFilter::open:
        return "open";
    case ConflictFilter::resolved:
        return "resolved";
    case ConflictFilter::all:
        break;
    }
    return "all";
}

} // namespace

base::ConflictId ConflictStore::insert(const model::Conflict& conflict)
{
    WriteScope scope{m_database};
    auto insert = m_database.prepare(sql::conflict_store::insert);
    if (conflict.execution.value == 0) {
        insert.bind_null(":execution_id");
    } else {
        insert.bind(":execution_id", conflict.execution.value);
    }
    insert.bind(":link_id", conflict.link.value);
    insert.bind(":type", model::to_string(conflict.type));
    insert.bind(":field", conflict.field);
    insert.bind(":base", model::to_json_text(conflict.base));
    insert.bind(":source", model::to_json_text(conflict.source));
    insert.bind(":target", model::to_json_text(conflict.target));
    insert.bind(":detected_at", conflict.detected_at);
    bind_text_or_null(insert,
                      ":decision",
                      conflict.decision ? model::to_string(*conflict.decision)
                                        : std::string_view{});
    bind_value_or_null(insert, ":decision_value", conflict.decision_value);
    bind_text_or_null(insert, ":resolution", conflict.resolution);
    bind_text_or_null(insert, ":resolved_by", conflict.resolved_by);
    insert.bind(":resolved_at", conflict.resolved_at);
    if (!insert.run_unless_taken()) {
        throw Error{ErrorCode::failed,
                    fmt::format("link {} has an open conflict for '{}' already",
                                conflict.link.value,
                                conflict.field)};
    }
    const base::ConflictId id{m_database.last_insert_id()};
    scope.commit();
    return id;
}

void ConflictStore::update_values(const model::Conflict& conflict)
{
    WriteScope scope{m_database};
    auto unseen = m_database.prepare(sql::conflict_store::void_unseen_decision);
    unseen.bind(":id", conflict.id.value);
    unseen.bind(":source", model::to_json_text(conflict.source));
    unseen.bind(":target", model::to_json_text(conflict.target));
    unseen.bind(":seen_decided_at", conflict.decided_at);
    unseen.run();
    auto update = m_database.prepare(sql::conflict_store::update_values);
    update.bind(":id", conflict.id.value);
    update.bind(":base", model::to_json_text(conflict.base));
    update.bind(":source", model::to_json_text(conflict.source));
    update.bind(":target", model::to_json_text(conflict.target));
    update.run();
    scope.commit();
}

std::vector<model::Conflict> ConflictStore::open_of(base::LinkId link)
{
    std::vector<model::Conflict> conflicts;
    auto rows = m_database.prepare(sql::conflict_store::open_of);
    rows.bind(":link_id", link.value);
    while (rows.step()) {
        conflicts.push_back(read_conflict(rows));
    }
    return conflicts;
}

std::optional<ConflictView> ConflictStore::find(base::ConflictId id)
{
    auto rows = m_database.prepare(sql::conflict_store::find);
    rows.bind(":id", id.value);
    return rows.step() ? std::optional{read_view(rows)} : std::nullopt;
}

std::vector<ConflictView> ConflictStore::list(std::string_view pair, ConflictFilter filter)
{
    std::vector<ConflictView> conflicts;
    auto rows = m_database.prepare(sql::conflict_store::list);
    rows.bind(":pair", pair);
    rows.bind(":filter", word_of(filter));
    while (rows.step()) {
        conflicts.push_back(read_view(rows));
    }
    return conflicts;
}

std::int64_t ConflictStore::open_count(base::PairId pair)
{
    auto rows = m_database.prepare(sql::conflict_store::open_count);
    rows.bind(":pair_id", pair.value);
    return rows.step() ? rows.integer(0) : 0;
}

void ConflictStore::decide(base::ConflictId id,
                           model::Take take,
                           const std::optional<model::Value>& value,
                           std::string_view by,
                           base::Timestamp now)
{
    WriteScope scope{m_database};
    auto change = m_database.prepare(sql::conflict_store::decide);
    change.bind(":id", id.value);
    change.bind(":decision", model::to_string(take));
    bind_value_or_null(change, ":value", value);
    change.bind(":by", by);
    change.bind(":now", now);
    change.run();
    if (m_database.changed_rows() == 0) {
        throw Error{ErrorCode::not_found,
                    fmt::format("there is no open conflict {}", id.value),
                    "syncctl conflicts list"};
    }
    scope.commit();
}

bool ConflictStore::decide_as_seen(const model::Conflict& seen,
                                   model::Take take,
                                   const std::optional<model::Value>& value,
                                   std::string_view by,
                                   base::Timestamp now)
{
    WriteScope scope{m_database};
    auto change = m_database.prepare(sql::conflict_store::decide_as_seen);
    bind_seen(change, seen);
    change.bind(":decision", model::to_string(take));
    bind_value_or_null(change, ":value", value);
    change.bind(":by", by);
    change.bind(":now", now);
    change.run();
    const bool is_as_seen = m_database.changed_rows() == 1;
    scope.commit();
    return is_as_seen;
}

bool ConflictStore::withdraw_as_seen(const model::Conflict& seen)
{
    WriteScope scope{m_database};
    auto change = m_database.prepare(sql::conflict_store::withdraw_as_seen);
    bind_seen(change, seen);
    change.run();
    const bool is_as_seen = m_database.changed_rows() == 1;
    scope.commit();
    return is_as_seen;
}

void ConflictStore::remove(base::ConflictId id)
{
    WriteScope scope{m_database};
    auto remove = m_database.prepare(sql::conflict_store::remove);
    remove.bind(":id", id.value);
    remove.run();
    scope.commit();
}

void ConflictStore::withdraw_decision(base::ConflictId id)
{
    WriteScope scope{m_database};
    auto change = m_database.prepare(sql::conflict_store::withdraw_decision);
    change.bind(":id", id.value);
    change.run();
    scope.commit();
}

void ConflictStore::close(base::ConflictId id,
                          std::string_view resolution,
                          std::string_view by,
                          base::Timestamp now)
{
    WriteScope scope{m_database};
    auto change = m_database.prepare(sql::conflict_store::close);
    change.bind(":id", id.value);
    change.bind(":resolution", resolution);
    change.bind(":by", by);
    change.bind(":now", now);
    change.run();
    scope.commit();
}

std::vector<base::LinkId> ConflictStore::decided_links(base::PairId pair)
{
    std::vector<base::LinkId> links;
    auto rows = m_database.prepare(sql::conflict_store::decided_links);
    rows.bind(":pair_id", pair.value);
    while (rows.step()) {
        links.push_back({rows.integer(0)});
    }
    return links;
}

} // namespace syncctl::store
