#include "syncctl/store/link_store.hpp"

#include "scopes.hpp"
#include "stored_values.hpp"

#include "syncctl/base/error.hpp"
#include "syncctl/store/statement.hpp"
#include "syncctl/vault/digest.hpp"

#include <fmt/format.h>

#include <array>
#include <sql/link_store.hpp>

namespace syncctl::store {

namespace {

/// Over what says which item is the partner of which: a flipped bit there would send writes to a
/// stranger.
std::int64_t checksum_of(base::PairId pair, std::string_view source_id, std::string_view target_id)
{
    const auto pair_text = std::to_string(pair.value);
    const std::array<std::string_view, 3> identity{pair_text, source_id, target_id};
    return static_cast<std::int64_t>(vault::row_checksum(identity));
}

/// Stored only where it says something: unknown (NULL) means the time of the revision.
base::Timestamp edited_at_if_other(const model::LinkSide& side)
{
    return side.edited_at == side.modified_at ? base::Timestamp{} : side.edited_at;
}

void bind_content(Statement& statement, const model::Link& link)
{
    statement.bind(":source_type", link.sides.source.item_type);
    statement.bind(":target_type", link.sides.target.item_type);
    statement.bind(":source_revision", link.sides.source.revision.text);
    statement.bind(":target_revision", link.sides.target.revision.text);
    statement.bind(":source_modified_at", link.sides.source.modified_at);
    statement.bind(":target_modified_at", link.sides.target.modified_at);
    statement.bind(":status", model::to_string(link.state));
    if (link.last_direction.empty()) {
        statement.bind_null(":direction");
    } else {
        statement.bind(":direction", link.last_direction);
    }
    statement.bind(":first_synced_at", link.first_synced_at);
    statement.bind(":last_synced_at", link.last_synced_at);
    statement.bind(":sync_count", std::int64_t{link.sync_count});
    statement.bind(":source_base", model::to_json_text(link.sides.source.base));
    statement.bind(":target_base", model::to_json_text(link.sides.target.base));
    statement.bind(":source_identity", link.sides.source.identity);
    statement.bind(":target_identity", link.sides.target.identity);
    statement.bind(":write_day", link.write_day);
    statement.bind(":day_writes", std::int64_t{link.day_writes});
    statement.bind(":source_edited_at", edited_at_if_other(link.sides.source));
    statement.bind(":target_edited_at", edited_at_if_other(link.sides.target));
}

model::Link read_link(const Statement& row, bool with_base)
{
    model::Link link;
    link.id = {row.integer(0)};
    link.pair = {row.integer(1)};
    link.sides.source.item_id = row.text(2);
    link.sides.target.item_id = row.text(3);
    if (row.integer(4) !=
        checksum_of(link.pair, link.sides.source.item_id, link.sides.target.item_id)) {
        throw Error{
            ErrorCode::damaged_database,
            fmt::format("the database is damaged: link {} does not name the items it was made for",
                        link.id.value),
            "syncctl migrate verify shows what is damaged; then put a backup in its place: syncctl "
            "restore FILE"};
    }
    link.sides.source.item_type = row.text(5);
    link.sides.target.item_type = row.text(6);
    link.sides.source.revision = {row.text(7)};
    link.sides.target.revision = {row.text(8)};
    link.sides.source.modified_at = row.time(9);
    link.sides.target.modified_at = row.time(10);
    link.state = stored_word(model::link_state_from(row.view(11)), "the state of a link");
    link.last_direction = row.text(12);
    link.first_synced_at = row.time(13);
    link.last_synced_at = row.time(14);
    link.sync_count = static_cast<int>(row.integer(15));
    link.sides.source.identity = row.integer(16);
    link.sides.target.identity = row.integer(17);
    link.write_day = row.text(18);
    link.day_writes = static_cast<int>(row.integer(19));
    link.sides.source.edited_at = row.is_null(20) ? link.sides.source.modified_at : row.time(20);
    link.sides.target.edited_at = row.is_null(21) ? link.sides.target.modified_at : row.time(21);
    if (with_base) {
        link.sides.source.base = model::fields_from_json_text(row.view(22));
        link.sides.target.base = model::fields_from_json_text(row.view(23));
    }
    return link;
}

Statement about_doubt(Database& database,
                      std::string_view query,
                      base::LinkId link,
                      model::Side side,
                      model::Doubt doubt)
{
    auto statement = database.prepare(query);
    statement.bind(":id", link.value);
    statement.bind(":side", model::to_string(side));
    statement.bind(":kind", model::to_string(doubt));
    return statement;
}

} // namespace

base::LinkId LinkStore::insert(const model::Link& link)
{
    const auto& source_id = link.sides.source.item_id;
    const auto& target_id = link.sides.target.item_id;
    WriteScope scope{m_database};
    auto insert = m_database.prepare(sql::link_store::insert);
    insert.bind(":pair_id", link.pair.value);
    insert.bind(":source_id", source_id);
    insert.bind(":target_id", target_id);
    insert.bind(":checksum", checksum_of(link.pair, source_id, target_id));
    bind_content(insert, link);
    if (!insert.run_unless_taken()) {
        throw Error{ErrorCode::failed,
                    fmt::format("source item '{}' or target item '{}' is linked already",
                                source_id,
                                target_id),
                    "syncctl items list shows the links"};
    }
    const base::LinkId id{m_database.last_insert_id()};
    scope.commit();
    return id;
}

void LinkStore::update(const model::Link& link)
{
    WriteScope scope{m_database};
    auto update = m_database.prepare(sql::link_store::update);
    update.bind(":id", link.id.value);
    bind_content(update, link);
    update.run();
    scope.commit();
}

void LinkStore::remove(base::LinkId id)
{
    WriteScope scope{m_database};
    auto remove = m_database.prepare(sql::link_store::remove);
    remove.bind(":id", id.value);
    remove.run();
    scope.commit();
}

std::optional<model::Link> LinkStore::find(base::LinkId id)
{
    auto rows = m_database.prepare(sql::link_store::find_by_id);
    rows.bind(":id", id.value);
    return rows.step() ? std::optional{read_link(rows, true)} : std::nullopt;
}

std::optional<model::Link>
LinkStore::find(base::PairId pair, model::Side side, std::string_view item_id)
{
    auto rows =
        m_database.prepare(side == model::Side::source ? sql::link_store::find_by_source_item
                                                       : sql::link_store::find_by_target_item);
    rows.bind(":pair_id", pair.value);
    rows.bind(":item_id", item_id);
    return rows.step() ? std::optional{read_link(rows, true)} : std::nullopt;
}

std::vector<model::Link>
LinkStore::page(base::PairId pair, base::LinkId after, std::size_t limit, bool with_base)
{
    std::vector<model::Link> links;
    auto rows =
        m_database.prepare(with_base ? sql::link_store::page : sql::link_store::page_without_base);
    rows.bind(":pair_id", pair.value);
    rows.bind(":after", after.value);
    rows.bind(":limit", static_cast<std::int64_t>(limit));
    while (rows.step()) {
        links.push_back(read_link(rows, with_base));
    }
    return links;
}

std::int64_t LinkStore::count(base::PairId pair)
{
    auto rows = m_database.prepare(sql::link_store::count);
    rows.bind(":pair_id", pair.value);
    return rows.step() ? rows.integer(0) : 0;
}

std::vector<TypesCount> LinkStore::count_by_types(base::PairId pair)
{
    auto rows = m_database.prepare(sql::link_store::count_by_types);
    rows.bind(":pair_id", pair.value);
    std::vector<TypesCount> counts;
    while (rows.step()) {
        counts.push_back(
            {.source_type = rows.text(0), .target_type = rows.text(1), .links = rows.integer(2)});
    }
    return counts;
}

void LinkStore::doubt(base::LinkId link, model::Side side, model::Doubt doubt, base::Timestamp now)
{
    WriteScope scope{m_database};
    auto insert = about_doubt(m_database, sql::link_store::doubt, link, side, doubt);
    insert.bind(":now", now);
    insert.run();
    scope.commit();
}

std::optional<base::Timestamp>
LinkStore::doubted_since(base::LinkId link, model::Side side, model::Doubt doubt)
{
    auto rows = about_doubt(m_database, sql::link_store::doubted_since, link, side, doubt);
    return rows.step() ? std::optional{rows.time(0)} : std::nullopt;
}

void LinkStore::clear_doubt(base::LinkId link, model::Side side, model::Doubt doubt)
{
    WriteScope scope{m_database};
    about_doubt(m_database, sql::link_store::clear_doubt, link, side, doubt).run();
    scope.commit();
}

std::int64_t LinkStore::doubt_count(base::PairId pair)
{
    auto rows = m_database.prepare(sql::link_store::count_doubts);
    rows.bind(":pair_id", pair.value);
    return rows.step() ? rows.integer(0) : 0;
}

std::int64_t LinkStore::count_in_state(base::PairId pair, model::LinkState state)
{
    const bool is_active = state == model::LinkState::active;
    auto rows = m_database.prepare(is_active ? sql::link_store::count_active
                                             : sql::link_store::count_in_state);
    rows.bind(":pair_id", pair.value);
    if (!is_active) {
        rows.bind(":status", model::to_string(state));
    }
    return rows.step() ? rows.integer(0) : 0;
}

} // namespace syncctl::store
